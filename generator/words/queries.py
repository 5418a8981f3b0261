"""What a list takes in its query: filters, order, and which page, as the version's clients say."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from blueprint import model as m
from blueprint.names import Name
from generator.words.members import SNAKE, Member, Sight, given

MOST = 200
"""The largest page that a client may ask for, where the blueprint's own is no larger."""

CURSOR = m.String(min=1, max=2000)
"""Where a page begins, opaque to clients."""

_INSTANTS = (m.Date, m.DateTime, m.Time)
_ENDS = {True: ("from", "before"), False: ("min", "max")}


def listing_members(operation: m.Operation, seen: Sight) -> list[Member]:
    """The parameters of a list: its filters in written order, then sort, cursor and limit."""
    filters = [one for narrowed in operation.filters for one in _filter(narrowed, seen)]
    return [*filters, _sort(operation, seen), *_paging(operation)]


def sort_fields(operation: m.Operation) -> tuple[Name, ...]:
    """The fields by which a list may be sorted, the default first."""
    if operation.sorts:
        return tuple(field.name for field in operation.sorts)
    return (operation.view.key.name,) if operation.view else (Name("created_at"),)


def _filter(narrowed: m.Filter, seen: Sight) -> Iterator[Member]:
    """The parameters of one filter; none where the path gives it, or the version knows no such."""
    if narrowed.in_path:
        return
    for member in given([narrowed.field], seen, SNAKE):
        for suffix, kind in _comparisons(narrowed, member.type):
            yield replace(
                member,
                name=member.name + suffix,
                key=member.key + suffix,
                type=kind,
                optional=True,
                required=False,
                default=None,
            )


def _comparisons(narrowed: m.Filter, kind: m.Type) -> Iterable[tuple[str, m.Type]]:
    match narrowed.comparison:
        case "equals":
            return [("", kind)]
        case "range":
            return [(f"_{end}", kind) for end in _ENDS[isinstance(kind, _INSTANTS)]]
        case "in":
            return [("_in", m.ListOf(item=kind, min=1, max=100))]
        case "prefix" | "contains":
            return [(f"_{narrowed.comparison}", m.String())]
    return [("_present", m.Bool())]


def _sort(operation: m.Operation, seen: Sight) -> Member:
    """`sort`: a field's name, with a minus before it for falling order."""
    fields = sort_fields(operation)
    shown = [name for name in fields if seen.hides(name.snake) is None] or fields
    known = [(name, seen.named(name)) for name in shown]
    words = [(sign + old.snake, sign + name.snake) for name, old in known for sign in ("", "-")]
    return Member(
        name="sort",
        key="sort",
        type=m.InlineEnum(values=tuple(Name(old) for old, _ in words)),
        required=False,
        default=m.Literal(value=words[0][0]),
        read=tuple((old, new) for old, new in words if old != new),
    )


def _paging(operation: m.Operation) -> list[Member]:
    if operation.page is None:
        return []
    most = max(operation.page, MOST)
    return [
        Member(name="cursor", key="cursor", type=CURSOR, optional=True, required=False),
        Member(
            name="limit",
            key="limit",
            type=m.Int(min=1, max=most),
            required=False,
            default=m.Literal(value=operation.page),
        ),
    ]
