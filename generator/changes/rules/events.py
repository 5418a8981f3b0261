"""Events as a whole: which are published, where, in which order, until when."""

from generator.changes.rule import breaking, compatible, risky

RULES = (
    compatible("event-added", "subscribers", "Nobody listens to an event that was not there."),
    compatible("event-version-added", "subscribers", "The older versions are published as before."),
    breaking(
        "event-removed",
        "subscribers",
        "Subscribers wait for an event that is not published any more, and see no error.",
        "give its versions a `sunset`, and remove it after the last of them.",
    ),
    breaking(
        "event-version-removed",
        "subscribers",
        "Subscribers of this version get nothing any more, and see no error; it had no sunset, or "
        "the day is still to come.",
        "publish it beside the new one, with a `sunset`, and remove it after that day.",
    ),
    compatible(
        "event-version-removed-after-sunset",
        "subscribers",
        "The day until which this version was promised has passed.",
    ),
    breaking(
        "event-topic-changed",
        "subscribers",
        "Subscribers listen on the old topic, where nothing comes any more.",
        "keep the topic: `was:` renames an event and keeps the topic of its versions.",
    ),
    breaking(
        "event-key-changed",
        "subscribers",
        "Order is kept for each key: with another key, what was in order before is not, and what "
        "waits behind a failed message is something else.",
        "publish a new version with the new key.",
    ),
    breaking(
        "event-media-type-changed",
        "subscribers",
        "Subscribers decode the payload in the old way.",
        "publish a new version in the new media type.",
    ),
    compatible("event-sunset-set", "subscribers", "Subscribers know until when it is published."),
    breaking(
        "event-sunset-moved-earlier",
        "subscribers",
        "Subscribers planned their move by the day that was named, and now have less time.",
        "keep the day, or name a later one.",
    ),
    compatible(
        "event-sunset-moved-later", "subscribers", "Subscribers have more time than they thought."
    ),
    compatible("event-sunset-withdrawn", "subscribers", "Nobody has to move any more."),
    risky(
        "event-no-longer-received",
        "publishers",
        "A context stops listening: what it did on this event does not happen any more.",
        "make sure that nobody relies on what followed from it.",
    ),
    compatible("event-received", "publishers", "A publisher need not know who listens."),
)
