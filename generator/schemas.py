"""The JSON Schemas of the language beside a workspace's blueprint, where its first line points."""

from collections.abc import Iterator

from blueprint.document.schema import context_schema, system_schema
from blueprint.model import System
from generator.json_text import json_text
from generator.manifest import FOLDER


def emit(_: System) -> Iterator[tuple[str, str, str | None]]:
    """A system's schema and a context's, the same for every system."""
    yield f"{FOLDER}/schema.json", json_text(system_schema()), None
    yield f"{FOLDER}/context.schema.json", json_text(context_schema()), None
