"""OpenAPI, AsyncAPI and JSON Schema documents of anybody's, read from JSON or YAML text."""

import json
import math
from collections.abc import Iterable, Mapping

import yaml

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 200


class DocumentError(ValueError):
    """A file that is no document that can be compared; the text says why."""


def parse(name: str, content: bytes) -> Mapping[str, object]:
    """The object that a file holds; raises DocumentError."""
    if len(content) > MAX_BYTES:
        raise DocumentError(f"it has more than the {MAX_BYTES} bytes that are read")
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(text) if name.endswith(".json") else _yaml(text)
    except UnicodeDecodeError:
        raise DocumentError("it is not UTF-8") from None
    except RecursionError:
        raise DocumentError("it is nested too deeply") from None
    except (ValueError, yaml.YAMLError) as error:
        raise DocumentError(f"it cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(found, dict):
        raise DocumentError("it is no object")
    _check(found)
    return found


def _check(document: object) -> None:
    """Raises DocumentError for what no JSON document holds, and for one that is too deep."""
    level: list[object] = [document]
    for _ in range(MAX_DEPTH):
        for one in level:
            if isinstance(one, dict) and not all(isinstance(key, str) for key in one):
                raise DocumentError("it has a key that is no text: put it in quotes")
            if isinstance(one, float) and not math.isfinite(one):
                raise DocumentError("it has a number that is none, or is infinite")
        level = [part for one in level for part in _parts(one)]
        if not level:
            return
    raise DocumentError("it is nested too deeply")


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def kind_of(document: Mapping[str, object]) -> str:
    """What a document is: OpenAPI, AsyncAPI or JSON Schema; raises DocumentError."""
    if "openapi" in document:
        return "OpenAPI"
    if "swagger" in document:
        raise DocumentError("Swagger 2.0 is not compared: convert it to OpenAPI 3 first")
    if "asyncapi" in document:
        if not str(document["asyncapi"]).startswith("3."):
            raise DocumentError("AsyncAPI before 3.0 is not compared: convert it first")
        return "AsyncAPI"
    if document.keys() & {"$schema", "type", "properties", "$ref", "anyOf", "oneOf", "allOf"}:
        return "JSON Schema"
    raise DocumentError("it is no blueprint, and no OpenAPI, AsyncAPI or JSON Schema document")


class _Loader(yaml.SafeLoader):
    """YAML as JSON: no dates, and no aliases, which can make a small text without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise DocumentError("it has YAML aliases, which are not read: write them out")
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _yaml(text: str) -> object:
    return yaml.load(text, Loader=_Loader)  # a SafeLoader
