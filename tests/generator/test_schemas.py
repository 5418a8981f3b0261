"""The schemas that every workspace gets are committed, and must not fall behind the language."""

from collections.abc import Callable

import pytest

from blueprint.document.schema import context_schema, system_schema
from blueprint.document.word import JsonSchema
from generator.json_text import json_text
from generator.resources import templates_root


@pytest.mark.parametrize(
    ("name", "schema"),
    [("schema.json", system_schema), ("context.schema.json", context_schema)],
)
def test_a_committed_schema_is_what_the_language_says(
    name: str, schema: Callable[[], JsonSchema]
) -> None:
    committed = (templates_root() / ".blueprint" / name).read_bytes()

    assert committed == json_text(schema()).encode(), "run `make schemas`"
