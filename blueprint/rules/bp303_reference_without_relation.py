"""A reference to another context to which the context map has no relation.

## What it means
`ref(context.Aggregate)` and `context.Type` ask for a relation in which the other context is
upstream, or a partner.

## Why it matters
An id that is stored is a dependency for years: when the other context changes what it identifies,
this one is wrong.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates:
      Order: {fields: {bill_id: ref(billing.Bill)}}  # BP303
  billing:
    about: Bills.
    aggregates:
      Bill: {fields: {code: string}}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates:
      Order: {fields: {bill_id: ref(billing.Bill)}}
  billing:
    about: Bills.
    aggregates:
      Bill: {fields: {code: string}}
relations:
  - {upstream: billing, downstream: sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index, relation_help

CODE = "BP303"
NAME = "reference-without-relation"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every type of another context that the context map does not allow."""
    for home, field in index.fields():
        for kind in field.type.walk():
            name = kind.target if kind.word == "ref" else kind.word
            owner = name.rpartition(".")[0]
            if not owner or not home or index.context(owner) is None:
                continue
            if index.may_use(home, owner):
                continue
            message = (
                f"{field.name} refers to {name}, but the context map has no relation "
                f"from {owner} to {home}"
            )
            yield Finding(field.path, message, relation_help(owner, home), on_value=True)
