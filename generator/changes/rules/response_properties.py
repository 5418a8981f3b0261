"""What stands in the body of an answer, down to its last property."""

from generator.changes.rule import beside, breaking, compatible, risky

RULES = (
    compatible(
        "response-property-added", "callers", "A property that a client does not know is ignored."
    ),
    breaking(
        "response-property-added-to-closed",
        "callers",
        "The old contract said that nothing else would be answered, and clients made from it "
        "refuse what is new.",
        "add the property in a new version; leave answers open.",
    ),
    breaking(
        "response-property-removed-required",
        "callers",
        "Clients read a property that was always there, and find none.",
        "keep it in this version; " + beside("{removed: VALUE, is: TYPE}"),
    ),
    risky(
        "response-property-removed-optional",
        "callers",
        "Clients must be able to do without it, but those that use it lose it for good.",
        "keep it in this version; " + beside("{removed: VALUE, is: TYPE}"),
    ),
    compatible("response-property-became-required", "callers", "It is there more often."),
    breaking(
        "response-property-became-optional",
        "callers",
        "Clients read a property that was always there, and may find none.",
        "keep it always present here.",
    ),
    breaking(
        "response-property-type-changed",
        "callers",
        "What is answered is not of the type that clients read.",
        "answer with a property of the new type beside it.",
    ),
    compatible(
        "response-property-type-narrowed", "callers", "Clients read more types than are answered."
    ),
    breaking(
        "response-property-type-widened",
        "callers",
        "Some of what is answered is of a type that clients do not know.",
        "answer with a property of the new type beside it.",
    ),
    breaking(
        "response-property-became-nullable",
        "callers",
        "Clients read a value that was always there, and may find null.",
        "answer with a value in this version.",
    ),
    compatible(
        "response-property-became-not-nullable", "callers", "The null that clients expect is rare."
    ),
    compatible("response-property-became-enum", "callers", "Clients read any value."),
    breaking(
        "response-property-no-longer-enum",
        "callers",
        "Clients know a few words, and may be answered with any other.",
        "answer with the known words in this version.",
    ),
    breaking(
        "response-property-value-added",
        "callers",
        "Clients know a few words, and one that they do not know is answered now. Clients made "
        "from the contract, Blueprint's among them, cannot read it.",
        "let an old word stand for it here; " + beside("{values: {NEW: OLD}}"),
    ),
    compatible(
        "response-property-value-removed", "callers", "A word that clients know does not come."
    ),
    compatible("response-property-limit-tightened", "callers", "What comes is within the limits."),
    breaking(
        "response-property-limit-loosened",
        "callers",
        "Clients made room for what the contract allowed, and more than that may come.",
        "keep the limit here; loosen it in a new version.",
    ),
    breaking(
        "response-property-pattern-changed",
        "callers",
        "Two patterns cannot be compared; clients may be answered with what they cannot read.",
        "keep the pattern here; another belongs to a new version.",
    ),
    compatible("response-property-pattern-tightened", "callers", "Clients read any value."),
    breaking(
        "response-property-pattern-loosened",
        "callers",
        "Clients parse what the contract described, and anything may come now.",
        "keep the pattern or format here.",
    ),
    breaking(
        "response-property-variant-added",
        "callers",
        "Clients are answered with a variant that they do not know.",
        "answer with it in a new version.",
    ),
    compatible(
        "response-property-variant-removed", "callers", "A variant that clients know is not sent."
    ),
    breaking(
        "response-property-composition-changed",
        "callers",
        "What is answered is said in words that cannot be compared; it counts as unreadable until "
        "somebody has looked.",
        "look at both, and accept the change with a reason if old clients read every answer.",
    ),
    compatible("response-property-deprecated", "callers", "It is answered as before."),
)
