"""The schemas of one workspace, for editors: what the language allows, and the names that it has.

Names are offered, and no others refused, so that one which is only being written is no error. Each
context has a file of its names, which speaks of another context only by a reference to that one's
file: a new event is offered elsewhere without a change there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from blueprint import model as m
from blueprint.document.schema import DRAFT
from blueprint.document.types import SIMPLE
from generator.json_text import json_text

Schema: TypeAlias = Mapping[str, object]

_FOLDER = ".blueprint/names"
_SIMPLE = ("string(1..80)", *sorted(SIMPLE))


def emit(system: m.System) -> Iterator[tuple[str, str, str | None]]:
    """Every schema as (path, text, context): see `generator.emit`."""
    for part in (None, *system.contexts):
        yield from emit_part(system, part)


def emit_part(system: m.System, context: m.Context | None) -> Iterator[tuple[str, str, str | None]]:
    """The schema of the names of one context, or those of the system as a whole."""
    if context is None:
        yield ".blueprint/schema.json", json_text(_system(system)), None
        yield ".blueprint/roles.json", json_text(_roles(system)), None
    else:
        name = context.name.snake
        yield f"{_FOLDER}/{name}.json", json_text(_context(system, context)), name


def _system(system: m.System) -> Schema:
    contexts = [context.name.snake for context in system.contexts]
    everyone = _open([*contexts, *(external.name.snake for external in system.externals)])
    relation = {"upstream": everyone, "downstream": everyone, "between": {"items": everyone}}
    inline = {name: {"$ref": f"names/{name}.json#/$defs/names"} for name in contexts}
    return {
        "$schema": DRAFT,
        "title": f"The blueprint of {system.name}",
        "allOf": [{"$ref": "system.schema.json"}],
        **_keys(
            {
                "defaults": _keys({"allow": _ALLOW_HERE}),
                "contexts": {"properties": inline},
                "kernels": _each({"owners": {"items": _open(contexts)}}),
                "relations": {"items": _keys(relation)},
            }
        ),
    }


_ALLOW_HERE: Schema = {"items": {"$ref": "roles.json"}}
_ALLOW: Schema = {"items": {"$ref": "../roles.json"}}


def _roles(system: m.System) -> Schema:
    roles = [role.name.snake for role in system.security.roles]
    return {
        "$schema": DRAFT,
        "title": f"Who may be let in to {system.name}",
        **_open([*roles, *(f"{role} own" for role in roles), "authenticated", "authenticated own"]),
    }


def _context(system: m.System, context: m.Context) -> Schema:
    name = context.name.snake
    return {
        "$schema": DRAFT,
        "title": f"The context {name}, and the names in it",
        "allOf": [{"$ref": "../context.schema.json"}, {"$ref": "#/$defs/names"}],
        "$defs": {
            "names": _keys(_properties(system, context)),
            "events": {"properties": dict(_events(context, name))},
            "operations": {
                "properties": {f"{name}.{o.name}": _about(o.about) for o in context.operations}
            },
            "aggregates": _open(f"ref({name}.{a.name})" for a in context.aggregates),
        },
    }


def _properties(system: m.System, context: m.Context) -> dict[str, Schema]:
    """What each key of the context is offered beside what the language says of it."""
    events = [event.name.pascal for event in context.events]
    aggregates = [aggregate.name.pascal for aggregate in context.aggregates]
    fields = _each_of(_types(system, context))
    calls = {call: _about("") for call in _theirs(system, context)}
    needs = {"properties": calls, **_upstream(system, context, "operations")}
    return {
        "values": {"additionalProperties": fields},
        "aggregates": _each({"fields": fields}),
        "commands": _each(
            {
                "does": _open(_writing(context)),
                "allow": _ALLOW,
                "input": fields,
                "needs": needs,
                "emits": {
                    "items": _open(events),
                    "properties": {
                        "may": {"items": _open(events)},
                        "one_of": {"items": _open(events)},
                        **{event: _about("") for event in events},
                    },
                },
                "uses": {"items": _open(aggregates)},
                "lock": _open(aggregates),
            }
        ),
        "queries": _each(
            {
                "does": _open(_reading(context)),
                "allow": _ALLOW,
                "input": fields,
                "needs": needs,
                "uses": {"items": _open(aggregates)},
            }
        ),
        "events": _each({"of": _open(aggregates), "payload": fields}),
        "consumes": {
            **_upstream(system, context, "events"),
            "additionalProperties": _keys({"run": _open(_commands(context))}),
        },
        "views": _each({"fields": fields, "from": _feeding(system, context)}),
    }


def _writing(context: m.Context) -> Iterator[str]:
    """What a command may do with what is there."""
    yield "custom"
    for aggregate in context.aggregates:
        name = aggregate.name.pascal
        yield from (f"{verb} {name}" for verb in ("create", "put", "update", "delete", "custom"))
        yield from _on_children(aggregate)
        for transition in aggregate.lifecycle.transitions if aggregate.lifecycle else ():
            yield f"transition {name}.{transition.name}"
            yield f"custom {name}.{transition.name}"


def _on_children(aggregate: m.Aggregate) -> Iterator[str]:
    for field in aggregate.children:
        yield from (f"{verb} {aggregate.name}.{field.name}" for verb in ("add", "update", "remove"))


def _reading(context: m.Context) -> Iterator[str]:
    yield "custom"
    for aggregate in context.aggregates:
        yield f"custom {aggregate.name}"
    for name in [*(a.name for a in context.aggregates), *(v.name for v in context.views)]:
        yield from (f"get {name}", f"list {name}")


def _commands(context: m.Context) -> list[str]:
    return [operation.name.pascal for operation in context.commands]


def _events(context: m.Context, owner: str = "") -> Iterator[tuple[str, Schema]]:
    """The context's events with their versions, as others name them or, without owner, itself."""
    prefix = f"{owner}." if owner else ""
    for event in context.events:
        for published in event.versions:
            yield f"{prefix}{event.name}@{published.version}", _about(event.about)


def _about(text: str) -> Schema:
    """What an editor shows beside a name; an object even if it is empty, or it is not offered."""
    return {"description": text} if text else {}


def _types(system: m.System, context: m.Context) -> Schema:
    """Types that are no words of the language alone: those of here, and refs to what is near."""
    names = [enum.name.pascal for enum in context.all_enums]
    names += [value.name.pascal for value in context.all_values if value.entity is None]
    offered = [*_SIMPLE, *names, *(f"list({name})" for name in names)]
    near = [context.name.snake, *_near(system, context)]
    refs = [{"$ref": f"{name}.json#/$defs/aggregates"} for name in near]
    return {"anyOf": [{"enum": offered}, *refs, True]}


def _upstream(system: m.System, context: m.Context, what: str) -> Schema:
    """The events or operations of the contexts that the map lets this one depend on."""
    near = _near(system, context)
    return {"allOf": [{"$ref": f"{name}.json#/$defs/{what}"} for name in near]} if near else {}


def _feeding(system: m.System, context: m.Context) -> Schema:
    return {
        **_upstream(system, context, "events"),
        "properties": dict(_events(context)),
    }


def _near(system: m.System, context: m.Context) -> list[str]:
    """The contexts of ours that the map lets this one depend on, itself left out."""
    name = context.name.snake
    others = [other.name.snake for other in system.contexts if other is not context]
    return [other for other in others if any(r.permits(name, other) for r in system.relations)]


def _theirs(system: m.System, context: m.Context) -> Iterator[str]:
    """The operations of systems that are not ours, where the map lets this context call them."""
    name = context.name.snake
    for external in system.externals:
        if any(r.permits(name, external.name.snake) for r in system.relations):
            yield from (f"{external.name.snake}.{one.name}" for one in external.operations)


def _open(names: Iterable[str]) -> Schema:
    """Any value, of which these are offered."""
    listed = list(dict.fromkeys(names))
    return {"type": "string", "anyOf": [{"enum": listed}, True]} if listed else {}


def _each(properties: Mapping[str, Schema]) -> Schema:
    return _each_of(_keys(properties))


def _keys(properties: Mapping[str, Schema]) -> Schema:
    """Keys of the language with what is offered below them; they are offered by the language."""
    told = {key: {**schema, "doNotSuggest": True} for key, schema in properties.items()}
    return {"properties": told}


def _each_of(schema: Schema) -> Schema:
    return {"additionalProperties": schema}
