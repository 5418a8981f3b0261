"""Where values come from, as Python expressions."""

from collections.abc import Iterable

from blueprint import model as m
from generator.words import python


def arguments(fills: Iterable[m.Fill], aggregate: str = "after", item: str = "item") -> str:
    """Fills as keyword arguments."""
    return ", ".join(
        f"{fill.target.name.snake}={expression(fill.source, fill.target, aggregate, item)}"
        for fill in fills
    )


def expression(
    source: m.Source, target: m.Field, aggregate: str = "after", item: str = "item"
) -> str:
    """A source as an expression.

    *aggregate* is the variable that holds the aggregate after the write, *item* the one that holds
    the value which is being rebuilt.
    """
    match source:
        case m.Literal(value=value):
            return python.literal(target.type, value)
        case m.Rebuilt():
            return _rebuilt(source, target, aggregate, item)
        case m.FromAnswer() | m.Step():
            return f"{variable(source)}.{source.field.name.snake}"
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


def _rebuilt(source: m.Rebuilt, target: m.Field, aggregate: str, item: str) -> str:
    inner = expression(source.source, target, aggregate, item)
    made = source.value.name.pascal
    if source.many:
        whole = f"tuple({made}({arguments(source.fills)}) for item in {inner})"
    else:
        whole = f"{made}({arguments(source.fills, aggregate, inner)})"
    return f"None if {inner} is None else {whole}" if source.optional else whole


def steps_of(operation: m.Operation) -> list[m.Step]:
    """Every step through a reference that an operation takes."""
    fills = [*operation.writes, *operation.output_fills]
    fills += [fill for emission in operation.emits for fill in emission.fills]
    fills += [fill for need in operation.needs for fill in need.fills]
    return [fill.source for fill in fills if isinstance(fill.source, m.Step)]
