"""Whether a value that a blueprint writes out is one that a field can have."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from uuid import UUID

from blueprint.document import patterns
from blueprint.nearest import nearest
from blueprint.rules.facts import Field, Type
from blueprint.rules.index import Index
from blueprint.rules.types import literals, value_fields

Misfit = tuple[str, str]
"""What is wrong, and what to write instead."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,40}(\.[0-9]{1,40})?")
_DURATION = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+")
_READERS: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "uuid": UUID,
}
_FORMS = {"duration": _DURATION, "email": _EMAIL, "url": _URL}
_EXAMPLES = {
    "date": "2027-06-30",
    "datetime": '"2027-06-30T12:00:00Z"',
    "time": '"12:30:00"',
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
    "duration": "PT30M",
    "email": "somebody@example.org",
    "url": "https://example.org/",
    "money": '{amount: "9.50", currency: EUR}',
}
_LIMITS = {"int": 2**31, "bigint": 2**63}
_TIMES = {"date": "today", "datetime": "now"}


def misfit_of_text(index: Index, field: Field, text: str) -> Misfit | None:
    """What is wrong with a literal after `=`; None where nothing is.

    `now` and `today` stand for the time, `null` for nothing in a field that may be absent.
    """
    word = field.type.word
    if (text == "null" and field.optional) or (word in _TIMES and text in _TIMES.values()):
        return None
    if word in {"list", "map"}:
        return None if text == "[]" else _no(field.type, text, "write = [], or no default")
    if literals(index, field.type, field.home) is not None:
        return misfit(index, field, text)
    if word == "bool" and text in {"true", "false"}:
        return None
    if word in {"int", "bigint"} and _INTEGER.fullmatch(text):
        return misfit(index, field, int(text))
    if word in {"decimal", "float"} and _NUMBER.fullmatch(text):
        return misfit(index, field, float(text))
    if word in {"bool", "int", "bigint", "decimal", "float", "json", "bytes", "money", "ref"}:
        instead = "true or false" if word == "bool" else "a value of that type, or leave it out"
        return _no(field.type, text, f"write {instead}")
    if field.type.named:
        return _no(field.type, text, "a value of several fields has no literal: leave it out")
    return misfit(index, field, text)


def misfit(index: Index, field: Field, value: object) -> Misfit | None:
    """What is wrong with a value as YAML has it, an example's; None where nothing is."""
    if value is None:
        return None if field.optional else ("it is never absent", "write a value")
    return _of_type(index, field.type, field.home, value) or _of_bounds(field, value)


def _of_type(index: Index, kind: Type, home: str, value: object) -> Misfit | None:
    words = literals(index, kind, home)
    if words is not None:
        if isinstance(value, str) and value in words:
            return None
        return f'"{value}" is none of the words of {kind.text}', nearest(str(value), words)
    if kind.inner is not None:
        return _of_many(index, kind, kind.inner, home, value)
    if kind.named:
        return _of_fields(index, kind, home, value)
    if kind.word == "ref":
        found = index.aggregate(kind.target, home)
        if found is None or found.implicit["id"].type.word == "ref":
            return None
        return _of_type(index, found.implicit["id"].type, found.context, value)
    return _of_scalar(kind, value)


def _of_many(index: Index, kind: Type, item: Type, home: str, value: object) -> Misfit | None:
    if kind.word == "map":
        items = list(value.values()) if isinstance(value, dict) else None
        form = "{NAME: VALUE, …}"
    else:
        items, form = (value if isinstance(value, list) else None), "[VALUE, …]"
    if items is None:
        return _no(kind, value, f"write {form}")
    found = (_of_type(index, item, home, each) for each in items)
    return next((wrong for wrong in found if wrong), None)


def _of_fields(index: Index, kind: Type, home: str, value: object) -> Misfit | None:
    fields = value_fields(index, kind.word, home)
    if fields is None:
        return None
    if not kind.held and index.entity_type(kind.word, home):  # one that is to be made has no id
        fields = {name: field for name, field in fields.items() if name != "id"}
    if not isinstance(value, dict):
        return _no(kind, value, f"write {{{', '.join(f'{name}: …' for name in fields)}}}")
    for name in value:
        if name not in fields:
            return f"{kind.text} has no field {name}", nearest(name, fields)
    for name, field in fields.items():
        if name not in value and field.required and not kind.held:
            return f"{kind.text} must have {name}", f"write {name}: …"
        if name in value and (wrong := misfit(index, field, value[name])):
            return f"{name}: {wrong[0]}", wrong[1]
    return None


def _of_scalar(kind: Type, value: object) -> Misfit | None:
    word = kind.word
    if word == "json":
        return None
    if word == "bool":
        return None if isinstance(value, bool) else _no(kind, value, "write true or false")
    if word == "money":
        return None if _is_money(value) else _no(kind, value, f"write {_EXAMPLES['money']}")
    if word in {"int", "bigint", "float", "decimal"}:
        return _of_number(kind, value)
    if not isinstance(value, str):
        return _no(kind, value, "put it in quotes")
    if not _has_form(word, value):
        return _no(kind, value, f"write {_EXAMPLES.get(word, 'a value of that type')}")
    return _of_length(kind, value)


def _of_number(kind: Type, value: object) -> Misfit | None:
    if kind.word == "decimal" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return None
    whole = kind.word in {"int", "bigint"}
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return _no(kind, value, "write a whole number" if whole else "write a number")
    if whole and abs(value) >= _LIMITS[kind.word]:
        return f"{value} is out of the range of {kind.word}", "write bigint for larger numbers"
    if value != value or value in {float("inf"), float("-inf")}:
        return f"{value} is no number", "write a finite one"
    return None


def _of_length(kind: Type, value: str) -> Misfit | None:
    if kind.word != "string" or kind.low is None or kind.high is None:
        return None
    if kind.low <= len(value) <= kind.high:
        return None
    message = f'"{value}" has {len(value)} characters, not {kind.low} to {kind.high}'
    return message, f"write one of {kind.low} to {kind.high} characters"


def _of_bounds(field: Field, value: object) -> Misfit | None:
    size: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        size = value
    elif isinstance(value, str | list | dict):
        size = len(value)
    if size is not None and field.low is not None and size < float(field.low):
        return f"it is below min={field.low}", f"write {field.low} or more"
    if size is not None and field.high is not None and size > float(field.high):
        return f"it is above max={field.high}", f"write {field.high} or less"
    if field.pattern and isinstance(value, str) and not patterns.matches(field.pattern, value):
        return f'"{value}" is not of the form /{field.pattern}/', "write one that is"
    return None


def _has_form(word: str, value: str) -> bool:
    if word in _FORMS:
        return _FORMS[word].fullmatch(value) is not None
    if word not in _READERS:
        return True
    try:
        read = _READERS[word](value)
    except ValueError:
        return False
    return not isinstance(read, datetime) or read.tzinfo is not None


def _is_money(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        return False
    amount, currency = value["amount"], value["currency"]
    fits = isinstance(currency, str) and re.fullmatch(r"[A-Z]{3}", currency)
    return bool(fits) and isinstance(amount, str | int | float) and not isinstance(amount, bool)


def _no(kind: Type, value: object, help: str) -> Misfit:
    shown = str(value) if len(str(value)) <= 60 else f"{str(value)[:59]}…"
    return f'"{shown}" is no {kind.text}', help
