"""Valid values that mean nothing: for builders, fakes and canned answers in tests."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from blueprint import model as m
from generator.words import python
from generator.words.answers import answer_fields, fields_of

MADE_UP: dict[type, str] = {
    m.Int: "1",
    m.BigInt: "1",
    m.Float: "1.0",
    m.Bool: "False",
    m.Date: "NOW.date()",
    m.DateTime: "NOW",
    m.Time: "NOW.time()",
    m.Duration: "dt.timedelta(hours=1)",
    m.Email: '"somebody@example.org"',
    m.Url: '"https://example.org/"',
    m.JsonDocument: "None",
    m.Bytes: 'b"a"',
    m.Money: 'Money.parse("1.00 EUR")',
    m.Subject: "SOMEBODY.subject",
}


def made_up_field(field: m.Field) -> str:
    """Some valid value of a field, its default where it has one, as Python source."""
    if field.default is not None:
        return python.literal(field.type, field.default.value)
    return "None" if field.optional else made_up(field.type)


def made_up(kind: m.Type) -> str:
    """Some valid value of a type, as Python source."""
    match kind:
        case m.String() | m.Text():
            return repr("a" * max(kind.min, 1))
        case m.Int() | m.BigInt() if not kind.min <= 1 <= kind.max:
            return str(kind.min)
        case m.Decimal():
            return f'Decimal("{kind.min or "1"}")'
        case m.Uuid():
            return "uuid7()"
        case m.Ref():
            return made_up(kind.key)
        case m.InlineEnum(values=values):
            return repr(values[0].text)
        case m.EnumRef(enum=enum):
            return python.literal(kind, enum.values[0].text)
        case m.StatusRef(states=states):
            return python.literal(kind, states[0].text)
        case m.ListOf(item=item):
            return f"({f'{made_up(item)}, ' * kind.min})"
        case m.MapOf():
            return "{}"
        case m.ValueRef(value=value) | m.PublishedRef(type=m.ValueRef(value=value)):
            given = (f"{f.name.snake}={made_up_field(f)}" for f in value.fields if f.required)
            return f"{python.annotation(kind)}({', '.join(given)})"
        case m.PublishedRef(type=m.EnumRef(enum=enum)):
            return python.literal(kind, enum.values[0].text)
        case m.PublishedRef(type=m.StatusRef(states=states)):
            return python.literal(kind, states[0].text)
    return MADE_UP[type(kind)]


def made_up_answer(need: m.Need, name: str) -> str:
    """Some valid answer of a call, of the class *name*."""
    fields = (
        answer_fields(need)
        if need.translated
        else map(_theirs(need), fields_of(need.endpoint.output))
    )
    given = (f"{f.name.snake}={made_up(f.type)}" for f in fields if not f.optional)
    if need.endpoint.output is not None and not fields_of(need.endpoint.output):
        return made_up(need.endpoint.output)
    return f"{name}({', '.join(given)})"


def _theirs(need: m.Need) -> Callable[[m.Field], m.Field]:
    """Fields with the words of another context reached through its module."""

    def reached(field: m.Field) -> m.Field:
        if isinstance(field.type, m.EnumRef | m.StatusRef | m.ValueRef):
            kind = m.PublishedRef(context=need.endpoint.context, type=field.type)
            return replace(field, type=kind)
        return field

    return reached


TEXTS: dict[type, str] = {
    m.Date: "2026-01-31",
    m.DateTime: "2026-01-31T12:00:00Z",
    m.Time: "12:00:00",
    m.Duration: "PT1H",
    m.Email: "somebody@example.org",
    m.Url: "https://example.org/",
    m.Bytes: "YQ==",
    m.Subject: "somebody",
    m.Uuid: "01890a5d-ac96-774b-bcce-b302099a8057",
}
NUMBERS: dict[type, m.Json] = {m.Float: 1.0, m.Bool: False, m.JsonDocument: None}


def made_up_json(kind: m.Type) -> m.Json:
    """Some valid value of a type as JSON carries it."""
    match kind:
        case m.String() | m.Text():
            return "a" * max(kind.min, 1)
        case m.Int() | m.BigInt():
            return 1 if kind.min <= 1 <= kind.max else kind.min
        case m.Decimal():
            return kind.min or "1"
        case m.Money():
            return {"amount": "1.00", "currency": "EUR"}
        case m.Ref():
            return made_up_json(kind.key)
        case m.InlineEnum(values=words) | m.StatusRef(states=words):
            return words[0].text
        case m.EnumRef(enum=enum):
            return enum.values[0].text
        case m.ListOf(item=item):
            return [made_up_json(item)] * kind.min
        case m.MapOf():
            return {}
        case m.PageOf():
            return {"items": [], "next": None}
        case m.PublishedRef(type=inner):
            return made_up_json(inner)
        case m.ValueRef(value=value):
            return _whole(value.fields)
    if fields := fields_of(kind):
        return _whole(fields)
    return TEXTS.get(type(kind), NUMBERS.get(type(kind)))


def _whole(fields: Iterable[m.Field]) -> m.Json:
    return {f.name.snake: None if f.optional else made_up_json(f.type) for f in fields}
