"""Which statuses, bodies and headers an operation answers with."""

from generator.changes.rule import breaking, compatible, risky

RULES = (
    breaking(
        "success-status-removed",
        "callers",
        "Callers look for this status to know that all is well, and it does not come any more.",
        "keep the status here; answer with another in a new version.",
    ),
    risky(
        "success-status-added",
        "callers",
        "A caller that knows one status of success may take another for a failure.",
        "answer with it in a new version, unless callers ask for it.",
    ),
    compatible("error-status-removed", "callers", "A failure that callers handle does not happen."),
    compatible(
        "error-status-added",
        "callers",
        "A status that a client does not know is handled as the first of its class, as HTTP says.",
    ),
    breaking(
        "response-body-removed",
        "callers",
        "Callers read the answer, and it is empty now.",
        "keep the body in this version.",
    ),
    compatible("response-body-added", "callers", "Callers that read no body pass it over."),
    breaking(
        "response-media-type-removed",
        "callers",
        "Who asks for this media type is answered with 406, or with one that cannot be read.",
        "keep answering with it in this version.",
    ),
    compatible("response-media-type-added", "callers", "What was answered before still is."),
    compatible("response-header-added", "callers", "A header that is not known is passed over."),
    breaking(
        "response-header-removed",
        "callers",
        "Callers that read the header, as they do an ETag to send it back, find none.",
        "keep the header in this version.",
    ),
    breaking(
        "response-header-became-optional",
        "callers",
        "Callers rely on a header that may be missing now.",
        "keep sending it always in this version.",
    ),
    compatible("response-header-became-required", "callers", "It is there more often than before."),
)
