"""A call that comes back, or goes on.

## What it means
`needs` and `call` name an operation of another context, and one that does something by itself:
none that only calls on.

## Why it matters
Within a context there is no network to cross. A call that is only passed on waits twice, and two
that pass on to each other wait for ever.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, needs: {sales.Pay: {}}}  # BP307
  Pay: {about: Pays., does: custom, http: POST /payments}
```

## Right
```yaml
commands:
  Sell: {about: Sells it and takes the money., does: custom, http: POST /sales}
  Pay: {about: Pays., does: custom, http: POST /payments}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP307"
NAME = "call-in-a-circle"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every call to the own context, and every call to what only calls on."""
    for operation in index.operations:
        for path, name in _calls(operation):
            called = index.operation(name)
            if name.rpartition(".")[0] == operation.context:
                message = f"{operation.name} calls {name}, which is in the same context"
                yield Finding(path, message, "write one custom operation that does both")
            elif called is not None and called.verb == "call":
                message = f"{name} only calls {called.target} itself"
                yield Finding(path, message, f"call {called.target}")


def _calls(operation: Operation) -> Iterator[tuple[Path, str]]:
    for need in operation.needs:
        yield need.path, need.operation
    if operation.verb == "call" and operation.target:
        yield (*operation.path, "does"), operation.target
