"""Every place where one value fills another: the one rule of filling, written out.

Equal names fill themselves; `from PATH` or `{target: source}` says the rest; `= value` is a
literal. Rules ask of each fill whether its target and its source are there, and fit.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from blueprint.load import Path
from blueprint.rules.facts import (
    Aggregate,
    Entity,
    Event,
    Feed,
    Field,
    Fields,
    Need,
    Operation,
    View,
)
from blueprint.rules.index import Index
from blueprint.rules.sources import Sources, ambient, later, of_event, sooner


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One target that is filled; `wanted` where nothing else decides whether it may be absent."""

    path: Path
    where: str  # as a message names it
    name: str
    target: Field | None
    said: str | None  # the source as written
    source: Field | None
    wanted: bool
    known: Collection[str] = ()  # the names of what could be the target
    sources: Sources | None = None  # what could be the source

    @property
    def is_literal(self) -> bool:
        """Whether `= value` fills it."""
        return self.said is not None and self.said.startswith("=")

    @property
    def lends(self) -> tuple[str, ...]:
        """The names of what could be the source."""
        return self.sources.names() if self.sources else ()


@lru_cache(maxsize=1)
def fills(index: Index) -> tuple[Fill, ...]:
    """Every fill of a blueprint; several rules ask for them."""
    return tuple(_all(index))


def _all(index: Index) -> Iterator[Fill]:
    for event in index.events:
        yield from _payloads(index, event)
    for operation in index.operations:
        yield from _of_operation(index, operation)
    yield from _runs(index)
    for view in index.views:
        for feed in view.feeds:
            yield from _feed(index, view, feed)


def _payloads(index: Index, event: Event) -> Iterator[Fill]:
    """An event's fields, for each plain operation that always emits it and works on its `of`."""
    about = index.aggregate(event.of, event.context) if event.of else None
    for operation in index.emitters(event):
        certain = any(e.event == event.name and e.certain for e in operation.emits)
        if about is None or index.subject(operation) is not about:
            continue
        if not operation.plain or not certain:
            continue
        sources = of_event(index, operation, about)
        for version, fields in event.versions.items():
            where = f"{event.name}@{version}, emitted by {operation.name}"
            yield from _by_names(fields, sources, where)


def _by_names(fields: Fields, sources: Sources, where: str) -> Iterator[Fill]:
    """Fields that say `from PATH`, or are filled by equal names."""
    for name, field in fields.items():
        yield Fill(
            path=field.path,
            where=where,
            name=name,
            target=field,
            said=field.source,
            source=sources.find(field.source or name),
            wanted=True,
            sources=sources,
        )


def _of_operation(index: Index, operation: Operation) -> Iterator[Fill]:
    for need in operation.needs:
        yield from _need(index, operation, need)
    subject = index.subject(operation)
    if operation.declared_output and operation.verb != "custom" and subject:
        where = f"the answer of {operation.name}"
        yield from _by_names(operation.declared_output, later(index, operation), where)
    if (written := index.written(operation)) is not None:
        path, sources = (*operation.path, "set"), sooner(index, operation)
        yield from _said(operation, path, operation.sets, written, sources)
        yield from _written(index, operation, written)


def _need(index: Index, operation: Operation, need: Need) -> Iterator[Fill]:
    called = index.operation(need.operation)
    if called is None:
        return
    yield from _mapping(
        targets=index.input(called),
        said=need.fill,
        sources=sooner(index, operation),
        path=(*need.path, "with"),
        where=f"the call of {need.operation} by {operation.name}",
        wanted=operation.verb != "custom",
    )
    written = index.written(operation)
    if written is not None:
        answer = index.answer(called) or {}
        answers = Sources(index=index, home=called.context, fields=answer)
        yield from _said(operation, (*need.path, "keep"), need.keep, written, answers)


def _said(
    operation: Operation,
    path: Path,
    said: Mapping[str, str],
    subject: Aggregate | Entity,
    sources: Sources,
) -> Iterator[Fill]:
    """Fields of an aggregate, or of an entity, that an operation fills by word."""
    for name, source in said.items():
        yield Fill(
            path=(*path, name),
            where=operation.name,
            name=name,
            target=subject.fields.get(name),
            said=source,
            source=sources.find(source),
            wanted=True,
            known=subject.fields,
            sources=sources,
        )


def _written(index: Index, operation: Operation, subject: Aggregate | Entity) -> Iterator[Fill]:
    """Fields of an aggregate, or of an entity, that the equal-named fields of an input fill."""
    if operation.verb not in {"create", "put", "update", "transition", "add"}:
        return
    taken = index.input(operation)
    given: set[str | None] = {*operation.sets, *index.kept(operation)}
    creates = operation.verb in {"create", "put", "add"}
    fields = dict(subject.fields)
    if isinstance(subject, Aggregate):
        if subject.caller_owns:
            given.add(subject.owner)
        fields |= {name: field for name, field in subject.held.items() if name in taken}
        if subject.natural and operation.verb == "put":
            given.add(subject.natural.name)  # the path says it
    for name, field in fields.items():
        if name in given or (name not in taken and not creates):
            continue
        if not creates and "immutable" in field.words:
            continue
        yield Fill(
            path=taken[name].path if name in taken else (*operation.path, "input"),
            where=f"the {subject.name} that {operation.name} writes",
            name=name,
            target=field,
            said=None,
            source=taken.get(name),
            wanted=True,
        )


def _runs(index: Index) -> Iterator[Fill]:
    """The input of each command that an event runs."""
    for consumption in index.consumptions:
        command = index.operation(f"{consumption.context}.{consumption.run}")
        payload = index.payload(consumption.event, consumption.context)
        if command is None or payload is None:
            continue
        sources = _of_event(index, payload, consumption.context)
        yield from _mapping(
            targets=index.input(command),
            said=consumption.fill,
            sources=sources,
            path=(*consumption.path, "with"),
            where=f"{command.name}, run by {consumption.event}",
            wanted=True,
        )


def _of_event(index: Index, payload: Fields, home: str) -> Sources:
    """What there is where an event comes: its payload, the time, the tenant."""
    around = ambient(index, home, acting=False)
    return Sources(index=index, home=home, fields=payload, ambient=around)


def _mapping(
    *,
    targets: Fields,
    said: Mapping[str, str],
    sources: Sources,
    path: Path,
    where: str,
    wanted: bool,
) -> Iterator[Fill]:
    """Targets that `{target: source}` fills, or equal names do."""
    for name in dict.fromkeys([*targets, *said]):
        target, source = _given(targets.get(name)), said.get(name)
        yield Fill(
            path=(*path, name),
            where=where,
            name=name,
            target=target,
            said=source,
            source=sources.find(source or name),
            wanted=wanted,
            known=targets,
            sources=sources,
        )


def _given(target: Field | None) -> Field | None:
    """The target as a caller sees it: the time is a default only where an aggregate is made."""
    if target is None or target.default not in ("now", "today"):
        return target
    is_time = target.type.word in ("date", "datetime")
    return replace(target, default=None) if is_time else target


def _feed(index: Index, view: View, feed: Feed) -> Iterator[Fill]:
    """What one event sets in a view, and how it finds the row."""
    payload = index.payload(feed.event, view.context)
    if payload is None:
        return
    sources = _of_event(index, payload, view.context)
    set_ = [*view.fields, *feed.sets] if not feed.remove else [*feed.sets]
    keyed = [view.key] if view.key in view.fields and not feed.where else []
    for name in dict.fromkeys([*set_, *keyed]):
        yield _into(view, feed, name, sources, feed.sets, (), wanted=name in keyed)
    for name in feed.where:
        yield _into(view, feed, name, sources, feed.where, ("where",), wanted=True)


def _into(
    view: View,
    feed: Feed,
    name: str,
    sources: Sources,
    said: Mapping[str, str],
    below: Path,
    *,
    wanted: bool,
) -> Fill:
    target = view.fields.get(name)
    return Fill(
        path=(*feed.path, *below, name) if name in said else feed.path,
        where=f"{view.name}, fed by {feed.event}",
        name=name,
        target=target,
        said=said.get(name),
        source=sources.find(said.get(name) or name),
        # One without a default may be absent where an event does not set it.
        wanted=wanted or (target is not None and target.default is not None),
        known=view.fields,
        sources=sources,
    )
