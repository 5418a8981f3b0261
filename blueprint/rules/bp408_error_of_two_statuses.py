"""One error with two statuses.

## What it means
An error that several operations of a context declare has the same status in each.

## Why it matters
It is one class in the code and one problem type in the contract; clients tell it by its name.

## Wrong
```yaml
commands:
  Sell: {about: Sells., does: custom, http: POST /sales, errors: {sold_out: 409}}
  Lend: {about: Lends., does: custom, http: POST /loans, errors: {sold_out: 404}}  # BP408
```

## Right
```yaml
commands:
  Sell: {about: Sells., does: custom, http: POST /sales, errors: {sold_out: 409}}
  Lend: {about: Lends., does: custom, http: POST /loans, errors: {sold_out: 409}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP408"
NAME = "error-of-two-statuses"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every error whose status differs from that of an earlier operation."""
    for context in index.own_contexts:
        first: dict[str, tuple[int, str]] = {}
        for operation in context.operations.values():
            for name, status in operation.errors.items():
                before, other = first.setdefault(name, (status, operation.name))
                if before != status:
                    message = f"{name} is {before} in {other} and {status} here"
                    path = (*operation.path, "errors", name)
                    yield Finding(path, message, f"write {name}: {before}", on_value=True)
