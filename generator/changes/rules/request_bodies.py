"""Whether a body is sent, and in which media type; what stands in it is another subject."""

from generator.changes.rule import breaking, compatible, risky

RULES = (
    breaking(
        "request-body-added-required",
        "callers",
        "Requests without a body were complete, and are refused now.",
        "give every field of it a default or make it optional; else add a version.",
    ),
    compatible("request-body-added-optional", "callers", "Requests without a body still do."),
    risky(
        "request-body-removed",
        "callers",
        "What callers send is not read any more: it may be ignored, or refused.",
        "keep the body in this version, also where it has no effect.",
    ),
    breaking(
        "request-body-became-required",
        "callers",
        "Requests without a body were complete, and are refused now.",
        "keep it optional here; demand it in a new version.",
    ),
    compatible("request-body-became-optional", "callers", "Requests with a body still do."),
    breaking(
        "request-media-type-removed",
        "callers",
        "Who sends this media type is answered with 415.",
        "keep reading it in this version.",
    ),
    compatible("request-media-type-added", "callers", "What was sent before is still read."),
)
