"""An error that nobody declares.

## What it means
`refused: {THEIRS: OURS}` turns an error of the called operation, or `not_found`, into one of the
errors that this operation declares. `then:` in an example names one of these, too.

## Why it matters
An error without a status cannot be answered, and one that the other side never gives hides a
mistake.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Sell:
        about: Sells it.
        does: custom
        http: POST /sales
        needs: {billing.Pay: {refused: {broke: no_money}}}  # BP209
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments, errors: {broke: 409}}
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
      Sell:
        about: Sells it.
        does: custom
        http: POST /sales
        needs: {billing.Pay: {refused: {broke: no_money}}}
        errors: {no_money: 409}
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments, errors: {broke: 409}}
relations:
  - {upstream: billing, downstream: sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import closest, nearest
from blueprint.rules.facts import Need, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP209"
NAME = "unknown-error"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every error that is named, and not declared."""
    for operation in index.operations:
        for need in operation.needs:
            yield from _refused(index, operation, need)
        yield from _examples(operation)


def _refused(index: Index, operation: Operation, need: Need) -> Iterator[Finding]:
    called = index.operation(need.operation)
    for theirs, ours in need.refused.items():
        path = (*need.path, "refused", theirs)
        if called and theirs not in {"not_found", *called.errors}:
            known = nearest(theirs, ["not_found", *called.errors])
            yield Finding(path, f"{need.operation} declares no error {theirs}", known)
        if ours not in operation.errors:
            message = f"{operation.name} declares no error {ours}"
            near = closest(ours, operation.errors)
            added = f"add to {operation.name}: errors: {{{ours}: 409}}"
            help_ = f'did you mean "{near}"?' if near else added
            yield Finding(path, message, help_, on_value=True)


def _examples(operation: Operation) -> Iterator[Finding]:
    for example in operation.examples:
        then = example.then
        if isinstance(then, str) and then not in {"refused", *operation.errors}:
            message = f"{operation.name} declares no error {then}"
            path = (*example.path, "then")
            known = nearest(then, ["refused", *operation.errors])
            yield Finding(path, message, known, on_value=True)
