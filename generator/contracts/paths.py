"""One operation in one API version, as an OpenAPI document describes it."""

from collections.abc import Iterator
from dataclasses import replace

from blueprint import model as m
from generator.contracts import headers
from generator.contracts.components import refer
from generator.contracts.text import line
from generator.filters.declaring import describe
from generator.words import jsonschema
from generator.words.borrowed import borrowed
from generator.words.jsonschema import Schema
from generator.words.members import SNAKE, Member, Sight, given
from generator.words.shapes import answer_type, body, query
from generator.words.statuses import problem_statuses

PHRASES = {
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


def path_item(
    operation: m.Operation, route: m.Route, context: m.Context, version: m.ApiVersion
) -> Schema:
    """The operation: what it takes, what it answers, who may call it."""
    item: Schema = {
        "operationId": operation.name.text,
        "summary": operation.name.snake.replace("_", " ").title(),
        "description": line(describe(operation)),
        "responses": _responses(operation, route, context, version),
    }
    parameters = sorted(_parameters(operation, route, context, version.name), key=_place)
    if parameters:
        item["parameters"] = parameters
    taken = body(operation, context, version.name)
    if taken is not None and taken.members:
        item["requestBody"] = {"required": True, "content": _json(taken.name)}
    if version.deprecated:
        item["deprecated"] = True
    if not operation.access.public:
        item["security"] = [{"bearer": []}]
    return item


def _place(parameter: Schema) -> tuple[str, str]:
    return str(parameter["in"]), str(parameter["name"])


def _json(name: str) -> Schema:
    return {"application/json": {"schema": {"$ref": refer(name)}}}


def _parameters(
    operation: m.Operation, route: m.Route, context: m.Context, version: str
) -> Iterator[Schema]:
    # What stands in a path is always given, whatever the field it narrows is otherwise.
    always = [
        replace(f, type=borrowed(f.type, context), optional=False, default=None, about="")
        for f in route.path_fields
    ]
    for member in given(always, Sight(()), SNAKE):
        yield _parameter("path", member, required=True)
    asked = query(operation, context, version)
    for member in asked.members if asked else ():
        yield _parameter("query", member, required=member.required)
    yield from headers.read(operation, route)


def _parameter(where: str, member: Member, *, required: bool) -> Schema:
    found: Schema = {
        "name": member.key,
        "in": where,
        "required": required,
        "schema": jsonschema.member(member, refer),
    }
    return found | {"description": line(member.about)} if member.about else found


def _responses(
    operation: m.Operation, route: m.Route, context: m.Context, version: m.ApiVersion
) -> Schema:
    """The answers: when all is well, when there is nothing new, and every problem."""
    well = {route.status: "Successful Response"}
    if operation.kind == "put":
        well |= {201: "Created"}
    found: Schema = {
        str(status): {"description": about}
        | _content(operation, context, version.name)
        | headers.named(headers.given(operation, route, version, status))
        for status, about in well.items()
    }
    if route.method == "GET":
        found["304"] = {"description": "Not Modified"} | headers.named(["ETag"])
    for status, names in problem_statuses(operation, context).items():
        found[str(status)] = _problem(status, names)
    return found


def _content(operation: m.Operation, context: m.Context, version: str) -> Schema:
    """What stands in an answer when all is well, if anything does."""
    kind = answer_type(operation, context, version)
    if kind is None:
        return {}
    return {
        "content": {"application/json": {"schema": jsonschema.schema(kind, refer, limited=False)}}
    }


def _problem(status: int, names: list[str]) -> Schema:
    phrase = PHRASES[status]
    return {
        "description": f"{phrase}: {', '.join(sorted(names))}" if names else phrase,
        "content": {"application/problem+json": {"schema": {"$ref": refer("Problem")}}},
    }
