"""Parameters of requests: in the path, the query and the headers."""

from generator.changes.rule import beside, breaking, compatible, risky

RULES = (
    breaking(
        "request-parameter-added-required",
        "callers",
        "Requests that leave it out were complete, and are refused now.",
        "make it optional with a default that keeps the old behaviour.",
    ),
    compatible(
        "request-parameter-added-optional", "callers", "Requests that leave it out stay complete."
    ),
    breaking(
        "request-parameter-removed",
        "callers",
        "Requests that carry it are refused, or answered as if it was not there: a list that was "
        "narrowed is whole again.",
        "keep it in this version; " + beside("{removed: null, is: TYPE optional}"),
    ),
    breaking(
        "request-parameter-became-required",
        "callers",
        "Requests that leave it out were complete, and are refused now.",
        "keep it optional here; demand it in a new version.",
    ),
    compatible(
        "request-parameter-became-optional", "callers", "Requests that carry it stay complete."
    ),
    breaking(
        "request-parameter-moved",
        "callers",
        "It is read in another place (path, query, header or cookie) than where callers send it.",
        "read it in both places in this version.",
    ),
    breaking(
        "idempotency-key-demanded",
        "callers",
        "Requests without an Idempotency-Key were carried out, and are refused now.",
        "leave the header optional here; demand it in a new version.",
    ),
    breaking(
        "if-match-demanded",
        "callers",
        "Changes without an If-Match were carried out, and are answered with 428 now.",
        "leave the header optional here; demand it in a new version.",
    ),
    breaking(
        "request-parameter-type-changed",
        "callers",
        "What callers write is not of the type that is read now.",
        "add a parameter of the new type beside it.",
    ),
    breaking(
        "request-parameter-type-narrowed",
        "callers",
        "Some of what callers write is not of a type that is still read.",
        "keep reading the old type here.",
    ),
    compatible(
        "request-parameter-type-widened", "callers", "Everything that callers write is still read."
    ),
    breaking(
        "request-parameter-became-enum",
        "callers",
        "Any text was read, and now only a few words are.",
        "refuse other words in a new version.",
    ),
    compatible(
        "request-parameter-no-longer-enum", "callers", "The known words are read like any other."
    ),
    breaking(
        "request-parameter-value-removed",
        "callers",
        "Requests with this word are refused now.",
        "keep reading the word in this version, as another word's equal.",
    ),
    compatible(
        "request-parameter-value-added", "callers", "Callers need not use a word that is new."
    ),
    breaking(
        "request-parameter-limit-tightened",
        "callers",
        "Values that were within the limit are refused now.",
        "keep the limit here; tighten it in a new version.",
    ),
    compatible(
        "request-parameter-limit-loosened", "callers", "Every value that was read still is."
    ),
    breaking(
        "request-parameter-pattern-changed",
        "callers",
        "Two patterns cannot be compared; a value that matched the old one may be refused.",
        "keep the pattern here; another belongs to a new version.",
    ),
    breaking(
        "request-parameter-pattern-tightened",
        "callers",
        "Values that do not match were read, and are refused now.",
        "demand the pattern or format in a new version.",
    ),
    compatible(
        "request-parameter-pattern-loosened", "callers", "Every value that was read still is."
    ),
    risky(
        "request-parameter-default-changed",
        "callers",
        "The same request, without the parameter, is answered in another way.",
        "keep the default here; callers that want another can say so.",
    ),
)
