"""The OpenAPI document of one API version: FastAPI's own, normalised, so that it can be compared.

It equals the committed `contracts/<context>/openapi.<version>.json`, byte for byte, for as long as
code and contract say the same. FastAPI writes it from the routes and schema classes; then

- automatic titles go, and so do schemas that nothing refers to; what is not valid is a problem;
- descriptions are one line each, as the docstring's line breaks mean nothing;
- whole numbers are written whole; `{}` stands for any JSON in the place where it is meant;
- required names and parameters are sorted; keys are sorted when it is rendered;
- what a route's policy decides is added: the bearer token, the headers that are read and given,
  304 for whoever has it already;
- in a deprecated version every operation is deprecated, and says since when and until when.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, cast

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from ..values import Json
from .policy import Policy, policy_of
from .problems import PROBLEM_SCHEMA, problems

if TYPE_CHECKING:  # build_app serves what is written here
    from ..service import ApiVersion, Service

Object = dict[str, Json]

BEARER: Final[Object] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
MONEY: Final = "An amount of money, exact to four decimals, and its ISO 4217 currency."
PREFIX: Final = "#/components/schemas/"
LARGEST: Final = 2**63 - 1
OCTETS: Final = "application/octet-stream"
BASE64: Final[Object] = {"contentEncoding": "base64"}  # as schema.py writes bytes everywhere

IDEMPOTENCY_KEY: Final[Object] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A repeated request with the same key is answered as the first one was.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
IF_MATCH: Final[Object] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that was seen: answered with 412 where it has changed since.",
    "schema": {"type": "string"},
}
IF_NONE_MATCH: Final[Object] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that is known: answered with 304 where it is still the same.",
    "schema": {"type": "string"},
}
HEADERS: Final[Mapping[str, str]] = {
    "ETag": "The version of what is answered.",
    "Location": "Where it is found from now on.",
    "Deprecation": "Since when this version is deprecated (RFC 9745).",
    "Sunset": "Until when this version answers (RFC 8594).",
}


def openapi(service: Service, version: str) -> Object:
    """The document of one version of *service*; KeyError where it serves no such version."""
    found = {one.name: one for one in service.versions}[version]
    app = FastAPI(
        title=service.title,
        version=found.name,
        description=service.about,
        separate_input_output_schemas=False,
    )
    app.include_router(found.router, prefix=f"{service.base}/{found.name}")
    document = cast(Object, json.loads(json.dumps(app.openapi())))
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema:
            _declare(_at(document, "paths", context.path_format or ""), route, found)
    if any("security" in operation for operation in _operations(document)):
        _at(document, "components", "securitySchemes")["bearer"] = BEARER
    return normalised(document)


def render(document: Mapping[str, Json]) -> str:
    """The document as a file holds it."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _operations(document: Object) -> Iterator[Object]:
    paths = _at(document, "paths")
    return (_at(paths, path, method) for path in paths for method in _at(paths, path))


def _declare(path: Object, route: APIRoute, version: ApiVersion) -> None:
    """Adds to the operations of a path what the route's policy and its version decide."""
    policy = policy_of(route)
    for method in sorted(route.methods or ()):
        operation = _at(path, method.lower())
        if route.response_model is None:
            _at(operation, "responses", str(route.status_code or 200)).pop("content", None)
        if policy is not None:
            _protect(operation, policy)
            if headers := list(_read_headers(policy, method)):
                _listed(operation, "parameters").extend(headers)
            _remember(operation, policy, method)
        if version.deprecated:
            operation["deprecated"] = True
            well = [status for status in _at(operation, "responses") if status.startswith("2")]
            _give(operation, well, _leaving(version))


def _protect(operation: Object, policy: Policy) -> None:
    if not policy.public:
        operation["security"] = [{"bearer": []}]


def _read_headers(policy: Policy, method: str) -> Iterator[Object]:
    if policy.writes:
        yield IDEMPOTENCY_KEY
    if policy.guards:
        yield IF_MATCH
    if method == "GET":
        yield IF_NONE_MATCH


def _remember(operation: Object, policy: Policy, method: str) -> None:
    """The ETag of what is answered, and the answer to whoever has it already."""
    if method == "GET" or policy.guards:
        _give(operation, ("200",), ["ETag"])
    _give(operation, ("201",), ["ETag", "Location"])
    if method == "GET":
        responses = _at(operation, "responses")
        responses["304"] = {"description": "Not Modified"}
        _give(operation, ("304",), ["ETag"])


def _leaving(version: ApiVersion) -> list[str]:
    return ["Deprecation", "Sunset"] if version.sunset else ["Deprecation"]


def _give(operation: Object, statuses: Iterable[str], names: list[str]) -> None:
    """Says of each answer with one of *statuses* that it carries the headers *names*."""
    responses = _at(operation, "responses")
    for status in statuses:
        if status in responses:
            headers = _at(responses, status, "headers")
            headers.update({name: _header(name) for name in names})


def _header(name: str) -> Object:
    return {"description": HEADERS[name], "schema": {"type": "string"}}


def normalised(document: Object) -> Object:
    """FastAPI's document without what is automatic, and with one spelling for what has several."""
    for operation in _operations(document):
        _refuse_as_a_problem(_at(operation, "responses"))
        _describe_parameters(operation)
    schemas = _at(document, "components", "schemas")
    schemas["Problem"] = PROBLEM_SCHEMA
    if "Money" in schemas:
        money = _at(schemas, "Money")
        money["description"] = MONEY
        money.pop("additionalProperties", None)  # there or not by the model that holds it
    any_json = {f"{PREFIX}{name}" for name in ("Json", "JsonValue") if schemas.get(name) == {}}
    clean = cast(Object, _clean(document, any_json))
    _keep_referred(clean)
    _shorten(clean)
    return clean


def _describe_parameters(operation: Object) -> None:
    """What a query's field is described as also stands in its schema, whatever its type."""
    parameters = operation.get("parameters")
    for parameter in parameters if isinstance(parameters, list) else ():
        if (
            isinstance(parameter, dict)
            and parameter["in"] == "query"
            and "description" in parameter
        ):
            _at(parameter, "schema").setdefault("description", parameter["description"])


def _refuse_as_a_problem(responses: Object) -> None:
    """FastAPI describes its own answer to what is not valid; ours is a problem like any other."""
    if f"{PREFIX}HTTPValidationError" in _referred(responses.get("422")):
        responses["422"] = problems(422)[422]


def _shorten(document: Object) -> None:
    """Undoes the long names that pydantic gives to classes of one name in two modules.

    Whatever a document refers to is called differently there: see `named` in schema.py.
    """
    schemas = _at(document, "components").get("schemas")
    long = [name for name in schemas if "__" in name] if isinstance(schemas, dict) else []
    for name in long:
        schemas = _at(document, "components", "schemas")
        schemas[_last(name)] = schemas.pop(name)
    if long:
        _refer_shortly(document)


def _refer_shortly(value: Json) -> None:
    match value:
        case dict():
            target = value.get("$ref")
            if isinstance(target, str):
                value["$ref"] = PREFIX + _last(target.removeprefix(PREFIX))
            for item in value.values():
                _refer_shortly(item)
        case list():
            for item in value:
                _refer_shortly(item)


def _last(name: str) -> str:
    return name.rpartition("__")[2]


def _clean(value: Json, any_json: set[str]) -> Json:
    match value:
        case dict() if value.get("$ref") in any_json:
            return _clean({key: item for key, item in value.items() if key != "$ref"}, any_json)
        case dict():
            clean = {
                key: _entry(key, _clean(item, any_json))
                for key, item in value.items()
                if not _is_automatic(key, item, value)
            }
            return BASE64 | clean if clean.get("contentMediaType") == OCTETS else clean
        case list():
            return [_clean(item, any_json) for item in value]
        case float() if value.is_integer():
            return min(int(value), LARGEST)
    return value


def _is_automatic(key: str, item: Json, parent: Object) -> bool:
    """Whether the entry is a title that was made up, and neither the document's nor a property."""
    return key == "title" and isinstance(item, str) and "version" not in parent


def _entry(key: str, item: Json) -> Json:
    if key == "description" and isinstance(item, str):
        return " ".join(item.split())
    if key == "required" and isinstance(item, list):
        return sorted(item, key=str)
    if key == "parameters" and isinstance(item, list):
        return sorted(item, key=_place)
    return {} if key == "additionalProperties" and item is True else item


def _place(parameter: Json) -> tuple[str, str]:
    """Where a parameter stands among the others: by `in`, then by name."""
    assert isinstance(parameter, dict)
    return str(parameter["in"]), str(parameter["name"])


def _keep_referred(document: Object) -> None:
    """Drops the schemas that no path leads to."""
    schemas = _at(document, "components", "schemas")
    reached: set[str] = set()
    waiting = set(_referred(document["paths"]))
    while waiting:
        target = waiting.pop()
        reached.add(target)
        waiting |= set(_referred(schemas[target.removeprefix(PREFIX)])) - reached
    for name in [name for name in schemas if PREFIX + name not in reached]:
        del schemas[name]
    if not schemas:
        del _at(document, "components")["schemas"]


def _referred(value: Json) -> Iterator[str]:
    match value:
        case {"$ref": str(target)}:
            yield target
        case dict():
            for item in value.values():
                yield from _referred(item)
        case list():
            for item in value:
                yield from _referred(item)


def _at(value: Object, *keys: str) -> Object:
    """The mapping that *keys* lead to, made where it is not there."""
    for key in keys:
        found = value.setdefault(key, {})
        assert isinstance(found, dict), key
        value = found
    return value


def _listed(value: Object, key: str) -> list[Json]:
    found = value.setdefault(key, [])
    assert isinstance(found, list), key
    return found
