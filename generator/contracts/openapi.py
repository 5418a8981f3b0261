"""OpenAPI 3.1: one API version of a context."""

from collections.abc import Iterator

from blueprint import model as m
from generator.contracts.components import components, referred
from generator.contracts.paths import path_item
from generator.contracts.text import Document, line
from generator.words.jsonschema import Schema

BEARER: Schema = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def openapi(context: m.Context, version: m.ApiVersion) -> Document:
    """The contract of one version, as whoever calls it reads it; internal routes are not in it."""
    paths: dict[str, dict[str, m.Json]] = {}
    for operation, route in _contracted(context, version):
        path = f"{context.base_path}/{version.name}{route.path}"
        item = path_item(operation, route, context, version)
        paths.setdefault(path, {})[route.method.lower()] = item
    kept = referred(paths, components(context, version.name))
    parts: dict[str, m.Json] = {"schemas": kept} if kept else {}
    if any(not operation.access.public for operation, _ in _contracted(context, version)):
        parts["securitySchemes"] = {"bearer": BEARER}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": context.title,
            "version": version.name,
            "description": line(context.about),
        },
        "paths": paths,
        "components": parts,
    }


def _contracted(context: m.Context, version: m.ApiVersion) -> Iterator[tuple[m.Operation, m.Route]]:
    for operation in context.operations:
        route = operation.route(version.name)
        if route is not None and not route.internal:
            yield operation, route
