"""What calls to others answer, field by field, in their words and in ours."""

from collections.abc import Sequence
from dataclasses import replace

from blueprint import model as m
from blueprint.names import Name
from generator.words import python


def record_of(operation: m.Operation) -> m.Record | None:
    """The fields under an operation's `output:`, of one of them, a list or a page."""
    kind = operation.output
    item = kind.item if isinstance(kind, m.ListOf | m.PageOf) else kind
    return item if isinstance(item, m.Record) and item.name == operation.name else None


def answer_fields(need: m.Need) -> Sequence[m.Field]:
    """What our own class of a translated answer, or of an item of its pages, holds of theirs.

    It is what needs no word of theirs.
    """
    output = need.endpoint.output
    whole = output.item if isinstance(output, m.PageOf) else output
    return [_own(field) for field in fields_of(whole) if not _is_theirs(field)]


def has_own_items(need: m.Need) -> bool:
    """Whether a translated answer is a page of what has fields, and so has a class of our own."""
    output = need.endpoint.output
    return isinstance(output, m.PageOf) and bool(fields_of(output.item))


def _is_theirs(field: m.Field) -> bool:
    return any(isinstance(part, m.ValueRef | m.EntityRef) for part in m.parts(field.type))


def _own(field: m.Field) -> m.Field:
    return m.Field(name=field.name, type=_plain(field.type), optional=field.optional)


def _plain(kind: m.Type) -> m.Type:
    """The type with plain text in the place of their enumerations."""
    match kind:
        case m.EnumRef() | m.StatusRef():
            return m.String()
        case m.ListOf(item=item) | m.MapOf(item=item):
            return replace(kind, item=_plain(item))
    return kind


def fields_of(kind: m.Type | None) -> tuple[m.Field, ...]:
    """The fields of what an operation answers; none where it answers no whole."""
    match kind:
        case m.Record(fields=fields):
            return fields
        case m.AggregateRef(aggregate=holder) | m.EntityRef(entity=holder) | m.ViewRef(view=holder):
            return holder.shown_fields
    return ()


def answer_classes(endpoint: m.Endpoint) -> dict[str, m.Type]:
    """The published classes of an answer by how their names end, parts before wholes."""
    found: dict[str, m.Type] = {}
    if endpoint.output is not None:
        _collect(endpoint.output, endpoint, found)
    return found


def _collect(kind: m.Type, endpoint: m.Endpoint, found: dict[str, m.Type]) -> None:
    for inner in _inside(kind):
        _collect(inner, endpoint, found)
    if ending := _ending(kind, endpoint):
        found[ending] = kind


def _inside(kind: m.Type) -> list[m.Type]:
    match kind:
        case m.ListOf(item=item) | m.MapOf(item=item) | m.PageOf(item=item):
            return [item]
    return [field.type for field in fields_of(kind)]


def _ending(kind: m.Type, endpoint: m.Endpoint) -> str | None:
    """How the name of a whole's class ends, after that of the operation; None of what has none."""
    if kind == endpoint.output:
        return "Answer" if isinstance(kind, m.PageOf) or fields_of(kind) else None
    match kind:
        case m.Record():
            return "Item"
        case m.AggregateRef() | m.ViewRef():
            return "Item" if kind == _item(endpoint.output) else m.named(kind).pascal
        case m.EntityRef() if endpoint.output == m.PageOf(item=kind):
            return "Item"
    return None


def _item(kind: m.Type | None) -> m.Type | None:
    """What a list, a map or a page is made of in the end."""
    match kind:
        case m.ListOf(item=item) | m.MapOf(item=item) | m.PageOf(item=item):
            return _item(item)
    return kind


def published_answer(kind: m.Type, endpoint: m.Endpoint) -> str:
    """The annotation of an answer, or of a part of it, in the module of its client."""
    return _answer(kind, endpoint, endpoint.published_name, None)


def answer_class(need: m.Need) -> str:
    """The annotation of what a need answers."""
    output = need.endpoint.output
    if output is None:
        return "None"
    return _answer(output, need.endpoint, need.name, need.endpoint.context)


def _answer(kind: m.Type, endpoint: m.Endpoint, called: Name, home: Name | None) -> str:
    """The annotation: wholes by the class that *called* begins, words through *home*, if any."""
    if ending := _ending(kind, endpoint):
        return f"{called.pascal}{ending}"
    match kind:
        case m.ListOf(item=item):
            return f"tuple[{_answer(item, endpoint, called, home)}, ...]"
        case m.MapOf(item=item):
            return f"Mapping[str, {_answer(item, endpoint, called, home)}]"
    return foreign(kind, home) if home else python.annotation(kind)


def part_class(kind: m.Type, need: m.Need) -> str | None:
    """The class of a whole inside the answer of a need, or None."""
    ending = _ending(kind, need.endpoint)
    return f"{need.name.pascal}{ending}" if ending else None


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
