"""One datum that two contexts own.

## What it means
Aggregates of two contexts have one name, and callers write a field of one name and type in both.

## Why it matters
Nobody knows which of the two is right when they differ, and one day they do.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates:
      Customer: {fields: {nickname: string}}
    commands:
      AddCustomer: {does: create Customer, http: POST /customers}
  support:
    about: Helps.
    aggregates:
      Customer: {fields: {nickname: string, note: text}}  # BP310
    commands:
      AddCustomer: {does: create Customer, http: POST /customers}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates:
      Customer: {fields: {nickname: string}}
    commands:
      AddCustomer: {does: create Customer, http: POST /customers}
  support:
    about: Helps.
    aggregates:
      Customer: {fields: {customer_id: ref(sales.Customer), note: text}}
    commands:
      AddCustomer: {does: create Customer, http: POST /customers}
relations:
  - {upstream: sales, downstream: support}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.types import stuff

CODE = "BP310"
NAME = "two-owners"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every aggregate that shares what callers write with an earlier one of its name."""
    written = _written(index)
    first: dict[str, Aggregate] = {}
    for aggregate in index.aggregates:
        other = first.setdefault(aggregate.name, aggregate)
        here, there = (written.get((a.context, a.name), set()) for a in (aggregate, other))
        shared = here & there
        both = [n for n in aggregate.fields if n in shared and _alike(index, aggregate, other, n)]
        if other is not aggregate and both:
            message = (
                f"callers write {', '.join(both)} of {aggregate.name} here and in {other.context}"
            )
            help_ = f"let one own it; the other keeps ref({other.context}.{other.name})"
            yield Finding(aggregate.path, message, help_)


def _written(index: Index) -> dict[tuple[str, str], set[str]]:
    """The fields that callers write, by context and aggregate; references and callers aside."""
    found: dict[tuple[str, str], set[str]] = {}
    for operation in index.operations:
        aggregate = index.subject(operation)
        if operation.verb not in {"create", "put", "update"} or not operation.routes:
            continue
        if isinstance(aggregate, Aggregate):
            fields = (aggregate.fields.get(name) for name in index.input(operation))
            names = {f.name for f in fields if f and f.type.word not in {"ref", "subject"}}
            found.setdefault((aggregate.context, aggregate.name), set()).update(names)
    return found


def _alike(index: Index, one: Aggregate, other: Aggregate, name: str) -> bool:
    fields = (one.fields[name], other.fields[name])
    left, right = (stuff(index, field.type, field.home) for field in fields)
    return left == right
