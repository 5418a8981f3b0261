"""The JSON Schemas of the language beside a workspace's blueprint, where its first line points."""

import json
from collections.abc import Iterator, Mapping

from blueprint.document.schema import context_schema, system_schema

from blueprint.model import System
from generator.manifest import FOLDER


def emit(_: System) -> Iterator[tuple[str, str, str | None]]:
    """A system's schema and a context's, the same for every system."""
    yield f"{FOLDER}/schema.json", schema_text(system_schema()), None
    yield f"{FOLDER}/context.schema.json", schema_text(context_schema()), None


def schema_text(schema: Mapping[str, object]) -> str:
    """A schema as it stands in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
