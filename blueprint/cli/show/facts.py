"""What `show` says of a system in every format: operations, flows of events, tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint.cli.show.words import access_words, schedule_words, type_word
from blueprint.model import (
    Aggregate,
    Context,
    Drop,
    Entity,
    Feed,
    Field,
    Operation,
    Run,
    System,
    View,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationFacts:
    """One operation: where it answers, who may, what it calls, emits and is run by."""

    name: str
    about: str
    does: str
    routes: tuple[str, ...]
    allow: str
    needs: tuple[str, ...]
    emits: tuple[str, ...]
    run_by: tuple[str, ...]
    fill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One version of an event: the operations that emit it, and what each consumer does."""

    event: str
    key: str
    emitted_by: tuple[str, ...]
    consumed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a table, its type in the blueprint's words."""

    name: str
    type: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table of an aggregate, an entity or a view; its indexes by the names of their fields."""

    context: str
    name: str
    of: str
    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, ...], ...]


def operations(context: Context) -> Iterator[OperationFacts]:
    """Every operation of a context."""
    for operation in context.operations:
        yield OperationFacts(
            name=f"{context.name}.{operation.name}",
            about=operation.about,
            does=does(operation),
            routes=tuple(_routes(operation, context)),
            allow=access_words(operation.access),
            needs=tuple(need.title for need in operation.needs),
            emits=tuple(str(emission.event.name) for emission in operation.emits),
            run_by=tuple(_run_by(operation, context)),
            fill=not operation.is_plain,
        )


def does(operation: Operation) -> str:
    """What it does, as the blueprint writes it: `transition LabOrder.cancel`."""
    if operation.calls is not None:
        return f"call {operation.calls.label}"
    subject = operation.aggregate or operation.view
    if subject is None:
        return operation.kind
    move = f".{operation.transition.name}" if operation.transition else ""
    if operation.entity is not None:
        move = f".{operation.entity.children}"
    return f"{operation.kind} {subject.name}{move}"


def _routes(operation: Operation, context: Context) -> Iterator[str]:
    for route in operation.routes:
        if not route.internal:
            yield f"{route.method} {context.base_path}/{route.version}{route.path}"


def _run_by(operation: Operation, context: Context) -> Iterator[str]:
    if operation.every is not None:
        yield schedule_words(operation.every)
    for subscription in context.subscriptions:
        does = subscription.does
        if isinstance(does, Run) and does.operation.name == operation.name:
            yield subscription.event.label


def flows(system: System) -> Iterator[Flow]:
    """Every version of every event."""
    consumers = list(_consumers(system))
    for context in system.contexts:
        for event in context.events:
            emitters = tuple(
                f"{context.name}.{operation.name}"
                for operation in context.operations
                if any(emission.event.name == event.name for emission in operation.emits)
            )
            for version in event.versions:
                yield Flow(
                    event=version.label,
                    key=str(version.key.name),
                    emitted_by=emitters,
                    consumed_by=tuple(who for what, who in consumers if what == version.label),
                )


def _consumers(system: System) -> Iterator[tuple[str, str]]:
    """The label of an event's version, and what is done with it."""
    for context in system.contexts:
        for subscription in context.subscriptions:
            match subscription.does:
                case Run(operation=operation):
                    done = f"{context.name}.{operation.name}"
                case Feed(view=view):
                    done = f"{context.name}.{view.name}"
                case Drop(operation=operation):
                    done = f"the cache of {context.name}.{operation.name}"
            yield subscription.event.label, done


def tables(context: Context) -> Iterator[Table]:
    """The table of every aggregate, entity and view of a context."""
    for aggregate in context.aggregates:
        indexes = tuple(tuple(str(f.name) for f in i.fields) for i in aggregate.indexes)
        yield _table(context, aggregate, _columns(aggregate), indexes)
        for entity in aggregate.entities:
            indexes = ((entity.owner_column, "ordinal"),)
            yield _table(context, entity, _child_columns(entity, aggregate), indexes)
    for view in context.views:
        yield _table(context, view, _columns(view), ())


def _table(
    context: Context,
    node: Aggregate | Entity | View,
    columns: Iterator[Column],
    indexes: tuple[tuple[str, ...], ...],
) -> Table:
    return Table(
        context=str(context.name),
        name=node.table,
        of=str(node.name),
        columns=tuple(columns),
        indexes=indexes,
    )


def _child_columns(entity: Entity, aggregate: Aggregate) -> Iterator[Column]:
    """Whose child a row is and where it stands, then the entity's own."""
    yield Column(name=entity.owner_column, type=type_word(aggregate.id.type), words=())
    yield Column(name="ordinal", type="int", words=())
    yield from _columns(entity)


_WORDS = ("optional", "unique", "index", "immutable", "internal", "pii", "secret")


def _columns(node: Aggregate | Entity | View) -> Iterator[Column]:
    for field in _stored(node):
        words = tuple(word for word in _WORDS if getattr(field, word))
        yield Column(name=field.name.snake, type=type_word(field.type), words=words)


def _stored(node: Aggregate | Entity | View) -> tuple[Field, ...]:
    match node:
        case Aggregate():
            return node.stored_fields
        case Entity():
            return node.all_fields
    return node.fields
