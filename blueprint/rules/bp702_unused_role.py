"""A role that nothing uses.

## What it means
No operation, and no default, allows the role.

## Why it matters
A role that opens nothing is asked for, granted and reviewed for nothing.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  roles: {clerk: Sells., guest: Looks around.}  # BP702
contexts:
  sales:
    about: Sells.
    queries:
      Count: {about: Counts., does: custom, http: GET /count, allow: [clerk], output: {count: int}}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  roles: {clerk: Sells.}
contexts:
  sales:
    about: Sells.
    queries:
      Count: {about: Counts., does: custom, http: GET /count, allow: [clerk], output: {count: int}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP702"
NAME = "unused-role"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every declared role that is allowed nowhere."""
    used = {p.word for o in index.operations for p in o.allow}
    used |= {permission.word for permission in index.system.default_allow}
    for role in sorted(index.system.roles - used):
        message = f"nothing allows the role {role}"
        yield Finding(("security", "roles", role), message, "allow it somewhere, or delete it")
