"""What calls to others answer, field by field, in their words and in ours."""

from collections.abc import Sequence

from blueprint import model as m
from blueprint.names import Name
from generator.words import python


def record_of(operation: m.Operation) -> m.Record | None:
    """The fields under an operation's `output:`, of one of them, a list or a page."""
    kind = operation.output
    item = kind.item if isinstance(kind, m.ListOf | m.PageOf) else kind
    return item if isinstance(item, m.Record) and item.name == operation.name else None


def answer_fields(need: m.Need) -> Sequence[m.Field]:
    """What of a translated answer our own class of it holds: what needs no word of theirs."""
    return [_own(field) for field in fields_of(need.endpoint.output) if not _is_theirs(field)]


def _is_theirs(field: m.Field) -> bool:
    return any(isinstance(part, m.ValueRef | m.EntityRef) for part in m.parts(field.type))


def _own(field: m.Field) -> m.Field:
    kind = m.String() if isinstance(field.type, m.EnumRef | m.StatusRef) else field.type
    return m.Field(name=field.name, type=kind, optional=field.optional)


def fields_of(kind: m.Type | None) -> tuple[m.Field, ...]:
    """The fields of what an operation answers; none where it answers no whole."""
    match kind:
        case m.Record(fields=fields):
            return fields
        case m.AggregateRef(aggregate=holder) | m.EntityRef(entity=holder) | m.ViewRef(view=holder):
            return holder.shown_fields
    return ()


def has_class(endpoint: m.Endpoint) -> bool:
    """Whether the answer has a published class of its own: it is a page or has fields."""
    return isinstance(endpoint.output, m.PageOf) or bool(fields_of(endpoint.output))


def answer_class(need: m.Need) -> str:
    """The annotation of what a need answers."""
    if need.endpoint.output is None:
        return "None"
    if has_class(need.endpoint):
        return f"{need.name.pascal}Answer"
    return foreign(need.endpoint.output, need.endpoint.context)


def foreign(kind: m.Type, home: Name) -> str:
    """The annotation of what another context speaks of, through the module of its events."""
    match kind:
        case m.EnumRef() | m.ValueRef() | m.StatusRef() | m.EntityRef():
            return python.annotation(m.PublishedRef(context=home, type=kind))
        case m.ListOf(item=item):
            return f"tuple[{foreign(item, home)}, ...]"
        case m.MapOf(item=item):
            return f"Mapping[str, {foreign(item, home)}]"
    return python.annotation(kind)
