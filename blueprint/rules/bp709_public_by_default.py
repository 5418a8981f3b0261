"""Operations that are public because nobody said otherwise.

## What it means
`allow: public` stands in `defaults`, or for a whole context, in a system that says who issues its
tokens or which roles there are; an operation says nothing itself.

## Why it matters
The next operation that somebody adds is open to everybody, and no line of it says so.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  roles: {clerk: Sells.}
defaults: {allow: public}  # BP709
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, allow: [clerk]}
    queries:
      Count: {about: Counts., does: custom, http: GET /count, output: {count: int}}
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
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, allow: [clerk]}
    queries:
      Count: {about: Counts., does: custom, http: GET /count, output: {count: int}, allow: public}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP709"
NAME = "public-by-default"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every default that makes operations public which do not say so themselves."""
    if not index.system.identified:
        return  # whoever has nobody to tell apart is only looking around
    open_: dict[Path, list[str]] = {}
    for operation in index.operations:
        for permission in operation.allow:
            own = permission.path[: len(operation.path)] == operation.path
            if permission.word == "public" and not own:
                open_.setdefault(permission.path, []).append(operation.name)
    for path, names in open_.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        message = f"everybody may call {names[0]}{more}, where nothing is said of it"
        help_ = "write allow: authenticated here, and allow: public where it is meant"
        yield Finding(path, message, help_)
