"""Valid values that mean nothing: for builders, fakes and canned answers in tests."""

from collections.abc import Iterable

from blueprint import model as m
from blueprint.names import Name
from generator.words import python
from generator.words.answers import answer_fields, fields_of, part_class

MADE_UP: dict[type, str] = {
    m.Uuid: "uuid7()",
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


def made_up(kind: m.Type, home: Name | None = None) -> str:
    """Some valid value of a type, as Python source; words of *home* through its module."""
    match kind:
        case m.Ref():
            return made_up(kind.key)
        case m.PublishedRef():
            return made_up(kind.type, kind.context)
        case m.ListOf(item=item):
            # What an empty one would hold is not asked: there may be no name for it here.
            return f"({f'{made_up(item, home)}, ' * kind.min})" if kind.min else "()"
        case m.MapOf():
            return "{}"
        case m.ValueRef(value=value):
            required = [field for field in value.fields if field.required]
            given = (f"{field.name.snake}={made_up(field.type, home)}" for field in required)
            return f"{_at(home)}{value.name.pascal}({', '.join(given)})"
        case m.EntityRef(entity=entity):
            required = [field for field in entity.shown_fields if field.required]
            given = (f"{field.name.snake}={made_up(field.type, home)}" for field in required)
            return f"{_at(home)}{entity.name.pascal}({', '.join(given)})"
    return _word(kind, home) or _number(kind) or MADE_UP[type(kind)]


def _at(home: Name | None) -> str:
    return f"{home.snake}." if home else ""


def _word(kind: m.Type, home: Name | None) -> str | None:
    match kind:
        case m.String() | m.Text():
            return repr("a" * max(kind.min, 1))
        case m.InlineEnum(values=words):
            return repr(words[0].text)
        case m.EnumRef(enum=enum):
            return _at(home) + python.literal(kind, enum.values[0].text)
        case m.StatusRef(states=states):
            return _at(home) + python.literal(kind, states[0].text)
    return None


def _number(kind: m.Type) -> str | None:
    match kind:
        case m.Int() | m.BigInt():
            return str(_whole_number(kind))
        case m.Decimal():
            return f'Decimal("{kind.min or "1"}")'
    return None


def _whole_number(kind: m.Int | m.BigInt) -> int:
    return 1 if kind.min <= 1 <= kind.max else kind.min


def made_up_answer(need: m.Need, name: str, *, translated: bool) -> str:
    """Some valid answer of a call, of the class *name*."""
    output, home = need.endpoint.output, need.endpoint.context
    if isinstance(output, m.PageOf):
        return f"{name}(items=())"
    if output is not None and not fields_of(output):
        return made_up(output, home)
    given = answer_fields(need) if translated else fields_of(output)
    return f"{name}({_parts(given, need)})"


def _parts(fields: Iterable[m.Field], need: m.Need) -> str:
    """The arguments of an answer's class; what is a whole in it has a class, too."""
    return ", ".join(f"{f.name.snake}={_part(f.type, need)}" for f in fields if not f.optional)


def _part(kind: m.Type, need: m.Need) -> str:
    name = part_class(kind, need)
    if name is not None:
        return f"{name}({_parts(fields_of(kind), need)})"
    return made_up(kind, need.endpoint.context)


def made_up_unique(kind: m.Type) -> str | None:
    """A value that no other has, as Python source; None where `made_up` gives one anyway."""
    match kind:
        case m.Ref():
            return made_up_unique(kind.key)
        case m.String() | m.Text():
            text = f"uuid7().hex[-{min(kind.max, 32)}:]"
            return f'{text}.rjust({kind.min}, "a")' if kind.min > 32 else text
        case m.Subject():
            return "uuid7().hex"
        case m.Email():
            return 'f"{uuid7().hex}@example.org"'
        case m.Url():
            return 'f"https://example.org/{uuid7().hex}"'
        case m.Int() | m.BigInt():
            return f"{max(kind.min, 0)} + uuid7().int % {min(kind.max - max(kind.min, 0), 2**31)}"
    return None


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
PLAIN: dict[type, m.Json] = {
    m.Float: 1.0,
    m.Bool: False,
    m.JsonDocument: None,
    m.Money: {"amount": "1.00", "currency": "EUR"},
    m.MapOf: {},
    m.PageOf: {"items": [], "next": None},
}


def made_up_json(kind: m.Type, *, camel: bool = False) -> m.Json:
    """Some valid value of a type as JSON carries it; keys in camel case where *camel*."""
    match kind:
        case m.Ref():
            return made_up_json(kind.key)
        case m.PublishedRef(type=inner):
            return made_up_json(inner, camel=camel)
        case m.ListOf(item=item):
            return [made_up_json(item, camel=camel)] * kind.min
        case m.ValueRef(value=value):
            return _whole(value.fields, camel=camel)
    if fields := fields_of(kind):
        return _whole(fields, camel=camel)
    return _scalar(kind)


def _scalar(kind: m.Type) -> m.Json:
    match kind:
        case m.String() | m.Text():
            return "a" * max(kind.min, 1)
        case m.Int() | m.BigInt():
            return _whole_number(kind)
        case m.Decimal():
            return kind.min or "1"
        case m.InlineEnum(values=words) | m.StatusRef(states=words):
            return words[0].text
        case m.EnumRef(enum=enum):
            return enum.values[0].text
    return TEXTS.get(type(kind)) or PLAIN[type(kind)]


def _whole(fields: Iterable[m.Field], *, camel: bool) -> m.Json:
    return {
        f.name.camel if camel else f.name.snake: (
            None if f.optional else made_up_json(f.type, camel=camel)
        )
        for f in fields
    }
