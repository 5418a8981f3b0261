"""A type of another context where it may not be used by name.

## What it means
`context.Name` stands where this context is a conformist of the other, and in the input of a command
that has no `http`, since only events and other contexts reach it. The other context publishes the
type: one of its events, or an operation that others need, speaks of it. An external system knows
nobody's types.

## Why it matters
Whoever shows another's type to its own clients changes when the other does.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    values: {Line: {code: string}}
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
    events:
      Sold: {key: code, payload: {code: string, line: Line}}
  billing:
    about: Bills.
    aggregates:
      Bill: {fields: {line: sales.Line}}  # BP306
    views:
      Sale: {key: code, fields: {code: string}, from: {sales.Sold@v1: {}}}
relations:
  - {upstream: sales, downstream: billing}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    values: {Line: {code: string}}
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
    events:
      Sold: {key: code, payload: {code: string, line: Line}}
  billing:
    about: Bills.
    aggregates:
      Bill: {fields: {line: sales.Line}}
    views:
      Sale: {key: code, fields: {code: string}, from: {sales.Sold@v1: {}}}
relations:
  - {upstream: sales, downstream: billing, downstream_as: conformist}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Operation, Type
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.published import published

CODE = "BP306"
NAME = "type-of-another"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every type of another context that may not stand where it does, or is not published."""
    shared = {context.name: published(index, context) for context in index.own_contexts}
    for path, kind, home, taker in _foreign(index):
        owner, _, name = kind.word.rpartition(".")
        if index.context(owner) is None:  # BP201 says so
            continue
        if owner == home:
            yield Finding(
                path, f"{name} is a type of {home} itself", f"write {name}", on_value=True
            )
        elif (away := index.context(home)) is not None and away.external:
            message = f"{home} is not ours and knows no types of {owner}"
            yield Finding(path, message, "write its fields one by one, or json", on_value=True)
        elif not _may_stand(index, home, owner, taker):
            message = f"{home} is no conformist of {owner}, so {kind.word} cannot stand here"
            help_ = f"write a type of {home}; what is named alike is filled field by field"
            yield Finding(path, message, help_, on_value=True)
        elif owner in shared and name not in shared[owner] and _is_there(index, owner, name):
            message = f"{owner} does not publish {name}: no event of it speaks of it"
            yield Finding(path, message, "use a type that an event carries", on_value=True)


def _foreign(index: Index) -> Iterator[tuple[Path, Type, str, Operation | None]]:
    for placed in index.placed:
        taker = placed.operation if placed.place == "input" else None
        for kind in placed.field.type.walk():
            if kind.named and "." in kind.word and placed.home:
                yield placed.field.path, kind, placed.home, taker
    for operation in index.operations:
        for kind in operation.answer.walk() if operation.answer else ():
            if kind.named and "." in kind.word:
                yield (*operation.path, "output"), kind, operation.context, None


def _may_stand(index: Index, home: str, owner: str, taker: Operation | None) -> bool:
    if taker is not None and taker.is_command and not taker.routes:
        return True
    return any(
        (relation.upstream, relation.downstream) == (owner, home) and relation.conformist
        for relation in index.system.relations
    )


def _is_there(index: Index, owner: str, name: str) -> bool:
    context = index.context(owner)
    return context is not None and (name in context.values or name in context.enums)
