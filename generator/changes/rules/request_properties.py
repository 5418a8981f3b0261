"""What stands in the body of a request, down to its last property."""

from generator.changes.rule import beside, breaking, compatible, risky

RULES = (
    breaking(
        "request-property-added-required",
        "callers",
        "Bodies without it were complete, and are refused now.",
        "make it `optional`, or give it a default; for this version alone, "
        + beside("{added: VALUE}"),
    ),
    compatible(
        "request-property-added-optional", "callers", "Bodies without it are complete as before."
    ),
    breaking(
        "request-property-removed",
        "callers",
        "Bodies that carry it are refused: what is not declared is an error.",
        "keep it in this version; " + beside("{removed: VALUE, is: TYPE}"),
    ),
    risky(
        "request-property-no-longer-read",
        "callers",
        "Bodies that carry it are read, but what callers say there has no effect any more.",
        "keep reading it in this version.",
    ),
    breaking(
        "request-property-became-required",
        "callers",
        "Bodies that leave it out were complete, and are refused now.",
        "keep it `optional` here; demand it in a new version.",
    ),
    compatible(
        "request-property-became-optional", "callers", "Bodies that carry it are read as before."
    ),
    risky(
        "request-property-closed",
        "callers",
        "Who sends more than the contract names was read, and is refused now.",
        "refuse what is not named in a new version.",
    ),
    compatible(
        "request-property-opened", "callers", "Bodies that name nothing else are read as before."
    ),
    breaking(
        "request-property-type-changed",
        "callers",
        "What callers write is not of the type that is read now.",
        "add a property of the new type beside it, and read both in this version.",
    ),
    breaking(
        "request-property-type-narrowed",
        "callers",
        "Some of what callers write is not of a type that is still read.",
        "keep reading the old type here.",
    ),
    compatible(
        "request-property-type-widened", "callers", "Everything that callers write is still read."
    ),
    compatible("request-property-became-nullable", "callers", "Nobody has to send null."),
    breaking(
        "request-property-became-not-nullable",
        "callers",
        "Callers that send null where they have nothing are refused now.",
        "keep it `optional` here; demand a value in a new version.",
    ),
    breaking(
        "request-property-became-enum",
        "callers",
        "Any value was read, and now only a few are.",
        "refuse other values in a new version.",
    ),
    compatible(
        "request-property-no-longer-enum", "callers", "The known words are read like any other."
    ),
    compatible(
        "request-property-value-added", "callers", "Callers need not use a word that is new."
    ),
    breaking(
        "request-property-value-removed",
        "callers",
        "Bodies with this word are refused now.",
        "keep reading the word in this version, as another word's equal.",
    ),
    breaking(
        "request-property-limit-tightened",
        "callers",
        "Values that were within the limit are refused now.",
        "keep the limit here; tighten it in a new version.",
    ),
    compatible("request-property-limit-loosened", "callers", "Every value that was read still is."),
    breaking(
        "request-property-pattern-changed",
        "callers",
        "Two patterns cannot be compared; a value that matched the old one may be refused.",
        "keep the pattern here; another belongs to a new version.",
    ),
    breaking(
        "request-property-pattern-tightened",
        "callers",
        "Values that do not match were read, and are refused now.",
        "demand the pattern or format in a new version.",
    ),
    compatible(
        "request-property-pattern-loosened", "callers", "Every value that was read still is."
    ),
    risky(
        "request-property-default-changed",
        "callers",
        "The same body, without the property, has another effect.",
        "keep the default here; callers that want another can say so.",
    ),
    compatible(
        "request-property-variant-added", "callers", "Callers need not send a variant that is new."
    ),
    breaking(
        "request-property-variant-removed",
        "callers",
        "Bodies of this variant are refused now.",
        "keep reading the variant in this version.",
    ),
    breaking(
        "request-property-composition-changed",
        "callers",
        "What is read is said in words that cannot be compared; it counts as refused until "
        "somebody has looked.",
        "look at both, and accept the change with a reason if every old body is still read.",
    ),
    compatible(
        "request-property-deprecated", "callers", "It is read as before; a hint to leave it out."
    ),
)
