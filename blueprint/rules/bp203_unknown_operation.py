"""An operation that is not there.

## What it means
`needs` and `call` name an operation of another context, `run` a command of this one.

## Why it matters
A call that nobody answers would fail in production, every time.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {billing.Pya: {}}}  # BP203
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments}
relations:
  - {upstream: billing, downstream: sales}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {billing.Pay: {}}}
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments}
relations:
  - {upstream: billing, downstream: sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.facts import Consumption
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP203"
NAME = "unknown-operation"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every operation that is named, and none."""
    for operation in index.operations:
        for need in operation.needs:
            yield from _called(index, need.path, need.operation)
        if operation.verb == "call" and operation.target:
            yield from _called(index, (*operation.path, "does"), operation.target)
    for consumption in index.consumptions:
        yield from _run(index, consumption)


def _called(index: Index, path: Path, name: str) -> Iterator[Finding]:
    owner, _, last = name.rpartition(".")
    context = index.context(owner)
    if context and last not in context.operations:
        help_ = nearest(last, context.operations)
        yield Finding(path, f"{owner} has no operation {last}", help_)


def _run(index: Index, consumption: Consumption) -> Iterator[Finding]:
    command = index.operation(f"{consumption.context}.{consumption.run}")
    if command is not None and command.is_command:
        return
    context = index.context(consumption.context)
    operations = context.operations.values() if context else ()
    known = [operation.name for operation in operations if operation.is_command]
    message = f"{consumption.context} has no command {consumption.run}"
    path = (*consumption.path, "run")
    yield Finding(path, message, nearest(consumption.run, known), on_value=True)
