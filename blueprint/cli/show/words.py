"""Types and access in the words of the blueprint language."""

from blueprint import model as m


def type_word(kind: m.Type) -> str:
    """A type as a blueprint writes it: `list(OrderedTest)`, `string(1..80)`."""
    match kind:
        case m.String():
            return f"string({kind.min}..{kind.max})"
        case m.Decimal():
            return f"decimal({kind.precision}.{kind.scale})"
        case m.InlineEnum():
            return f"enum({' | '.join(map(str, kind.values))})"
        case m.ListOf() | m.MapOf() | m.PageOf():
            return f"{_HOLDERS[type(kind)]}({type_word(kind.item)})"
        case m.Ref():
            return f"ref({kind.context}.{kind.aggregate})"
    return _named(kind)


_HOLDERS = {m.ListOf: "list", m.MapOf: "map", m.PageOf: "page"}


def _named(kind: m.Type) -> str:
    match kind:
        case m.EnumRef():
            return str(kind.enum.name)
        case m.ValueRef():
            return str(kind.value.name)
        case m.EntityRef():
            return str(kind.entity.name)
        case m.AggregateRef():
            return str(kind.aggregate.name)
        case m.ViewRef():
            return str(kind.view.name)
        case m.PublishedRef():
            return f"{kind.context}.{kind.name}"
        case m.StatusRef() | m.Record():
            return str(kind.name)
        case m.AnswerRef():
            return kind.endpoint.label
        case m.JsonDocument():
            return "json"
    return type(kind).__name__.lower()


def access_words(access: m.Access) -> str:
    """`allow` as a blueprint writes it: `clinician own, technician`."""
    if access.public:
        return "public"
    return ", ".join(_grant(grant) for grant in access.grants) or "nobody from outside"


def _grant(grant: m.Grant) -> str:
    if grant.service is not None:
        return f"service:{grant.service}"
    who = "authenticated" if grant.role is None else str(grant.role)
    return f"{who} own" if grant.own else who


def schedule_words(every: m.Interval | m.Cron) -> str:
    """`every:` in words: `every 3600 s`, `0 4 * * *`."""
    return f"every {every.seconds:g} s" if isinstance(every, m.Interval) else every.line
