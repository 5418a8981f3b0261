"""Two contexts that are upstream of each other.

## What it means
One relation makes the first context upstream of the second, another the second upstream of the
first.

## Why it matters
Upstream means: free to change, others follow. Two that follow each other change together, and
should say so.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {part_id: ref(stock.Part)}}}}
  stock: {about: Keeps things., aggregates: {Part: {fields: {order_id: ref(sales.Order)}}}}
relations:
  - {upstream: stock, downstream: sales}
  - {upstream: sales, downstream: stock}  # BP315
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {part_id: ref(stock.Part)}}}}
  stock: {about: Keeps things., aggregates: {Part: {fields: {order_id: ref(sales.Order)}}}}
relations:
  - {between: [stock, sales], as: partnership}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP315"
NAME = "upstream-of-each-other"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every relation whose opposite stands before it."""
    before: set[tuple[str | None, str | None]] = set()
    for relation in index.system.relations:
        if relation.between:
            continue
        upstream, downstream = relation.upstream, relation.downstream
        if (downstream, upstream) in before:
            message = f"{upstream} and {downstream} are upstream of each other"
            help_ = f"write {{between: [{downstream}, {upstream}], as: partnership}} for both"
            yield Finding(relation.path, message, help_)
        before.add((upstream, downstream))
