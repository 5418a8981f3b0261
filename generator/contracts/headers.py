"""The headers that an operation reads, and those that its answers carry."""

from collections.abc import Iterator

from blueprint import model as m
from generator.words.jsonschema import Schema

ABOUT = {
    "ETag": "The version of what is answered.",
    "Location": "Where it is found from now on.",
    "Deprecation": "Since when this version is deprecated (RFC 9745).",
    "Sunset": "Until when this version answers (RFC 8594).",
}


def read(operation: m.Operation, route: m.Route) -> Iterator[Schema]:
    """The headers that the operation looks at, each as a parameter that may be absent."""
    if operation.is_command:
        yield _parameter(
            "Idempotency-Key",
            "A repeated request with the same key is answered as the first one was.",
            {"type": "string", "minLength": 1, "maxLength": 255},
        )
    if operation.guarded:
        about = "The ETag that was seen: answered with 412 where it has changed since."
        yield _parameter("If-Match", about, {"type": "string"})
    if route.method == "GET":
        about = "The ETag that is known: answered with 304 where it is still the same."
        yield _parameter("If-None-Match", about, {"type": "string"})


def given(operation: m.Operation, route: m.Route, version: m.ApiVersion, status: int) -> list[str]:
    """The names of the headers that the answer with *status*, when all is well, carries."""
    names = []
    if status == 201 or (status == 200 and (route.method == "GET" or operation.guarded)):
        names.append("ETag")
    if status == 201:
        names.append("Location")
    if version.deprecated:
        names += ["Deprecation", "Sunset"] if version.sunset else ["Deprecation"]
    return names


def named(names: list[str]) -> Schema:
    """The entry `headers` of an answer; none where it carries none that matter."""
    found: Schema = {
        name: {"description": ABOUT[name], "schema": {"type": "string"}} for name in names
    }
    return {"headers": found} if found else {}


def _parameter(name: str, about: str, schema: Schema) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": about,
        "schema": schema,
    }
