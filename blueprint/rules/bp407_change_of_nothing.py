"""A change of something that is not there.

## What it means
`changes` names `Aggregate.field`, `Entity.field`, `View.field`, `Value.field`,
`Operation.input.field` or `Operation.output.field`, as it is in the version that it stands under;
and something older must be there to see it. `values` are words of the field's enum, `added` is a
value of its type, and what was `removed`, or is the name before, is not there any more. Beside
`removed`, `is:` says the field as it was written, and the value is one of its type.

## Why it matters
Clients of the older version would see the new form, and nobody would know.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
api:
  versions: {v1: {status: deprecated, sunset: 2030-01-31}, v2: {status: active}}
  changes:
    v2: {Order.colour: {added: red}}  # BP407
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
api:
  versions: {v1: {status: deprecated, sunset: 2030-01-31}, v2: {status: active}}
  changes:
    v2: {Order.code: {renamed_from: number}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import closest, nearest
from blueprint.rules.facts import Change, Context, Field, Fields, Type
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.types import literals
from blueprint.rules.values import misfit

CODE = "BP407"
NAME = "change-of-nothing"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every change whose target is not there, or that no older version sees."""
    for context in index.own_contexts:
        for change in context.changes:
            name = change.target.rpartition(".")[2]
            fields = _fields(index, context, change.target)
            if fields is None or (name not in fields and not change.removes):
                message = f"{context.name} has no {change.target}"
                help_ = nearest(name, fields) if fields else _owner(context, change.target)
                yield Finding(change.path, message, help_)
            elif change.version == next(iter(context.versions), None):
                message = f"{change.version} is the first version: nobody sees what was before it"
                yield Finding(change.path, message, "delete the change")
            else:
                yield from _way(index, change, name, fields)
                yield from _unfilled(context, change, fields.get(name))


def _owner(context: Context, target: str) -> str:
    """Help for a path whose first name the context does not have, or which has no fields."""
    known = [*context.aggregates, *context.entities, *context.views, *context.values]
    known += context.operations
    near = closest(target.partition(".")[0], known)
    unknown = near is not None and near != target.partition(".")[0]
    return f'did you mean "{near}"?' if unknown else "name what the new version has"


def _fields(index: Index, context: Context, target: str) -> Fields | None:
    """The fields of what a path speaks of, None where there is no such thing."""
    name, _, rest = target.partition(".")
    side, _, field = rest.partition(".")
    if not field:
        node = context.aggregates.get(name) or context.views.get(name)
        if (entity := context.entities.get(name)) is not None:
            return entity.fields
        return node.all_fields if node else context.values.get(name)
    operation = context.operations.get(name)
    if operation is None:
        return None
    return index.input(operation) if side == "input" else index.answer(operation)


def _way(index: Index, change: Change, name: str, fields: Fields) -> Iterator[Finding]:
    if change.removes and name in fields:
        message = f"{change.target} is there, so nothing removed it"
        yield Finding((*change.path, "removed"), message, "delete the field, or the change")
    if change.before is not None and change.before in fields:
        message = f"{change.before} is another field that is there"
        path = (*change.path, "renamed_from")
        yield Finding(path, message, "name one that is no more", on_value=True)
    if change.way == "added" and (why := misfit(index, fields[name], change.value)):
        yield Finding((*change.path, "added"), f"{name}: {why[0]}", why[1], on_value=True)
    if (
        change.gone
        and change.value is not None
        and (why := misfit(index, change.gone, change.value))
    ):
        yield Finding((*change.path, "removed"), f"{name}: {why[0]}", why[1], on_value=True)
    if change.way == "values":
        yield from _words(index, change, fields[name].type, fields[name].home)


def _unfilled(context: Context, change: Change, field: Field | None) -> Iterator[Finding]:
    """A new field of an entity that older clients give inside a whole, where nothing fills it."""
    entity = context.entities.get(change.target.partition(".")[0])
    if change.way != "added" or entity is None or field is None or not field.required:
        return
    inputs = (o.declared_input or {} for o in context.operations.values())
    kinds = (kind.word for taken in inputs for f in taken.values() for kind in f.type.walk())
    if entity.name in kinds:
        message = f"older clients give {entity.name} within a list, and nothing fills {field.name}"
        yield Finding(change.path, message, f"give {field.name} a default, or write optional")


def _words(index: Index, change: Change, kind: Type, home: str) -> Iterator[Finding]:
    while kind.inner is not None:
        kind = kind.inner
    known = literals(index, kind, home)
    path = (*change.path, "values")
    if known is None:
        message = f"{change.target} is {kind.text}, which has no words"
        yield Finding(path, message, "say renamed_from, added or removed")
        return
    for new in change.words:
        if new not in known:
            message = f'"{new}" is none of the words of {kind.text}'
            yield Finding((*path, new), message, nearest(new, known))
