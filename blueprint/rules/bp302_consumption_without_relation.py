"""A context consumes an event of another to which the context map has no relation.

## What it means
`consumes` and a view's `from` ask for a relation in which the other context is upstream, or a
partner.

## Why it matters
Whoever consumes an event depends on its payload. The other side must know for whom it keeps it
stable.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Note: {about: Notes it., does: custom, input: {code: string}}
    consumes:
      billing.Paid@v1: {run: Note}  # BP302
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments, emits: [Paid]}
    events:
      Paid: {key: code, payload: {code: string}}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Note: {about: Notes it., does: custom, input: {code: string}}
    consumes:
      billing.Paid@v1: {run: Note}
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments, emits: [Paid]}
    events:
      Paid: {key: code, payload: {code: string}}
relations:
  - {upstream: billing, downstream: sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index, relation_help

CODE = "BP302"
NAME = "consumption-without-relation"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every event that the context map does not allow to be consumed."""
    for heard in index.heard:
        owner, home = heard.event.partition("@")[0].rpartition(".")[0], heard.home
        if owner and index.context(owner) and not index.may_use(home, owner):
            message = (
                f"{heard.who} {heard.event}, but the context map has no relation "
                f"from {owner} to {home}"
            )
            yield Finding(heard.path, message, relation_help(owner, home))
