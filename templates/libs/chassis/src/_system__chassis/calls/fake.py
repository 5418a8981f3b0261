"""Stands in for an external in development: answers examples, and fails when it is told to."""

import hashlib
import json
from collections.abc import Mapping
from typing import cast

import structlog
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..values import Json
from .external import External, ExternalOperation

_log = structlog.get_logger(__name__)

_FORMATS: Mapping[str, str] = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "time": "12:00:00",
    "duration": "PT1H",
    "email": "somebody@example.com",
    "uri": "https://example.com/",
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
}


class Behaviour(BaseModel):
    """How the fake is to behave until it is healed."""

    model_config = ConfigDict(extra="forbid")

    status: int = Field(ge=200, le=599)


class Fake:
    """An application that answers as *external* would.

    `PUT /_behaviour {"status": 503}` makes it answer that to everything, `DELETE /_behaviour` heals
    it. The same request always gets the same answer; a field of the answer that the request has
    too is given back as it came.
    """

    def __init__(self, external: External) -> None:
        self._external = external
        self._behaviour: Behaviour | None = None
        control = [
            Route("/_behaviour", self._misbehave, methods=["PUT"]),
            Route("/_behaviour", self._heal, methods=["DELETE"]),
        ]
        self.app = Starlette(routes=[*control, *map(self._route, external.operations)])

    def _route(self, operation: ExternalOperation) -> Route:
        async def answer(request: Request) -> Response:
            _log.info("fake_called", context=self._external.name, operation=operation.name)
            if self._behaviour is not None:
                return JSONResponse({"detail": "told to fail"}, self._behaviour.status)
            if operation.answer is None:
                return Response(status_code=operation.status)
            sent = await _sent(request)
            shown = example(operation.answer, json.dumps(sent, sort_keys=True), sent)
            return JSONResponse(shown, operation.status)

        return Route(operation.path, answer, methods=[operation.method])

    async def _misbehave(self, request: Request) -> Response:
        try:
            self._behaviour = Behaviour.model_validate_json(await request.body())
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 422)
        return Response(status_code=204)

    async def _heal(self, request: Request) -> Response:
        self._behaviour = None
        return Response(status_code=204)


async def _sent(request: Request) -> dict[str, Json]:
    """What the request says: its body, its query and its path together."""
    try:
        body: Json = json.loads(await request.body() or b"{}")
    except ValueError:
        body = {}
    said: dict[str, Json] = {**body} if isinstance(body, dict) else {"body": body}
    return {**said, **request.query_params, **request.path_params}


def example(model: type, seed: str, known: Mapping[str, Json]) -> Json:
    """What a *model* may look like as JSON; texts come from *seed*, equal names from *known*."""
    schema = cast(dict[str, Json], TypeAdapter(model).json_schema())
    definitions = schema.get("$defs", {})
    assert isinstance(definitions, dict)
    return _Example(definitions, seed, known).of(schema, "")


class _Example:
    """Makes one example of a JSON Schema."""

    def __init__(
        self, definitions: Mapping[str, Json], seed: str, known: Mapping[str, Json]
    ) -> None:
        self._definitions = definitions
        self._seed = seed
        self._known = known

    def of(self, schema: Json, name: str) -> Json:
        """An example of *schema*, which is that of the field *name*."""
        match schema:
            case {"$ref": str(place)}:
                return self.of(self._definitions[place.rpartition("/")[2]], name)
            case {"const": value} | {"enum": [value, *_]}:
                return value
            case {"anyOf": [first, *_]} | {"oneOf": [first, *_]}:
                return self.of(first, name)
            case {"type": "object", "properties": dict(properties)}:
                return self._object(properties)
            case {"type": "array", "items": items, **more}:
                return [self.of(items, name)] * max(1, _whole(more.get("minItems", 1)))
            case dict():
                return self._simple(schema, name)
        return None

    def _object(self, properties: Mapping[str, Json]) -> Json:
        return {
            name: self._known[name] if name in self._known else self.of(each, name)
            for name, each in properties.items()
        }

    def _simple(self, schema: dict[str, Json], name: str) -> Json:
        match schema.get("type"):
            case "string":
                return self._text(schema, name)
            case "integer" | "number":
                return max(1, _whole(schema.get("minimum", 1)))
            case "boolean":
                return False
            case "object":
                return {}
            case "array":
                return []
        return None

    def _text(self, schema: dict[str, Json], name: str) -> str:
        kind = schema.get("format")
        if isinstance(kind, str) and kind in _FORMATS:
            return _FORMATS[kind]
        examples = schema.get("examples")
        if isinstance(examples, list) and examples:
            return str(examples[0])
        least, most = _whole(schema.get("minLength", 1)), _whole(schema.get("maxLength", 12))
        digest = hashlib.sha256(f"{name}:{self._seed}".encode()).hexdigest()
        return (digest * (1 + least // len(digest)))[: max(least, min(most, 12))]


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
