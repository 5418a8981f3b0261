"""Types and values of the model as Python: annotations, literals, limits."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from blueprint import model as m

Nested = Callable[[m.Type], str]

PLAIN: dict[type, str] = {
    m.String: "str",
    m.Text: "str",
    m.Int: "int",
    m.BigInt: "int",
    m.Decimal: "Decimal",
    m.Float: "float",
    m.Bool: "bool",
    m.Uuid: "UUID",
    m.Date: "dt.date",
    m.DateTime: "dt.datetime",
    m.Time: "dt.time",
    m.Duration: "dt.timedelta",
    m.Email: "str",
    m.Url: "str",
    m.JsonDocument: "Json",
    m.Bytes: "bytes",
    m.Money: "Money",
    m.Subject: "str",
}


WIRE: dict[type, str] = {m.Time: "LocalTime", m.Duration: "TimeSpan"}
"""What the chassis calls the types whose text on the wire is not pydantic's own."""


def annotation(kind: m.Type) -> str:
    """A type as the model of its context writes it: `tuple[OrderedTest, ...]`.

    Lists are tuples, since the model's data is frozen. What another context publishes is reached
    through the module of its name: `ordering.OrderedTest`.
    """
    match kind:
        case m.PublishedRef():
            return f"{kind.context.snake}.{kind.name.pascal}"
        case m.Record():
            return f"{kind.name.pascal}Result"
        case m.AnswerRef():
            return "None" if kind.endpoint.output is None else f"{kind.endpoint.name.pascal}Answer"
    return _written(kind, annotation, "tuple[{}, ...]")


def published_annotation(kind: m.Type) -> str:
    """A type in what a context publishes, with its limits."""
    written = kind.name.pascal if isinstance(kind, m.PublishedRef) else WIRE.get(type(kind))
    return limited(written or _written(kind, published_annotation, "tuple[{}, ...]"), kind)


def optional(written: str) -> str:
    """The annotation of what may be absent."""
    return f"{written} | None"


def limited(written: str, kind: m.Type) -> str:
    """The annotation with its limits said to pydantic, where it has any."""
    said = ", ".join(f"{key}={value}" for key, value in limits(kind).items())
    return f"Annotated[{written}, Field({said})]" if said else written


def limits(kind: m.Type) -> dict[str, str]:
    """What pydantic's Field calls the limits of *kind*, each as Python source."""
    found: dict[str, str | int | float | None]
    match kind:
        case m.String() | m.Text():
            found = {
                "min_length": kind.min or None,
                "max_length": kind.max,
                "pattern": kind.pattern,
            }
        case m.Email():
            found = {"min_length": 3, "max_length": 254, "pattern": EMAIL}
        case m.Url():
            found = {"min_length": 8, "max_length": 2048, "pattern": URL}
        case m.Subject():
            found = {"min_length": 1, "max_length": 255}
        case m.Int() | m.BigInt():
            found = {"ge": kind.min, "le": kind.max}
        case m.Float():
            found = {"ge": kind.min, "le": kind.max, "allow_inf_nan": False}
        case m.Decimal():
            found = {"max_digits": kind.precision, "decimal_places": kind.scale}
            return _sources(found) | _decimal_bounds(kind)
        case m.ListOf() | m.MapOf():
            found = {"min_length": kind.min or None, "max_length": kind.max}
        case _:
            found = {}
    return _sources(found)


EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
URL = r"^https?://\S+$"


def _sources(found: Mapping[str, str | int | float | None]) -> dict[str, str]:
    return {key: repr(value) for key, value in found.items() if value is not None}


def _decimal_bounds(kind: m.Decimal) -> dict[str, str]:
    bounds = {"ge": kind.min, "le": kind.max}
    return {key: f'Decimal("{value}")' for key, value in bounds.items() if value is not None}


def literal(kind: m.Type, value: m.Json) -> str:
    """A value that the blueprint wrote, as a Python expression of *kind*."""
    if value is None:
        return "None"
    match kind:
        case m.EnumRef():
            return f"{kind.enum.name.pascal}.{constant(str(value))}"
        case m.StatusRef():
            return f"{kind.name.pascal}.{constant(str(value))}"
        case m.PublishedRef(type=m.EnumRef() | m.StatusRef()):
            return f"{annotation(kind)}.{constant(str(value))}"
        case m.Decimal():
            # With all its places: so the contract that is served shows it.
            return f'Decimal("{Decimal(str(value)):.{kind.scale}f}")'
        case m.Float():
            return repr(float(str(value)))
        case m.Ref():
            return literal(kind.key, value)
        case m.Uuid():
            return f"UUID({value!r})"
        case m.Date() | m.DateTime() | m.Time():
            return f"{PLAIN[type(kind)]}.fromisoformat({value!r})"
    return _compound(kind, value)


_DURATION = re.compile(
    r"P((?P<days>\d+)D)?(T((?P<hours>\d+)H)?((?P<minutes>\d+)M)?((?P<seconds>\d+(\.\d+)?)S)?)?"
)


def duration(text: str) -> dict[str, int | float]:
    """The parts of a length of time, by the names that `timedelta` has for them.

    >>> duration("PT90M"), duration("P1DT0.5S")
    ({'minutes': 90}, {'days': 1, 'seconds': 0.5})
    """
    found = _DURATION.fullmatch(text)
    parts = found.groupdict() if found else {}
    return {unit: float(n) if "." in n else int(n) for unit, n in parts.items() if n}


def _compound(kind: m.Type, value: m.Json) -> str:
    match kind:
        case m.Duration():
            parts = ", ".join(f"{unit}={size}" for unit, size in duration(str(value)).items())
            return f"dt.timedelta({parts})"
        case m.Money():
            return f"Money.parse({_money(value)!r})"
        case m.ListOf() if isinstance(value, list | tuple):
            items = "".join(f"{literal(kind.item, item)}, " for item in value)
            return f"({items})"
        case m.ValueRef() | m.PublishedRef() if isinstance(value, Mapping):
            inner = kind.type if isinstance(kind, m.PublishedRef) else kind
            assert isinstance(inner, m.ValueRef)
            return _called(annotation(kind), inner.value.fields, value)
        case m.EntityRef(entity=entity) if isinstance(value, Mapping):
            # Only examples write one out: its builder makes up what they do not say.
            return _called(entity.name.snake, entity.all_fields, value)
    return repr(value)


def _money(value: m.Json) -> str:
    """An amount of money as one text, which is also how a default is written."""
    if isinstance(value, Mapping):
        return f"{value['amount']} {value['currency']}"
    return str(value)


def _called(name: str, fields: Iterable[m.Field], value: Mapping[str, m.Json]) -> str:
    known = {field.name.text: field for field in fields}
    given = (f"{known[k].name.snake}={literal(known[k].type, v)}" for k, v in value.items())
    return f"{name}({', '.join(given)})"


def constant(name: m.Json | object) -> str:
    """The name of an enum's member: `STAT`."""
    from blueprint.names import Name

    word = Name(str(name)).screaming or "EMPTY"
    return f"_{word}" if word[0].isdigit() else word


def _written(kind: m.Type, nested: Nested, many: str) -> str:
    match kind:
        case m.InlineEnum():
            return f"Literal[{', '.join(repr(str(value)) for value in kind.values)}]"
        case m.ListOf():
            return many.format(nested(kind.item))
        case m.MapOf():
            return f"Mapping[str, {nested(kind.item)}]"
        case m.PageOf():
            return f"Page[{nested(kind.item)}]"
        case m.Ref():
            return nested(kind.key)
    return class_of(kind) or PLAIN[type(kind)]


def class_of(kind: m.Type) -> str | None:
    """The class that a context makes of a type of its own; None where it makes none."""
    match kind:
        case m.StatusRef():
            return kind.name.pascal
        case m.EnumRef(enum=node) | m.ValueRef(value=node) | m.EntityRef(entity=node):
            return node.name.pascal
        case m.AggregateRef(aggregate=node) | m.ViewRef(view=node):
            return node.name.pascal
    return None
