"""What stands in the payload of an event version.

Events outlive a release: they wait in outboxes, queues and dead letters, and are read again. So a
reader that is newer than the event must read it (BACKWARD), and one that is older too (FORWARD).
"""

from generator.changes.rule import Compatibility, compatible, event_breaking, risky

BACKWARD, FORWARD, FULL = Compatibility.BACKWARD, Compatibility.FORWARD, Compatibility.FULL
_NEW_VERSION = "publish a new version of the event beside this one."

RULES = (
    event_breaking(
        "event-property-added-required",
        BACKWARD,
        "Events that were published before do not have it, and a reader that demands it refuses "
        "them.",
        "make it `optional`, or publish a new version.",
    ),
    compatible(
        "event-property-added-optional",
        "subscribers",
        "Readers that do not know it ignore it, and new ones can do without.",
    ),
    event_breaking(
        "event-property-added-to-closed",
        FORWARD,
        "The schema said that nothing else would come, and its readers refuse what is new.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-removed-required",
        FORWARD,
        "Readers rely on a property that was always there, and find none.",
        "keep it, or publish a new version without it.",
    ),
    risky(
        "event-property-removed-optional",
        "subscribers",
        "Readers must be able to do without it, but those that use it lose it for good.",
        "keep it until nobody uses it; a new version says so plainly.",
    ),
    event_breaking(
        "event-property-removed-from-closed",
        BACKWARD,
        "Events that were published before carry it, and the new schema refuses what it does not "
        "name.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-became-required",
        BACKWARD,
        "Events that were published before may lack it, and a reader that demands it refuses them.",
        "keep it `optional`, or publish a new version.",
    ),
    event_breaking(
        "event-property-became-optional",
        FORWARD,
        "Readers rely on a property that was always there, and may find none.",
        "keep publishing it always, or publish a new version.",
    ),
    risky(
        "event-property-closed",
        "publishers",
        "From now on nothing can be added to it without breaking its readers.",
        "leave events open.",
    ),
    compatible("event-property-opened", "publishers", "What comes later can be ignored."),
    event_breaking(
        "event-property-type-changed",
        FULL,
        "Neither reads the other's events: the value is of another type.",
        "add a property of the new type beside it, `optional`.",
    ),
    event_breaking(
        "event-property-type-narrowed",
        BACKWARD,
        "Events that were published before may hold a type that is not read any more.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-type-widened",
        FORWARD,
        "Readers are sent a type that they do not know.",
        "add a property of the new type beside it, `optional`.",
    ),
    event_breaking(
        "event-property-became-nullable",
        FORWARD,
        "Readers rely on a value that was always there, and may find null.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-became-not-nullable",
        BACKWARD,
        "Events that were published before may hold null, which is not read any more.",
        "keep it `optional`, or publish a new version.",
    ),
    event_breaking(
        "event-property-became-enum",
        BACKWARD,
        "Events that were published before may hold any value, and only a few are read now.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-no-longer-enum",
        FORWARD,
        "Readers know a few words, and may be sent any other.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-value-added",
        FORWARD,
        "Readers know a few words, and are sent one that they cannot read.",
        "publish a new version; keep the old words in this one.",
    ),
    event_breaking(
        "event-property-value-removed",
        BACKWARD,
        "Events that were published before may hold the word, which is not read any more.",
        "keep the word in the schema, also when nothing is published with it.",
    ),
    event_breaking(
        "event-property-limit-tightened",
        BACKWARD,
        "Events that were published before may lie outside of the limit.",
        "keep the limit in the event; check it where the value is written.",
    ),
    event_breaking(
        "event-property-limit-loosened",
        FORWARD,
        "Readers made room for what the schema allowed, and more than that may come.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-pattern-changed",
        FULL,
        "Two patterns cannot be compared; either side may meet what it cannot read.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-pattern-tightened",
        BACKWARD,
        "Events that were published before may not match.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-pattern-loosened",
        FORWARD,
        "Readers parse what the schema described, and anything may come now.",
        _NEW_VERSION,
    ),
    risky(
        "event-property-default-changed",
        "subscribers",
        "An event without the property means something else than it did when it was published.",
        "keep the default; publish the value where it matters.",
    ),
    event_breaking(
        "event-property-variant-added",
        FORWARD,
        "Readers are sent a variant that they do not know.",
        _NEW_VERSION,
    ),
    event_breaking(
        "event-property-variant-removed",
        BACKWARD,
        "Events that were published before may be of a variant that is not read any more.",
        "keep the variant in the schema, also when nothing is published with it.",
    ),
    event_breaking(
        "event-property-composition-changed",
        FULL,
        "The payload is said in words that cannot be compared; it counts as unreadable until "
        "somebody has looked.",
        "look at both, and accept the change with a reason if each reads the other's.",
    ),
    risky(
        "event-property-became-personal",
        "subscribers",
        "Whoever keeps the event keeps something of a person now, and must protect and delete it.",
        "tell subscribers first; publish an id in its place where that is enough.",
    ),
    compatible(
        "event-property-no-longer-personal", "subscribers", "Nothing has to be protected less."
    ),
    compatible("event-property-deprecated", "subscribers", "It is published as before."),
)
