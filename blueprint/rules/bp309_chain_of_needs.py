"""A caller that waits for a chain of contexts.

## What it means
An operation needs one that needs one that needs a third, each in another context or an external
system.

## Why it matters
The slowest decides how fast all are, and all must be up at once: three contexts that are there for
99.9 % of the time make 99.7 %.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {stock.Reserve: {}}}  # BP309
  stock:
    about: Keeps things.
    commands:
      Reserve: {about: Reserves., does: custom, http: POST /holds, needs: {prices.Quote: {}}}
  prices:
    about: Knows prices.
    commands:
      Quote: {about: Quotes., does: custom, http: POST /quotes, needs: {rates.Convert: {}}}
  rates:
    external: https://rates.example.com
    about: The bank's rates.
    operations: {Convert: {http: GET /rates, output: {rate: decimal(12.6)}}}
relations:
  - {upstream: stock, downstream: sales}
  - {upstream: prices, downstream: stock}
  - {upstream: rates, downstream: prices}
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
        needs: {stock.Reserve: {}, prices.Quote: {}}
  stock:
    about: Keeps things.
    commands:
      Reserve: {about: Reserves., does: custom, http: POST /holds}
  prices:
    about: Knows prices.
    commands:
      Quote: {about: Quotes., does: custom, http: POST /quotes, needs: {rates.Convert: {}}}
  rates:
    external: https://rates.example.com
    about: The bank's rates.
    operations: {Convert: {http: GET /rates, output: {rate: decimal(12.6)}}}
relations:
  - {upstream: stock, downstream: sales}
  - {upstream: prices, downstream: sales}
  - {upstream: rates, downstream: prices}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.calls import calls
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP309"
NAME = "chain-of-needs"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every call that waits for a call that waits for a third."""
    next_ = {o.full_name: [c.operation for c in calls(o)] for o in index.operations}
    for operation in index.operations:
        for call in calls(operation):
            chain = [operation.full_name, call.operation, *_two_more(call.operation, next_)]
            if len(set(chain)) == 4:  # a circle has its own rules
                message = f"{operation.name} waits for {', and that for '.join(chain[1:])}"
                help_ = (
                    "let one of them keep what it needs, fed by events, or call them side by side"
                )
                yield Finding(call.path, message, help_)


def _two_more(name: str, next_: dict[str, list[str]]) -> list[str]:
    """Two calls that follow on a call of *name*, fewer where there are none."""
    ways = [[second, next_[second][0]] for second in next_.get(name, ()) if next_.get(second)]
    return ways[0] if ways else []
