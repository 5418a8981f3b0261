"""An exception from a rule that finds nothing there.

## What it means
An exception accepts what a rule warns of, or notes, at one node: `at: context.Node`, or
`at: context`. Errors cannot be accepted, and here the rule finds nothing.

## Why it matters
An exception that is left behind would hide the next mistake at the same place.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates: {Order: {fields: {code: string}}}
    queries:
      ListOrders: {does: list Order, http: GET /orders, page: 100}
exceptions:
  - {rule: BP431, at: sales.ListOrders, because: Few., owner: sales, until: 2030-01-31}  # BP803
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates: {Order: {fields: {code: string}}}
    queries:
      ListOrders: {does: list Order, http: GET /orders, page: all}
exceptions:
  - {rule: BP431, at: sales.ListOrders, because: Few., owner: sales, until: 2030-01-31}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP803"
NAME = "exception-of-nothing"
SEVERITY = Severity.WARNING
