"""Two lines of the context map between the same contexts, one way.

## What it means
Of two contexts the map says once how one depends on the other. A second line stands only for the
other way round.

## Why it matters
The lines may differ, and nobody could say which of them holds.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {code: string}}}}
  billing: {about: Bills., aggregates: {Bill: {fields: {order_id: ref(sales.Order)}}}}
relations:
  - {upstream: sales, downstream: billing, downstream_as: conformist}
  - {upstream: sales, downstream: billing, downstream_as: anticorruption-layer}  # BP308
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {code: string}}}}
  billing: {about: Bills., aggregates: {Bill: {fields: {order_id: ref(sales.Order)}}}}
relations:
  - {upstream: sales, downstream: billing, downstream_as: conformist}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Relation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP308"
NAME = "relation-said-twice"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every line that says what an earlier one said."""
    said: set[tuple[str, str]] = set()
    for relation in index.system.relations:
        ways = _ways(relation)
        if again := sorted(ways & said):
            upstream, downstream = again[0]
            message = f"the relation from {upstream} to {downstream} stands here twice"
            yield Finding(relation.path, message, "keep one of the two")
        said |= ways


def _ways(relation: Relation) -> set[tuple[str, str]]:
    if len(relation.between) == 2:
        one, other = relation.between
        return {(one, other), (other, one)}
    return {(relation.upstream or "", relation.downstream or "")}
