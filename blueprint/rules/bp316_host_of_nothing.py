"""An upstream context that offers nothing of what the relation says.

## What it means
An `open-host` has operations that others can call; a `published-language` has operations or events
that others can read.

## Why it matters
The map promises a door where there is a wall.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {part_id: ref(stock.Part)}}}}
  stock: {about: Keeps things., aggregates: {Part: {fields: {code: string}}}}
relations:
  - {upstream: stock, downstream: sales, upstream_as: [open-host]}  # BP316
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {part_id: ref(stock.Part)}}}}
  stock:
    about: Keeps things.
    aggregates: {Part: {fields: {code: string}}}
    queries: {GetPart: {does: get Part, http: "GET /parts/{id}"}}
relations:
  - {upstream: stock, downstream: sales, upstream_as: [open-host]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP316"
NAME = "host-of-nothing"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every word under upstream_as that the upstream context does not live up to."""
    for relation in index.system.relations:
        upstream = index.context(relation.upstream or "")
        if upstream is None:
            continue
        offers = {
            "open-host": bool(upstream.operations),
            "published-language": bool(upstream.operations or upstream.events),
        }
        for number, word in enumerate(relation.upstream_as):
            if not offers[word]:
                path = (*relation.path, "upstream_as", number)
                message = f"{upstream.name} is no {word}: it has nothing that others could use"
                help_ = "add an operation or an event there, or delete the word"
                yield Finding(path, message, help_, on_value=True)
