"""What an API offers: its documents, its operations, and where they answer."""

from generator.changes.rule import breaking, compatible, risky

RULES = (
    compatible("api-added", "callers", "Nobody calls a version that was not there."),
    breaking(
        "api-removed",
        "callers",
        "Every call to this version of the API fails from now on, though nothing said until when "
        "it would answer, or that day is still to come.",
        "keep it as `status: deprecated` with a `sunset`, and retire it after that day.",
    ),
    compatible(
        "api-removed-after-sunset",
        "callers",
        "The version was deprecated, and the day that was named for its end has passed.",
    ),
    breaking(
        "base-path-changed",
        "callers",
        "All paths of the API moved at once; requests to the old ones are answered with 404.",
        "keep `base:` as it is; route the new path to the old one before the service.",
    ),
    compatible("operation-added", "callers", "Nobody calls an operation that was not there."),
    breaking(
        "operation-removed",
        "callers",
        "Its calls are answered with 404 or 405, though it was not deprecated or its sunset is "
        "still to come.",
        "leave it in this version (`versions: [v1]` keeps it out of the next), deprecate the "
        "version, and drop both together.",
    ),
    compatible(
        "operation-removed-after-sunset",
        "callers",
        "It was deprecated, and the day that was named for its end has passed.",
    ),
    breaking(
        "operation-moved",
        "callers",
        "The operation answers under another method or path; requests to the old one fail.",
        "say both: `http: {v1: PUT /items, v2: PUT /items/{id}}`.",
    ),
    risky(
        "operation-renamed",
        "callers with a generated client",
        "The request stays the same, but a client generated from the contract names its function "
        "by the operation, and no longer compiles.",
        "keep the operation's name, or rename it in a new version.",
    ),
    compatible(
        "path-parameter-renamed",
        "callers with a generated client",
        "A path is filled by position: the request stays the same, and only the argument of a "
        "generated client has another name.",
    ),
)
