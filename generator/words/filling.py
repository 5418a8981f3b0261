"""Where values come from, as Python expressions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from blueprint import model as m
from generator.words import python

Patched = Mapping[str, str]
"""By an input that may be absent what stays where it is: `before.name`."""
CHILD, FOUND = "child", "found"
"""The variables that hold the entity after the write, and as it was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """The variables through which sources are reached at one place.

    `before` holds the aggregate before the write, `aggregate` after it, `item` the value that is
    being rebuilt, and `around` the time and the caller: a use case's scope, or the unit of work of
    a message. Where input named `patched` was not sent, the field of its name is as it was. What
    is written `may_be_new`: then `before` holds None.
    """

    before: str = "before"
    may_be_new: bool = False
    aggregate: str = "after"
    item: str = "item"
    around: str = "scope"
    patched: Patched = field(default_factory=dict)


IN_USE_CASE = Variables()
IN_HANDLER = Variables(around="work")


def arguments(fills: Iterable[m.Fill], variables: Variables = IN_USE_CASE) -> str:
    """Fills as keyword arguments."""
    return ", ".join(
        f"{fill.target.name.snake}={expression(fill.source, fill.target, variables)}"
        for fill in fills
    )


def expression(source: m.Source, target: m.Field, variables: Variables = IN_USE_CASE) -> str:
    """A source as an expression."""
    if variables.may_be_new and isinstance(_innermost(source), m.Before):
        there = expression(source, target, replace(variables, may_be_new=False))
        return f"(None if {variables.before} is None else {there})"
    patched = variables.patched
    match source:
        case m.Literal(value=value):
            return python.literal(target.type, value)
        case m.Rebuilt():
            return _rebuilt(source, target, variables)
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
            return f"{_holder(source, variables)}.{source.field.name.snake}"
    return _own(source, target, variables.around)


def variable(source: m.FromAnswer | m.Step) -> str:
    """The variable that holds an answer, or the row at the end of a step."""
    if isinstance(source, m.FromAnswer):
        return f"{source.need.snake}_answer"
    return f"{source.ref.name.snake.removesuffix('_id')}_row"


def _holder(source: m.Source, variables: Variables) -> str:
    holders = {
        m.FromInput: "data",
        m.FromAggregate: variables.aggregate,
        m.Before: variables.before,
        m.FromEvent: "event",
        m.FromItem: variables.item,
    }
    return holders[type(source)]


def _own(source: m.Source, target: m.Field, around: str) -> str:
    """What the runtime knows: the time, the caller, a fresh id."""
    match source:
        case m.Now(day=day):
            return f"{around}.now.date()" if day else f"{around}.now"
        case m.Caller():
            return f"{around}.caller.subject"
        case m.Tenant():
            return f"{around}.caller.tenant"
    return "int_id()" if isinstance(target.type, m.Int | m.BigInt) else "uuid7()"


def _rebuilt(source: m.Rebuilt, target: m.Field, variables: Variables) -> str:
    sent = patched_input(source, variables.patched)
    inner = f"new_{sent}" if sent else expression(source.source, target, variables)
    if not source.many:
        whole = _made(source, replace(variables, item=inner, patched={}))
    elif isinstance(target.type, m.MapOf):
        whole = f"{{key: {_made(source, IN_USE_CASE)} for key, item in {inner}.items()}}"
    else:
        whole = f"tuple({_made(source, IN_USE_CASE)} for item in {inner})"
    return f"None if {inner} is None else {whole}" if source.optional else whole


def _made(source: m.Rebuilt, variables: Variables) -> str:
    """One value made anew of the item: of its fields, or of its word."""
    made = python.annotation(source.type)
    if source.published is not None:
        made = f"{source.published.snake}.{made}"
    if source.value is None:
        return f"{made}({variables.item})"
    return f"{made}({arguments(source.fills, variables)})"


def patched_input(source: m.Source, patched: Patched) -> str | None:
    """The input, absent perhaps, that is made anew: it is looked at once, as `new_NAME`."""
    if not isinstance(source, m.Rebuilt) or not isinstance(source.source, m.FromInput):
        return None
    name = source.source.field.name.snake
    return name if name in patched else None


def asks_of_row(operation: m.Operation) -> bool:
    """Whether calls are filled from the aggregate that is there before the write."""
    sources = [_innermost(fill.source) for need in operation.needs for fill in need.fills]
    return any(
        isinstance(source, m.Before)
        or (isinstance(source, m.Step) and not source.of_input and not source.of_entity)
        for source in sources
    )


def steps_before(operation: m.Operation) -> list[m.Step]:
    """Every step that an operation takes before it writes: for what it writes and asks others."""
    return _steps([*operation.writes, *(fill for n in operation.needs for fill in n.fills)])


def steps_after(operation: m.Operation) -> list[m.Step]:
    """Every step that it takes after that: for what it answers, and emits without further code."""
    emitted = [fill for one in operation.emits if not one.by_code for fill in one.fills]
    return _steps([*operation.output_fills, *emitted])


def steps_of(operation: m.Operation) -> list[m.Step]:
    """Every step through a reference that an operation takes, or that its code may take."""
    emitted = [fill for emission in operation.emits for fill in emission.fills]
    return [*steps_before(operation), *_steps([*operation.output_fills, *emitted])]


def _steps(fills: Iterable[m.Fill]) -> list[m.Step]:
    sources = (_innermost(fill.source) for fill in fills)
    return [source for source in sources if isinstance(source, m.Step)]


def _innermost(source: m.Source) -> m.Source:
    return source.source if isinstance(source, m.Rebuilt) else source
