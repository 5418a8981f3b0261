"""Values as literals of each language that comes out, so that no text ever escapes into code."""

import json as _json
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

_WIDE = 96
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|&~])")
_MARKDOWN_BLOCK = re.compile(r"^(\d{0,9})([-+=#.)])")  # what begins a list, a heading or a rule


def py(value: object) -> str:
    """The value as a Python literal, in ASCII where a character would not print.

    >>> py('it\\'s "so"\\n'), py(("a", 1)), py(None)
    ('\\'it\\\\\\'s "so"\\\\n\\'', "('a', 1)", 'None')
    """
    return repr(_plain(value))


def frozen(values: Iterable[object]) -> str:
    """The values as a frozen set, in their order.

    >>> print(frozen(["a", "b"]), frozen([]))
    frozenset({'a', 'b'}) frozenset()
    """
    listed = ", ".join(py(value) for value in values)
    return f"frozenset({{{listed}}})" if listed else "frozenset()"


def set_of(values: Iterable[object]) -> str:
    """The values as a set of texts.

    >>> print(set_of(["a"]), set_of([]))
    {'a'} set()
    """
    listed = ", ".join(py(value) for value in values)
    return f"{{{listed}}}" if listed else "set()"


def json(value: object) -> str:
    """The value as JSON on one line."""
    return _json.dumps(_plain(value), ensure_ascii=False)


def yaml(value: object) -> str:
    """The value as a YAML flow scalar or collection: JSON is YAML, and quotes every text.

    >>> print(yaml("no"), yaml(["a: b"]))
    "no" ["a: b"]
    """
    return _ascii_json(value)


def toml(value: object) -> str:
    """The value as a TOML value on one line.

    >>> print(toml('say "no"'), toml(True), toml(["a", "b"]))
    "say \\"no\\"" true ["a", "b"]
    """
    return _ascii_json(value)


def toml_text(value: object) -> str:
    """The inside of a TOML string, without its quotes."""
    return _ascii_json(str(_plain(value)))[1:-1]


def md(value: object) -> str:
    """The text as one line of Markdown in which nothing is markup.

    >>> md("a *b* | <c>")
    'a \\\\*b\\\\* \\\\| \\\\<c\\\\>'
    >>> print(md("# a"), md("1. a"), md("- a"))
    \\# a 1\\. a \\- a
    """
    line = " ".join(str(_plain(value)).split())
    return _MARKDOWN_BLOCK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", line))


def sql(value: object) -> str:
    """The text as an SQL string literal.

    >>> sql("it's")
    "'it''s'"
    """
    text = str(_plain(value)).replace("\0", "")
    return "'" + text.replace("'", "''") + "'"


def shell(value: object) -> str:
    """The text as one word of a POSIX shell."""
    return shlex.quote(str(_plain(value)))


def _ascii_json(value: object) -> str:
    # DEL is legal in JSON and in neither of the others; beyond the BMP, JSON would use surrogates.
    text = _json.dumps(_plain(value), ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]", _escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _plain(value: object) -> object:
    """The value with names and enumerations as the text that they stand for."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        items = [_plain(item) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    return str(value)
