"""A contract as text: JSON with sorted keys, as the chassis renders what it serves."""

import json
from collections.abc import Mapping
from typing import TypeAlias

from blueprint import model as m

Document: TypeAlias = Mapping[str, m.Json]


def render(document: Document) -> str:
    """The document as a file holds it."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def line(text: str) -> str:
    """A description on one line, as contracts have it.

    >>> line("Two lines\\n    of one sentence. ")
    'Two lines of one sentence.'
    """
    return " ".join(text.split())
