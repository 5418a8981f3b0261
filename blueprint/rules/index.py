"""Looks up what names in a blueprint stand for, so that each rule stays a few lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import permutations

from blueprint.diagnostics import MOST_OF_A_KIND
from blueprint.nearest import slip_of
from blueprint.rules.facts import (
    Aggregate,
    Consumption,
    Context,
    Entity,
    Event,
    Field,
    Operation,
    System,
    Type,
    View,
)
from blueprint.rules.places import Heard, Placed, fields_of, placed

PLACEHOLDER = re.compile(r"\{(\w+)\}")
ON_ONE = frozenset({"put", "update", "delete", "transition", "add", "remove", "get"})
"""The verbs that work on one aggregate, which its id finds."""


@dataclass(frozen=True, eq=False)
class Index:
    """A system and what its names stand for; equal to itself alone, so that answers can be kept."""

    system: System
    today: date | None = None  # the day that rules about dates ask for; None keeps them silent

    # -- everything of one kind ----------------------------------------------------------

    @cached_property
    def own_contexts(self) -> list[Context]:
        """The contexts that are ours."""
        return [context for context in self.system.contexts.values() if not context.external]

    @cached_property
    def aggregates(self) -> list[Aggregate]:
        """Every aggregate."""
        return [a for c in self.system.contexts.values() for a in c.aggregates.values()]

    @cached_property
    def operations(self) -> list[Operation]:
        """Every operation, those of externals too."""
        return [o for c in self.system.contexts.values() for o in c.operations.values()]

    @cached_property
    def events(self) -> list[Event]:
        """Every event."""
        return [e for c in self.system.contexts.values() for e in c.events.values()]

    @cached_property
    def views(self) -> list[View]:
        """Every view."""
        return [v for c in self.system.contexts.values() for v in c.views.values()]

    @cached_property
    def consumptions(self) -> list[Consumption]:
        """Every event that a context runs a command for."""
        return [s for c in self.system.contexts.values() for s in c.consumes]

    def fields(self) -> Iterator[tuple[str, Field]]:
        """Every field that is written anywhere, with its context; kernels have none."""
        for found in self.placed:
            yield found.home, found.field

    @cached_property
    def placed(self) -> list[Placed]:
        """Every field that is written anywhere."""
        found = [p for context in self.system.contexts.values() for p in fields_of(context)]
        for kernel in self.system.kernels.values():
            for fields in kernel.values.values():
                found += placed("", "kernel", fields)
        return found

    # -- what a name stands for ----------------------------------------------------------

    def context(self, name: str) -> Context | None:
        """The context of that name."""
        return self.system.contexts.get(name)

    def aggregate(self, name: str, home: str) -> Aggregate | None:
        """The aggregate `Name` of the context *home*, or `context.Name`."""
        owner, _, last = name.rpartition(".")
        context = self.context(owner or home)
        return context.aggregates.get(last) if context else None

    def operation(self, name: str) -> Operation | None:
        """The operation `context.Name`."""
        owner, _, last = name.rpartition(".")
        context = self.context(owner)
        return context.operations.get(last) if context else None

    def event(self, name: str, home: str) -> Event | None:
        """The event `Name` of the context *home*, or `context.Name`, with or without `@v1`."""
        owner, _, last = name.partition("@")[0].rpartition(".")
        context = self.context(owner or home)
        return context.events.get(last) if context else None

    def payload(self, name: str, home: str) -> dict[str, Field] | None:
        """The fields of an event's version; None where either is not there."""
        event = self.event(name, home)
        version = name.partition("@")[2] or (event.latest if event else "")
        fields = event.versions.get(version) if event else None
        return None if fields is None else dict(fields)

    def subject(self, operation: Operation) -> Aggregate | View | None:
        """What an operation is about: an aggregate, or a view that it gets or lists."""
        context = self.context(operation.context)
        if context is None or operation.target is None or operation.verb == "call":
            return None
        if operation.verb in {"get", "list"} and operation.target in context.views:
            return context.views[operation.target]
        return context.aggregates.get(operation.target)

    def entity(self, operation: Operation) -> Entity | None:
        """The kind of entities that an operation adds, updates or removes; None for others."""
        subject = self.subject(operation) if operation.children else None
        return subject.entity(operation.children) if isinstance(subject, Aggregate) else None

    def written(self, operation: Operation) -> Aggregate | Entity | None:
        """What an operation writes fields of: an entity, else the aggregate that it works on."""
        if operation.children is not None:
            return self.entity(operation)
        subject = self.subject(operation)
        return subject if isinstance(subject, Aggregate) else None

    def entity_type(self, name: str, home: str) -> Entity | None:
        """The entity of the context *home* that the type `Name` stands for."""
        context = self.context(home)
        return context.entities.get(name) if context else None

    def status_type(self, name: str, home: str) -> Aggregate | None:
        """The aggregate whose states the type `NameStatus` holds."""
        if not name.endswith("Status"):
            return None
        found = self.aggregate(name.removesuffix("Status"), home)
        return found if found and found.lifecycle else None

    # -- what goes in and comes out ------------------------------------------------------

    def input(self, operation: Operation) -> dict[str, Field]:
        """What an operation takes, with the `id` that finds its aggregate."""
        subject = self.subject(operation)
        if operation.verb == "call" and operation.target:
            called = self.operation(operation.target)
            return self.input(called) if called and called.verb != "call" else {}
        taken = operation.declared_input
        if taken is None:
            taken = self._taken(operation, subject)
        return {**taken, **(self._identity(operation, subject) if subject else {})}

    def pathable(self, operation: Operation) -> dict[str, Field]:
        """What a path may name: the input; of a list also what it is narrowed to by equality."""
        fields, subject = self.input(operation), self.subject(operation)
        if operation.verb == "list" and subject is not None:
            equal = {name for name, how in operation.filters.items() if how == "equals"}
            fields |= {name: field for name, field in subject.all_fields.items() if name in equal}
        return fields

    def _taken_of(self, operation: Operation, entity: Entity) -> dict[str, Field]:
        """What an operation on entities takes that has no `input:`."""
        given = {*operation.sets, *self.kept(operation)}
        shown = {
            name: field
            for name, field in entity.fields.items()
            if name not in given and "internal" not in field.words
        }
        if operation.verb == "update":
            return {name: field for name, field in shown.items() if "immutable" not in field.words}
        return shown if operation.verb == "add" else {}

    def _taken(self, operation: Operation, subject: Aggregate | View | None) -> dict[str, Field]:
        """What an operation without `input:` takes."""
        if not isinstance(subject, Aggregate):
            return {}
        if operation.children is not None:
            entity = subject.entity(operation.children)
            return self._taken_of(operation, entity) if entity else {}
        given = {*operation.sets, *self.kept(operation)}
        if subject.caller_owns:
            given.add(subject.owner or "")
        if subject.natural and operation.verb != "create":
            given.add(subject.natural.name)
        given |= set(subject.implicit) - {subject.identity}  # BP215 says of them what is wrong
        shown = {
            name: field
            for name, field in subject.fields.items()
            if name not in given and "internal" not in field.words
        }
        if operation.verb in {"create", "put"}:
            return shown
        if operation.verb == "update":
            return {name: field for name, field in shown.items() if "immutable" not in field.words}
        return {}

    def _identity(self, operation: Operation, subject: Aggregate | View) -> dict[str, Field]:
        """The field that finds what the operation is about, and others that its paths name."""
        if operation.verb == "list":
            named = {n for route in operation.routes for n in PLACEHOLDER.findall(route.template)}
            equal = {name for name, how in operation.filters.items() if how == "equals"}
            return {n: field for n, field in subject.all_fields.items() if n in named & equal}
        if isinstance(subject, View):
            key = subject.fields.get(subject.key)
            return {key.name: key} if key and operation.verb == "get" else {}
        found = {"id": subject.implicit["id"]} if self.on_one(operation) else {}
        if (entity := self.entity(operation)) is not None and operation.verb != "add":
            key = Field(
                name=entity.reference, path=entity.path, type=Type(word="uuid"), home=entity.context
            )
            found[key.name] = key
        return found

    @staticmethod
    def on_one(operation: Operation) -> bool:
        """Whether one aggregate that is there, or may be, is known before the operation begins."""
        if operation.verb == "custom" and operation.target:
            named = {n for route in operation.routes for n in PLACEHOLDER.findall(route.template)}
            return "id" in named | set(operation.declared_input or ())
        return operation.verb in ON_ONE

    @cached_property
    def called(self) -> set[str]:
        """The operations that others need or hand on, by their full names."""
        needed = {need.operation for operation in self.operations for need in operation.needs}
        return needed | {o.target for o in self.operations if o.verb == "call" and o.target}

    def acting(self, operation: Operation) -> bool:
        """Whether somebody is known to call: never where an event or the clock may run it."""
        public = any(permission.word == "public" for permission in operation.allow)
        return not (public or operation.every or operation.full_name in self.run_by_events)

    @cached_property
    def run_by_events(self) -> set[str]:
        """The commands that events run, by their full names."""
        return {f"{heard.context}.{heard.run}" for heard in self.consumptions}

    @staticmethod
    def kept(operation: Operation) -> set[str]:
        """The fields that the answers of its needs fill."""
        return {name for need in operation.needs for name in need.keep}

    def answer(self, operation: Operation) -> dict[str, Field] | None:
        """The fields of what an operation answers; None where they are not known by name."""
        if operation.verb == "call" and operation.target:
            called = self.operation(operation.target)
            return self.answer(called) if called and called.verb != "call" else None
        if operation.many:
            return None
        if operation.declared_output is not None:
            return dict(operation.declared_output)
        if operation.answer is not None:
            return self._named(operation.answer.word, operation.context)
        subject = self.subject(operation)
        if subject is None or operation.verb in {"custom", "list", "delete", "remove"}:
            return None
        entity = self.entity(operation)
        return self.fields_of_entity(entity) if entity else dict(subject.all_fields)

    @staticmethod
    def fields_of_entity(entity: Entity) -> dict[str, Field]:
        """The id of an entity, and its fields."""
        id_ = Field(name="id", path=entity.path, type=Type(word="uuid"), home=entity.context)
        return {"id": id_, **entity.fields}

    def _named(self, name: str, home: str) -> dict[str, Field] | None:
        """The fields of an aggregate, a view or a value."""
        owner, _, last = name.rpartition(".")
        context = self.context(owner or home)
        whole = (context.aggregates.get(last) or context.views.get(last)) if context else None
        if whole is not None:
            return dict(whole.all_fields)
        if (entity := self.entity_type(last, owner or home)) is not None:
            return self.fields_of_entity(entity)
        values = [context.values] if context else []
        values += [k.values for k in self.system.kernels.values() if (owner or home) in k.owners]
        return next((dict(known[last]) for known in values if last in known), None)

    # -- who depends on whom -------------------------------------------------------------

    def may_use(self, downstream: str, upstream: str) -> bool:
        """Whether the context map lets *downstream* depend on *upstream*."""
        asked = {(downstream, upstream), (downstream, None), (None, upstream)}
        return downstream == upstream or not asked.isdisjoint(self._leaning)

    def may_use_of(self, downstream: str) -> list[Context]:
        """The other contexts on which the context map lets *downstream* depend, by name."""
        names: set[str] = self._upstreams.get(downstream, set())
        return [self.system.contexts[name] for name in sorted(names) if name != downstream]

    @cached_property
    def _upstreams(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for downstream, upstream in self._leaning:
            if downstream is not None and upstream is not None:
                found.setdefault(downstream, set()).add(upstream)
        return found

    @cached_property
    def _leaning(self) -> set[tuple[str | None, str | None]]:
        """Each context with one that the context map lets it depend on.

        A side that names no context is None, for it could be any; BP201 says so where it stands.
        """
        relations = self.system.relations
        pairs = {pair for r in relations for pair in permutations(r.between, 2)}
        pairs |= {(r.downstream or "", r.upstream or "") for r in relations if not r.between}
        known = {name: name for name in self.system.contexts}
        return {(known.get(one), known.get(other)) for one, other in pairs}

    @cached_property
    def homes(self) -> dict[str, list[str]]:
        """The contexts that have an aggregate of a name."""
        found: dict[str, list[str]] = {}
        for aggregate in self.aggregates:
            found.setdefault(aggregate.name, []).append(aggregate.context)
        return found

    @cached_property
    def heard(self) -> list[Heard]:
        """Every event that somebody waits for: consumers, views, cached answers."""
        found = [
            Heard(path=c.path, event=c.event, home=c.context, who=f"{c.context} consumes")
            for c in self.consumptions
        ]
        for view in self.views:
            who = f"{view.name} is fed by"
            found += [
                Heard(path=feed.path, event=feed.event, home=view.context, who=who)
                for feed in view.feeds
            ]
        for operation in self.operations:
            for number, event in enumerate(operation.cached_until):
                path = (*operation.path, "cache", "until", number)
                who = f"the cache of {operation.name} waits for"
                found.append(Heard(path=path, event=event, home=operation.context, who=who))
        return found

    def emitters(self, event: Event) -> list[Operation]:
        """The operations that emit an event."""
        context = self.context(event.context)
        operations = context.operations.values() if context else ()
        return [o for o in operations if any(e.event == event.name for e in o.emits)]

    def meant(self, event: Event) -> bool:
        """Whether an operation emits an event by a slip of its name, which BP204 says."""
        return event.name in self._slips.get(event.context, ())

    @cached_property
    def _slips(self) -> dict[str, set[str | None]]:
        """For each context the events that are nearest to what it emits and has not."""
        found = {}
        for context in self.own_contexts:
            emitted = {e.event for o in context.operations.values() for e in o.emits}
            unknown = sorted(emitted - context.events.keys())[:MOST_OF_A_KIND]
            found[context.name] = {slip_of(name, context.events) for name in unknown}
        return found


def relation_help(upstream: str, downstream: str) -> str:
    """What to add to the context map."""
    return f"add to relations: {{upstream: {upstream}, downstream: {downstream}}}"
