"""An operation needs another context to which the context map has no relation.

## What it means
`needs` and `call` ask for a relation in which the other context is upstream, or a partner.

## Why it matters
The context map is where the architecture decides who may wait for whom. A call that it does not
know is a dependency that nobody decided on.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {billing.Pay: {}}}  # BP301
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments}
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
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index, relation_help

CODE = "BP301"
NAME = "need-without-relation"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every call that the context map does not allow."""
    for operation in index.operations:
        for path, name in _calls(operation):
            owner = name.rpartition(".")[0]
            if owner == operation.context or index.context(owner) is None:
                continue
            if not index.may_use(operation.context, owner):
                message = (
                    f"{operation.name} needs {name}, but the context map has no relation "
                    f"from {owner} to {operation.context}"
                )
                yield Finding(path, message, relation_help(owner, operation.context))


def _calls(operation: Operation) -> Iterator[tuple[Path, str]]:
    for need in operation.needs:
        yield need.path, need.operation
    if operation.verb == "call" and operation.target:
        yield (*operation.path, "does"), operation.target
