"""Two names that become one identifier.

## What it means
Within a context the enums, values, aggregates, entities, views, events, errors, the types of its
kernels and what is made for them (`OrderStatus`, `PlaceOrderInput`, `NewLine` for an entity `Line`)
are classes side by side; operations, transitions and invariants are functions; fields are
attributes; an enum's words are constants. Two of a kind may not differ only in case or underscores.
Neither may two contexts or kernels, nor an aggregate, an entity, a view or an operation and a
context that the relations let theirs depend on: both become modules or functions.

## Why it matters
One of them would replace the other in silence.

## Wrong
```yaml
enums:
  Size: [small, large]
values:
  SIZE: {width: int}  # BP212
aggregates:
  Part: {fields: {size: Size, extent: SIZE}}
```

## Right
```yaml
enums:
  Size: [small, large]
values:
  Extent: {width: int}
aggregates:
  Part: {fields: {size: Size, extent: Extent}}
```
"""

from collections.abc import Iterable, Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.names import Name
from blueprint.rules.facts import Aggregate, Context, Fields, Kernel
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP212"
NAME = "one-identifier-twice"
SEVERITY = Severity.ERROR

Named = Iterable[tuple[str, Path]]


def check(index: Index) -> Iterator[Finding]:
    """Every name that is another's identifier, after the first."""
    for context in index.own_contexts:
        yield from _twice(_classes(index, context))
        yield from _twice(_modules(index, context))
        for aggregate in context.aggregates.values():
            yield from _twice(_functions(aggregate))
            yield from _twice(_attributes(aggregate))
        for fields in _groups_of_fields(context):
            yield from _twice((name, field.path) for name, field in fields.items())
        yield from _needs(context)
    yield from _twice(_homes(index))
    for path, words in _enums(index):
        yield from _twice((word, (*path, number)) for number, word in enumerate(words))


def _twice(names: Named) -> Iterator[Finding]:
    first: dict[str, tuple[str, Path]] = {}
    for name, path in names:
        identifier = Name(name).snake.replace("_", "").replace("-", "")
        other, place = first.setdefault(identifier, (name, path))
        if place is not path:
            what = f"{name} and {other}" if name != other else f"two things named {name}"
            yield Finding(path, f"{what} become one identifier", "give one of them another name")


def _homes(index: Index) -> Iterator[tuple[str, Path]]:
    for context in index.system.contexts.values():
        yield context.name, context.path
    for kernel in index.system.kernels.values():
        yield kernel.name, kernel.path


def _classes(index: Index, context: Context) -> Iterator[tuple[str, Path]]:
    for kernel in index.system.kernels.values():
        if context.name in kernel.owners:
            yield from ((name, (*kernel.path, "enums", name)) for name in kernel.enums)
            yield from ((name, (*kernel.path, "values", name)) for name in kernel.values)
    for family in ("aggregates", "enums", "values", "views", "events"):
        for name in getattr(context, family):
            yield name, (*context.path, family, name)
    for aggregate in context.aggregates.values():
        yield from _made_for(aggregate)
    for event in context.events.values():
        yield from ((f"{event.name}{version.upper()}", event.path) for version in event.versions)
    errors: dict[str, Path] = {}
    for operation in context.operations.values():
        yield f"{operation.name}Input", operation.path
        for name in operation.errors:
            errors.setdefault(name, (*operation.path, "errors", name))
    yield from ((Name(name).pascal, path) for name, path in errors.items())


def _made_for(aggregate: Aggregate) -> Iterator[tuple[str, Path]]:
    """The classes of an aggregate's states, of its entities and of their drafts."""
    if aggregate.lifecycle:
        yield f"{aggregate.name}Status", aggregate.path
    for entity in aggregate.entities.values():
        yield entity.name, entity.path
        yield f"New{entity.name}", entity.path


def _modules(index: Index, context: Context) -> Iterator[tuple[str, Path]]:
    """Contexts that are called or heard, and the modules and functions that stand beside theirs."""
    yield from ((other.name, other.path) for other in index.may_use_of(context.name))
    yield from ((a.name, a.path) for a in context.aggregates.values())
    yield from ((entity.name, entity.path) for entity in context.entities.values())
    yield from ((o.name, o.path) for o in context.operations.values())
    yield from ((name, (*context.path, "commands", name)) for name in context.twice)
    yield from ((view.name, view.path) for view in context.views.values())


def _functions(aggregate: Aggregate) -> Iterator[tuple[str, Path]]:
    """The functions over an aggregate: its transitions, each once, and its invariants."""
    path = (*aggregate.path, "lifecycle")
    first: dict[str, Path] = {}
    for state, moves in aggregate.lifecycle.items():
        for move in moves:
            first.setdefault(move, (*path, state, move))
    yield from first.items()
    for name in aggregate.invariants:
        yield name, (*aggregate.path, "invariants", name)


def _attributes(aggregate: Aggregate) -> Iterator[tuple[str, Path]]:
    """The fields of an aggregate, and those that hold its entities."""
    yield from ((name, field.path) for name, field in aggregate.fields.items())
    for entity in aggregate.entities.values():
        yield entity.children, (*entity.path, "in")


def _groups_of_fields(context: Context) -> Iterator[Fields]:
    yield from (entity.fields for entity in context.entities.values())
    yield from (view.fields for view in context.views.values())
    yield from context.values.values()
    for event in context.events.values():
        yield from event.versions.values()
    for operation in context.operations.values():
        yield operation.declared_input or {}
        yield operation.declared_output or {}


def _needs(context: Context) -> Iterator[Finding]:
    """The calls of one operation in two versions: both would be one method."""
    first: dict[str, str | None] = {}
    for operation in context.operations.values():
        for need in operation.needs:
            before = first.setdefault(need.operation, need.version)
            if before != need.version:
                message = f"{context.name} calls {need.operation} in two versions"
                yield Finding(need.path, message, "call it in one of them everywhere")


def _enums(index: Index) -> Iterator[tuple[Path, tuple[str, ...]]]:
    homes: list[Context | Kernel] = [*index.own_contexts, *index.system.kernels.values()]
    for home in homes:
        for name, words in home.enums.items():
            yield (*home.path, "enums", name, "values"), words
