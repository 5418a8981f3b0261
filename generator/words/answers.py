"""What calls to others answer, field by field, in their words and in ours."""

from collections.abc import Sequence

from blueprint import model as m


def answer_fields(need: m.Need) -> Sequence[m.Field]:
    """What of a translated answer our own class of it holds: what needs no word of theirs."""
    return [_own(field) for field in fields_of(need.endpoint.output) if not _is_theirs(field)]


def _is_theirs(field: m.Field) -> bool:
    return any(isinstance(part, m.ValueRef) for part in m.parts(field.type))


def _own(field: m.Field) -> m.Field:
    kind = m.String() if isinstance(field.type, m.EnumRef | m.StatusRef) else field.type
    return m.Field(name=field.name, type=kind, optional=field.optional)


def fields_of(kind: m.Type | None) -> tuple[m.Field, ...]:
    """The fields of what an operation answers; none where it answers no whole."""
    match kind:
        case m.Record(fields=fields):
            return fields
        case m.AggregateRef(aggregate=holder) | m.ViewRef(view=holder):
            return holder.shown_fields
    return ()
