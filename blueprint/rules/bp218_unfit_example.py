"""An example that cannot be run.

## What it means
`given` and `then` name fields of the aggregate, `when` what the operation takes, `emits` events
that it emits; each value is one that its field can have, and what must be given is given.

## Why it matters
Examples come out as tests. One that does not fit would fail, or test nothing.

## Wrong
```yaml
aggregates:
  Order: {fields: {amount: int}}
commands:
  AddOrder:
    does: create Order
    http: POST /orders
    examples:
      - {when: {amount: many}, then: {amount: 2}}  # BP218
```

## Right
```yaml
aggregates:
  Order: {fields: {amount: int}}
commands:
  AddOrder:
    does: create Order
    http: POST /orders
    examples:
      - {when: {amount: 2}, then: {amount: 2}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.facts import Aggregate, Example, Fields, Operation, Values
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.values import misfit

CODE = "BP218"
NAME = "unfit-example"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Everything in examples that their operation or aggregate does not have."""
    for operation in index.operations:
        for example in operation.examples:
            yield from _of_operation(index, operation, example)
    for aggregate in index.aggregates:
        for example in aggregate.examples:
            yield from _of_aggregate(index, aggregate, example)


def _of_operation(index: Index, operation: Operation, example: Example) -> Iterator[Finding]:
    subject, taken = index.subject(operation), index.input(operation)
    own: Fields = subject.all_fields if subject else {}
    answered = own or index.answer(operation) or {}
    what = subject.name if subject else operation.name
    yield from _values(index, (*example.path, "given"), example.given or {}, own, what)
    yield from _values(index, (*example.path, "when"), example.when, taken, operation.name)
    if not isinstance(example.then, str):
        yield from _values(index, (*example.path, "then"), example.then or {}, answered, what)
    yield from _missing(index, operation, example, taken)
    yield from _events(operation, example)


def _of_aggregate(index: Index, aggregate: Aggregate, example: Example) -> Iterator[Finding]:
    own, name = aggregate.all_fields, aggregate.name
    yield from _values(index, (*example.path, "given"), example.given or {}, own, name)
    yield from _values(index, (*example.path, "when"), example.when, own, name)
    if not isinstance(example.then, str):
        yield from _values(index, (*example.path, "then"), example.then or {}, own, name)


def _values(
    index: Index, path: Path, values: Values, known: Fields, what: str
) -> Iterator[Finding]:
    for name, value in values.items():
        if name not in known:
            message = f"{what} has no field {name}"
            yield Finding((*path, name), message, nearest(name, known))
        elif why := misfit(index, known[name], value):
            yield Finding((*path, name), f"{name}: {why[0]}", why[1], on_value=True)


def _missing(
    index: Index, operation: Operation, example: Example, taken: Fields
) -> Iterator[Finding]:
    entity = index.entity(operation)
    named = {"id", entity.reference if entity else "id"}
    missing = [
        name
        for name, field in taken.items()
        if field.required and name not in example.when and name not in named
    ]
    if missing and operation.verb not in {"get", "list"} and not _is_patch(operation):
        message = f"the example does not give {', '.join(missing)}, which {operation.name} takes"
        values = ", ".join(f"{name}: …" for name in missing)
        yield Finding((*example.path, "when"), message, f"write when: {{{values}}}")


def _is_patch(operation: Operation) -> bool:
    """Whether what is absent stays as it is."""
    return operation.verb == "update" and any(r.method == "PATCH" for r in operation.routes)


def _events(operation: Operation, example: Example) -> Iterator[Finding]:
    emitted = [emission.event for emission in operation.emits]
    for number, event in enumerate(example.emits):
        if event not in emitted:
            path = (*example.path, "emits", number)
            message = f"{operation.name} does not emit {event}"
            yield Finding(path, message, nearest(event, emitted), on_value=True)
