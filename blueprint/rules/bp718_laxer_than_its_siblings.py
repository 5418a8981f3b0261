"""An operation for any token beside others for the owner.

## What it means
Operations on the aggregate demand `own`. This one says no `allow`, and inherits `authenticated`:
everybody with a token may call it, on everybody's.

## Why it matters
Whoever may not read one of another's may then list them all, or delete them.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security: {roles: {clerk: Sells.}}
defaults: {allow: authenticated}
contexts:
  sales:
    about: Sells.
    aggregates:
      Order: {owner: clerk_id, fields: {clerk_id: subject immutable, code: string}}
    queries:
      GetOrder: {does: get Order, http: "GET /orders/{id}", allow: [clerk own]}
      ListOrders: {does: list Order, http: GET /orders, sort: [created_at]}  # BP718
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security: {roles: {clerk: Sells.}}
defaults: {allow: authenticated}
contexts:
  sales:
    about: Sells.
    aggregates:
      Order: {owner: clerk_id, fields: {clerk_id: subject immutable, code: string}}
    queries:
      GetOrder: {does: get Order, http: "GET /orders/{id}", allow: [clerk own]}
      ListOrders: {does: list Order, http: GET /orders, sort: [created_at], allow: [clerk own]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.inherited import laxer, owned

CODE = "BP718"
NAME = "laxer-than-its-siblings"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every such operation; those that one `crud` stands for are said together."""
    found: dict[Path, tuple[list[str], Operation]] = {}
    for operation, stricter in laxer(index):
        found.setdefault(operation.path, ([], stricter))[0].append(operation.name)
    for path, (names, stricter) in found.items():
        who = f"{', '.join(names)} {'lets' if len(names) == 1 else 'let'} in"
        message = f"{who} whoever has a token, and {stricter.name} demands own"
        grants = (f"{p.word} own" if p.own else p.word for p in owned(stricter))
        help_ = f"write allow: [{', '.join(grants)}], or allow: authenticated if that is meant"
        yield Finding(path, message, help_)
