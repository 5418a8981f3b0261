"""Every refusal and every fault as a problem detail (RFC 9457), and never as a traceback."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, TypedDict

from fastapi.exceptions import RequestValidationError
from opentelemetry import trace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ..errors import DeadlineExceeded, Refusal, Unavailable, Unwritten
from ..values import Json

MEDIA_TYPE: Final = "application/problem+json"
TYPES: Final = "/problems/"  # a problem's type is this and its name

ALWAYS: Final = (500, 503, 504)  # what every operation may answer

NAMES: Final[Mapping[int, str]] = {
    400: "bad_request",
    401: "unauthenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    412: "precondition_failed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_input",
    429: "too_many_requests",
    500: "fault",
    501: "unwritten",
    503: "unavailable",
    504: "deadline_exceeded",
}

PHRASES: Final[Mapping[int, str]] = {
    # Python's own table changes from version to version, and contracts must not.
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    418: "I'm a Teapot",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}

PROBLEM_SCHEMA: Final[Json] = {
    "type": "object",
    "description": "What went wrong: a problem detail (RFC 9457).",
    "required": ["status", "title", "type"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "trace_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "pointer"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def problems(
    *statuses: int, refused: Mapping[str, int] | None = None
) -> dict[int | str, dict[str, Json]]:
    """The `responses` of a route: *statuses* by their usual names, and declared errors by theirs.

    Those that every operation may answer are there by themselves.
    """
    named: dict[int, list[str]] = {status: [] for status in (*statuses, *ALWAYS)}
    for name, status in (refused or {}).items():
        named.setdefault(status, []).append(name)
    return {
        status: {"description": _description(status, names), "content": _content()}
        for status, names in sorted(named.items())
    }


def created(model: type) -> dict[int | str, dict[str, type]]:
    """The `responses` of a route that answers 200, or 201 with the same body."""
    return {201: {"model": model}}


def _description(status: int, names: Sequence[str]) -> str:
    phrase = PHRASES[status]
    return f"{phrase}: {', '.join(sorted(names))}" if names else phrase


def _content() -> dict[str, Json]:
    return {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def problem(
    request: Request,
    status: int,
    *,
    name: str | None = None,
    title: str | None = None,
    detail: str | None = None,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to *request* that says what went wrong."""
    body: dict[str, object] = {
        "type": TYPES + (name or NAMES.get(status, "problem")),
        "title": title or PHRASES.get(status, "Problem"),
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "trace_id": trace_id(),
        "errors": [*errors] or None,
    }
    told = {key: value for key, value in body.items() if value is not None}
    return Response(json.dumps(told), status, headers, MEDIA_TYPE)


def trace_id() -> str | None:
    """The id of the trace that is under way, as in the logs."""
    context = trace.get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else None


def of(request: Request, error: Exception) -> Response | None:
    """The problem that *error* is; None where it is none that a client may hear of."""
    match error:
        case Refusal():
            return problem(
                request,
                error.status,
                name=error.name,
                title=error.title,
                detail=error.detail,
                headers=_challenge(error.status),
            )
        case RequestValidationError():
            return invalid(request, error.errors())
        case HTTPException(status_code=400):
            # Only FastAPI says so, of a body that is no UTF-8.
            return problem(request, 422, detail=error.detail)
        case HTTPException():
            return problem(request, error.status_code, headers=error.headers)
        case Unwritten():
            return problem(request, 501, detail=f"{error} is not written yet")
        case Unavailable():
            return problem(request, 503, detail=str(error) or None, headers={"retry-after": "1"})
        case DeadlineExceeded() | TimeoutError():
            return problem(request, 504, detail="There was no answer in time.")
    return None


async def answer(request: Request, error: Exception) -> Response:
    """The problem that *error* is: a handler for applications that have routes without a policy."""
    return of(request, error) or problem(request, 500)


def _challenge(status: int) -> Mapping[str, str] | None:
    return {"www-authenticate": "Bearer"} if status == 401 else None


class Found(TypedDict):
    """What pydantic says of one value, as far as clients hear of it."""

    loc: tuple[int | str, ...]
    msg: str


def invalid(request: Request, found: Sequence[Found]) -> Response:
    """The answer to *request* that says which values are not valid."""
    count = len(found)
    detail = "One value is not valid." if count == 1 else f"{count} values are not valid."
    errors = [{"pointer": pointer(one["loc"]), "detail": str(one["msg"])} for one in found]
    return problem(request, 422, detail=detail, errors=errors)


def pointer(location: Sequence[int | str]) -> str:
    """A JSON pointer into the body, or `#/query/limit` and the like for what is not in the body."""
    parts = location[1:] if location and location[0] == "body" else location
    return "#" + "".join("/" + str(p).replace("~", "~0").replace("/", "~1") for p in parts)
