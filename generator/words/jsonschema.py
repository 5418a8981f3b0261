"""Types and values of the model as JSON Schema, in the words that pydantic uses for its own."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from blueprint import model as m
from generator.words import python
from generator.words.members import Member
from generator.words.shapes import Shape, class_name

Schema: TypeAlias = dict[str, m.Json]
Refer: TypeAlias = Callable[[str], m.Json]
"""The `$ref` to a named schema."""

NULL: Schema = {"type": "null"}
TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
"""A time of day: JSON Schema's own format wants a zone."""
SPAN = (
    r"^-?P([0-9]{1,8}D|([0-9]{1,8}D)?T([0-9]{1,8}H|([0-9]{1,8}H)?([0-9]{1,8}M|([0-9]{1,8}M)?"
    r"[0-9]{1,8}(\.[0-9]{1,6})?S)))$"
)
"""A length of time in days and parts of a day: JSON Schema's own format knows no half second."""
MONEY: Schema = {
    "type": "object",
    "description": "An amount of money, exact to four decimals, and its ISO 4217 currency.",
    "required": ["amount", "currency"],
    "properties": {
        "amount": {
            "type": "string",
            "pattern": r"^-?\d{1,14}(\.\d{1,4})?$",
            "examples": ["12.50"],
        },
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    },
}
FIXED: Mapping[type, Schema] = {
    m.Bool: {"type": "boolean"},
    m.Uuid: {"type": "string", "format": "uuid"},
    m.Date: {"type": "string", "format": "date"},
    m.DateTime: {"type": "string", "format": "date-time"},
    m.Time: {"type": "string", "pattern": TIME},
    m.Duration: {"type": "string", "pattern": SPAN},
    m.JsonDocument: {},
    m.Bytes: {
        "type": "string",
        "contentEncoding": "base64",
        "contentMediaType": "application/octet-stream",
    },
    m.Subject: {"type": "string", "minLength": 1, "maxLength": 255},
    m.Email: {"type": "string", "minLength": 3, "maxLength": 254, "pattern": python.EMAIL},
    m.Url: {"type": "string", "minLength": 8, "maxLength": 2048, "pattern": python.URL},
}


def schema(kind: m.Type, refer: Refer, *, limited: bool = True) -> Schema:
    """The schema of a type; what has a name stands as *refer* says.

    What comes in is *limited* in its size; what is answered is not checked again.
    """
    named = component_name(kind)
    if named is not None:
        return {"$ref": refer(named)}
    match kind:
        case m.ListOf(item=item):
            items: Schema = {"type": "array", "items": schema(item, refer, limited=limited)}
            return items | _size(kind, "Items") if limited else items
        case m.MapOf(item=item):
            inner = schema(item, refer, limited=limited)
            values: Schema = {"type": "object", "additionalProperties": inner}
            return values | _size(kind, "Properties") if limited else values
        case m.Ref(key=key):
            return schema(key, refer, limited=limited)
    return scalar(kind) if limited else _unlimited(kind)


def scalar(kind: m.Type) -> Schema:
    """The schema of a type that holds no other."""
    match kind:
        case m.String() | m.Text():
            return _text(kind)
        case m.Int() | m.BigInt():
            return {"type": "integer", "minimum": number(kind.min), "maximum": number(kind.max)}
        case m.Float():
            bounds = {"minimum": kind.min, "maximum": kind.max}
            return {"type": "number"} | {k: number(v) for k, v in bounds.items() if v is not None}
        case m.Decimal():
            return {"type": "string", "pattern": decimal_pattern(kind)}
        case m.InlineEnum(values=values):
            return words([str(value) for value in values])
    return FIXED[type(kind)]


def _unlimited(kind: m.Type) -> Schema:
    match kind:
        case m.String() | m.Text() | m.Subject() | m.Email() | m.Url():
            return {"type": "string"}
        case m.Int() | m.BigInt():
            return {"type": "integer"}
        case m.Float():
            return {"type": "number"}
    return scalar(kind)


def component_name(kind: m.Type) -> str | None:
    """The name under which a type's schema stands, or None where it is written in place."""
    match kind:
        case m.EnumRef(enum=enum):
            return enum.name.pascal
        case m.StatusRef():
            return kind.name.pascal
        case m.PublishedRef(type=m.EnumRef() | m.StatusRef() as inner, alias=alias):
            return alias.pascal if alias else component_name(inner)
        case m.Money():
            return "Money"
    return class_name(kind)


def words(values: list[str]) -> Schema:
    """The schema of one of a few words that have no name of their own."""
    if len(values) == 1:
        return {"type": "string", "const": values[0]}
    return {"type": "string", "enum": values}


def named_words(values: list[str], about: str) -> Schema:
    """The schema of an enum with a name."""
    return {"type": "string", "enum": values, "description": about}


def member(one: Member, refer: Refer, *, limited: bool = True) -> Schema:
    """The schema of one property or parameter, with its description and default."""
    found = schema(one.type, refer, limited=limited)
    if one.optional:
        found = {"anyOf": [found, NULL]}
    about = " ".join(one.about.split())
    if about and not ("$ref" in found and about == _about(one.type)):
        found = found | {"description": about}
    if one.default is not None and one.default.value is not None:
        found = found | {"default": default(one.type, one.default.value)}
    return found


def _about(kind: m.Type) -> str:
    """What a named type says of itself; pydantic does not say it twice."""
    match kind:
        case m.PublishedRef(type=inner):
            return _about(inner)
        case m.EnumRef(enum=named) | m.ValueRef(value=named):
            return " ".join(named.about.split())
    return ""


def shape(one: Shape, refer: Refer) -> Schema:
    """The schema of a schema class; nothing but its keys is taken, more may be answered."""
    members = [_unset(one_) if one_.patched else one_ for one_ in one.members]
    found: Schema = {
        "type": "object",
        "description": " ".join(one.about.split()),
        "properties": {one_.key: member(one_, refer, limited=one.comes_in) for one_ in members},
    }
    required = sorted(one_.key for one_ in members if one_.required)
    if required:
        found["required"] = required
    if one.comes_in:
        found["additionalProperties"] = False
    return found


def _unset(one: Member) -> Member:
    return replace(one, required=False, default=None)


def number(value: float) -> int | float:
    """A number as FastAPI's document has it: through a float, and within 64 bits.

    >>> number(2**63 - 1) == 2**63 - 1, number(1.0), number(0.5)
    (True, 1, 0.5)
    """
    passed = float(value)
    return min(int(passed), 2**63 - 1) if passed.is_integer() else passed


def decimal_pattern(kind: m.Decimal) -> str:
    """What the text of a decimal looks like.

    >>> decimal_pattern(m.Decimal(precision=6, scale=2, min="0"))
    '^[0-9]{1,4}(\\\\.[0-9]{1,2})?$'
    """
    whole = kind.precision - kind.scale
    sign = "" if kind.min is not None and Decimal(kind.min) >= 0 else "-?"
    digits = f"[0-9]{{1,{whole}}}" if whole else "0"
    fraction = rf"(\.[0-9]{{1,{kind.scale}}})?" if kind.scale else ""
    return f"^{sign}{digits}{fraction}$"


def default(kind: m.Type, value: m.Json) -> m.Json:
    """A value that the blueprint wrote, as JSON has it."""
    match kind:
        case m.Float() if isinstance(value, int | float):
            return number(value)
        case m.Decimal():
            return f"{Decimal(str(value)):.{kind.scale}f}"
        case m.Money() if isinstance(value, str):
            return _money(value)
        case m.Uuid() | m.Ref():
            return str(value).lower()
        case m.Time():
            return dt.time.fromisoformat(str(value)).isoformat()
        case m.Duration():
            return _span(dt.timedelta(**python.duration(str(value))))
        case m.DateTime():
            return dt.datetime.fromisoformat(str(value)).isoformat().replace("+00:00", "Z")
        case m.ListOf(item=item) if isinstance(value, list | tuple):
            return [default(item, one) for one in value]
    return value


def _span(value: dt.timedelta) -> str:
    """A length of time as the chassis writes it.

    >>> _span(dt.timedelta(minutes=90)), _span(dt.timedelta(days=2, seconds=0.5))
    ('PT1H30M', 'P2DT0.5S')
    """
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    exact = f"{seconds}.{value.microseconds:06}".rstrip("0").rstrip(".")
    parts = ((hours, f"{hours}H"), (minutes, f"{minutes}M"), (exact != "0", f"{exact}S"))
    clock = "".join(text for there, text in parts if there)
    days = f"{value.days}D" if value.days else ""
    return f"P{days}{f'T{clock}' if clock else ''}" if days or clock else "PT0S"


def _text(kind: m.String | m.Text) -> Schema:
    limits = {"minLength": kind.min or None, "maxLength": kind.max, "pattern": kind.pattern}
    return {"type": "string"} | {key: v for key, v in limits.items() if v is not None}


def _size(kind: m.ListOf | m.MapOf, what: str) -> Schema:
    limits = {f"min{what}": kind.min or None, f"max{what}": kind.max}
    return {key: value for key, value in limits.items() if value is not None}


def _money(text: str) -> Schema:
    """`12.5 EUR` as the chassis writes it: two decimals, or as many as there are up to four."""
    amount, _, currency = text.partition(" ")
    places = max(2, -int(Decimal(amount).normalize().as_tuple().exponent))
    return {"amount": f"{Decimal(amount):.{places}f}", "currency": currency}
