"""A status that forbids the answer.

## What it means
204 and 205 carry no body, but the operation answers something.

## Why it matters
The answer would be thrown away, and clients would wait for it.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, status: 204}  # BP409
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, status: 201}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP409"
NAME = "answer-without-body"
SEVERITY = Severity.ERROR

WITHOUT_BODY = frozenset({204, 205})


def check(index: Index) -> Iterator[Finding]:
    """Every operation that answers something with a status that has no body."""
    for operation in index.operations:
        if operation.status in WITHOUT_BODY and _answers(index, operation):
            message = f"{operation.status} carries no body, but {operation.name} answers something"
            yield Finding((*operation.path, "status"), message, "write 200", on_value=True)


def _answers(index: Index, operation: Operation) -> bool:
    if operation.declared_output is not None or operation.answer is not None:
        return True
    if operation.verb == "call":
        called = index.operation(operation.target or "")
        return called is not None and called.verb != "call" and _answers(index, called)
    return operation.verb not in {"delete", "remove", "custom"}
