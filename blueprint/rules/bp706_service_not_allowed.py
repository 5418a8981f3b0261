"""A call that is always refused, since the called operation does not serve this context.

## What it means
What an event or the clock runs acts for no user: it calls as its own service. The called operation
says `allow: public`, `authenticated` or `service:CONTEXT`.

## Why it matters
The call fails each time, and only in production, where somebody checks.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security: {roles: {clerk: Sells.}}
contexts:
  sales:
    about: Sells.
    commands:
      Remind: {about: Reminds., does: custom, every: 1d, needs: {billing.Count: {}}}  # BP706
  billing:
    about: Bills.
    queries:
      Count: {about: Counts., does: custom, http: GET /count, allow: [clerk], output: {n: int}}
relations:
  - {upstream: billing, downstream: sales}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security: {roles: {clerk: Sells.}}
contexts:
  sales:
    about: Sells.
    commands:
      Remind: {about: Reminds., does: custom, every: 1d, needs: {billing.Count: {}}}
  billing:
    about: Bills.
    queries:
      Count:
        about: Counts.
        does: custom
        http: GET /count
        allow: [clerk, service:sales]
        output: {n: int}
relations:
  - {upstream: billing, downstream: sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP706"
NAME = "service-not-allowed"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every need of what runs by itself that serves users only."""
    for operation in index.operations:
        if operation.routes or not (operation.every or operation.full_name in index.run_by_events):
            continue
        for need in operation.needs:
            called = index.operation(need.operation)
            if called is not None and not _serves(index, called, operation.context):
                message = f"{need.operation} does not serve {operation.context} itself"
                help_ = f"add to allow of {need.operation}: service:{operation.context}"
                yield Finding(need.path, message, help_)


def _serves(index: Index, called: Operation, context: str) -> bool:
    home = index.context(called.context)
    if home is None or home.external or not called.allow:
        return True
    words = {permission.word for permission in called.allow if not permission.own}
    return bool(words & {"public", "authenticated", f"service:{context}"})
