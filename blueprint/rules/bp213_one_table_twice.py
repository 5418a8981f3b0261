"""Two names that become one table or one topic.

## What it means
Aggregates, their entities and views of a context are kept in tables named by their plural; the
runtime has tables of its own (`outbox`, `inbox`, `audit` and others).

## Why it matters
Two tables of one name cannot be created, and one of them would hold both kinds of rows.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
views:
  Orders: {key: code, fields: {code: string}, from: {Placed@v1: {}}}  # BP213
events:
  Placed: {key: code, payload: {code: string}}
commands:
  Place: {about: Places it., does: custom, http: POST /orders, emits: [Placed]}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
views:
  OrderBoard: {key: code, fields: {code: string}, from: {Placed@v1: {}}}
events:
  Placed: {key: code, payload: {code: string}}
commands:
  Place: {about: Places it., does: custom, http: POST /orders, emits: [Placed]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.facts import Aggregate, Entity, View
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP213"
NAME = "one-table-twice"
SEVERITY = Severity.ERROR


RUNTIME_TABLES = frozenset(
    {
        "alembic_version",
        "audit",
        "bus_offset",
        "bus_offsets",
        "idempotency",
        "inbox",
        "messages",
        "offsets",
        "outbox",
        "schedule_runs",
        "schedules",
    }
)


def check(index: Index) -> Iterator[Finding]:
    """Every aggregate, entity or view whose table is another's."""
    for context in index.own_contexts:
        first: dict[str, str] = {}
        nodes: list[Aggregate | Entity | View] = [*context.aggregates.values()]
        nodes += [*context.entities.values(), *context.views.values()]
        for node in nodes:
            table = Name(node.name).table
            other = first.setdefault(table, node.name)
            if table in RUNTIME_TABLES:
                message = f"the table of {node.name}, {table}, is one of the runtime's own"
                yield Finding(node.path, message, "give it another name")
            elif other != node.name:
                message = f"{node.name} and {other} become one table, {table}"
                yield Finding(node.path, message, "give one of them another name")
