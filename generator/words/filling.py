"""Where values come from, as Python expressions."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from blueprint import model as m
from generator.words import python

Patched = Mapping[str, str]
"""By an input that may be absent what stays where it is: `before.name`."""
NOTHING: Patched = MappingProxyType({})
CHILD, FOUND = "child", "found"
"""The variables that hold the entity after the write, and as it was found."""


def arguments(
    fills: Iterable[m.Fill],
    aggregate: str = "after",
    item: str = "item",
    patched: Patched = NOTHING,
) -> str:
    """Fills as keyword arguments."""
    return ", ".join(
        f"{fill.target.name.snake}={expression(fill.source, fill.target, aggregate, item, patched)}"
        for fill in fills
    )


def expression(
    source: m.Source,
    target: m.Field,
    aggregate: str = "after",
    item: str = "item",
    patched: Patched = NOTHING,
) -> str:
    """A source as an expression.

    *aggregate* is the variable that holds the aggregate after the write, *item* the one that holds
    the value which is being rebuilt. Where input named *patched* was not sent, the field of its
    name is as it was.
    """
    match source:
        case m.Literal(value=value):
            return python.literal(target.type, value)
        case m.Rebuilt():
            return _rebuilt(source, target, aggregate, item, patched)
        case m.Step(ref=ref) if ref.optional:
            row = variable(source)
            return f"(None if {row} is None else {row}.{source.field.name.snake})"
        case m.FromAnswer() | m.Step():
            return f"{variable(source)}.{source.field.name.snake}"
        case m.FromInput(field=field) if field.name.snake in patched:
            return f"given(data.{field.name.snake}, {patched[field.name.snake]})"
        case m.FromEntity(field=field, before=before):
            return f"{FOUND if before else CHILD}.{field.name.snake}"
        case m.FromInput() | m.FromAggregate() | m.Before() | m.FromEvent() | m.FromItem():
            return f"{_holder(source, aggregate, item)}.{source.field.name.snake}"
    return _own(source, target)


def variable(source: m.FromAnswer | m.Step) -> str:
    """The variable that holds an answer, or the row at the end of a step."""
    if isinstance(source, m.FromAnswer):
        return f"{source.need.snake}_answer"
    return f"{source.ref.name.snake.removesuffix('_id')}_row"


def _holder(source: m.Source, aggregate: str, item: str) -> str:
    holders = {
        m.FromInput: "data",
        m.FromAggregate: aggregate,
        m.Before: "before",
        m.FromEvent: "event",
        m.FromItem: item,
    }
    return holders[type(source)]


def _own(source: m.Source, target: m.Field) -> str:
    """What the runtime knows: the time, the caller, a fresh id."""
    match source:
        case m.Now(day=day):
            return "scope.now.date()" if day else "scope.now"
        case m.Caller():
            return "scope.caller.subject"
        case m.Tenant():
            return "scope.caller.tenant"
    return "int_id()" if isinstance(target.type, m.Int | m.BigInt) else "uuid7()"


def _rebuilt(
    source: m.Rebuilt, target: m.Field, aggregate: str, item: str, patched: Patched
) -> str:
    sent = patched_input(source, patched)
    inner = f"new_{sent}" if sent else expression(source.source, target, aggregate, item, patched)
    if not source.many:
        whole = _made(source, inner, aggregate)
    elif isinstance(target.type, m.MapOf):
        whole = f"{{key: {_made(source, 'item')} for key, item in {inner}.items()}}"
    else:
        whole = f"tuple({_made(source, 'item')} for item in {inner})"
    return f"None if {inner} is None else {whole}" if source.optional else whole


def _made(source: m.Rebuilt, item: str, aggregate: str = "after") -> str:
    """One value made anew of *item*: of its fields, or of its word."""
    made = python.annotation(source.type)
    if source.published is not None:
        made = f"{source.published.snake}.{made}"
    if source.value is None:
        return f"{made}({item})"
    return f"{made}({arguments(source.fills, aggregate, item)})"


def patched_input(source: m.Source, patched: Patched) -> str | None:
    """The input, absent perhaps, that is made anew: it is looked at once, as `new_NAME`."""
    if not isinstance(source, m.Rebuilt) or not isinstance(source.source, m.FromInput):
        return None
    name = source.source.field.name.snake
    return name if name in patched else None


def steps_before(operation: m.Operation) -> list[m.Step]:
    """Every step that an operation takes before it writes: for what it writes and asks others."""
    return _steps([*operation.writes, *(fill for n in operation.needs for fill in n.fills)])


def steps_after(operation: m.Operation) -> list[m.Step]:
    """Every step that it takes after that: for what it emits and answers."""
    emitted = [fill for emission in operation.emits for fill in emission.fills]
    return _steps([*operation.output_fills, *emitted])


def steps_of(operation: m.Operation) -> list[m.Step]:
    """Every step through a reference that an operation takes."""
    return [*steps_before(operation), *steps_after(operation)]


def _steps(fills: Iterable[m.Fill]) -> list[m.Step]:
    sources = (f.source.source if isinstance(f.source, m.Rebuilt) else f.source for f in fills)
    return [source for source in sources if isinstance(source, m.Step)]
