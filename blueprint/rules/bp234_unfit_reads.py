"""`reads: sql` where no code of ours would ask in SQL.

## What it means
`reads: sql` lets a custom query ask the tables of its own context, one statement at a time that
only reads. A command writes through its repositories; a plain query is generated; a context with
`storage: none` has no tables.

## Why it matters
What may ask in SQL is more than what may not: it is given only where it is used.

## Wrong
```yaml
aggregates:
  Order: {fields: {total: int}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}", reads: sql}  # BP234
```

## Right
```yaml
aggregates:
  Order: {fields: {total: int}}
queries:
  Turnover:
    about: What all orders come to.
    does: custom
    http: GET /turnover
    reads: sql
    output: {total: int}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Context, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP234"
NAME = "unfit-reads"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every `reads` that gives nothing."""
    for context in index.own_contexts:
        for operation in context.operations.values():
            if operation.reads and (wrong := _wrong(operation, context)):
                yield Finding((*operation.path, "reads"), *wrong)


def _wrong(operation: Operation, context: Context) -> tuple[str, str] | None:
    if operation.is_command:
        hint = "leave it out, or put it into queries"
        return f"{operation.name} is a command: it writes through its repositories", hint
    if operation.verb != "custom":
        hint = "leave it out, or write does: custom"
        return f"{operation.name} is generated, and would not ask in SQL", hint
    if context.storage == "none":
        return f"{context.name} has no tables of its own", "leave it out"
    return None
