"""Plain values as YAML that reads as them, in any place."""

import json
import re
from collections.abc import Mapping

from blueprint.load.tree import Tree

_PLAIN = re.compile(r"[A-Za-z]([A-Za-z0-9 _;.'’()/+=|-]*[A-Za-z0-9_.)])?")
_WORDS = re.compile(r"true|false|null|True|False|TRUE|FALSE|Null|NULL")


def quoted(text: str, style: str = "") -> str:
    """A text in quotes of *style*, in double ones where `""` and it could mean something else.

    >>> quoted("GET /orders"), quoted("GET /orders/{id}"), quoted("true"), quoted("it's", "'")
    ('GET /orders', '"GET /orders/{id}"', '"true"', "'it''s'")
    """
    if not style and _PLAIN.fullmatch(text) and not _WORDS.fullmatch(text):
        return text
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def on_its_line(text: str) -> str:
    """A text where it has the rest of its line, so that a comma does no harm.

    >>> on_its_line("Doctors order, laboratories report."), on_its_line("Note: this")
    ('Doctors order, laboratories report.', '"Note: this"')
    """
    bare = text.replace(", ", " ")
    return text if quoted(bare) == bare else quoted(text)


def in_braces(value: Tree, style: str = "") -> str:
    """A value on one line, mappings in braces and lists in brackets; texts in quotes of *style*.

    >>> in_braces({"upstream": "a", "as": ["b"], "of": 1, "is": None})
    '{upstream: a, as: [b], of: 1, is: null}'
    """
    if isinstance(value, str):
        return quoted(value, style)
    if isinstance(value, list):
        return f"[{', '.join(in_braces(item, style) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(pairs(value, style)) + "}"
    return json.dumps(value)


def pairs(value: Mapping[str, Tree], style: str = "") -> list[str]:
    """The entries of a mapping, each on one line.

    >>> pairs({"upstream": "a", "as": ["b"]})
    ['upstream: a', 'as: [b]']
    """
    return [f"{quoted(key, style)}: {in_braces(item, style)}" for key, item in value.items()]
