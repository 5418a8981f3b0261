"""A contract as text: JSON with sorted keys, as the chassis renders what it serves."""

from collections.abc import Mapping
from typing import TypeAlias

from blueprint import model as m
from generator.json_text import json_text

Document: TypeAlias = Mapping[str, m.Json]


def render(document: Document) -> str:
    """The document as a file holds it."""
    return json_text(document, sort_keys=True)


def line(text: str) -> str:
    """A description on one line, as contracts have it.

    >>> line("Two lines\\n    of one sentence. ")
    'Two lines of one sentence.'
    """
    return " ".join(text.split())
