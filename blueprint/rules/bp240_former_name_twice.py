"""One former name that is said twice.

## What it means
Two nodes of one kind that stand side by side say that they had the same name before, or one node
says it twice.

## Why it matters
What hangs on the old name (tables, files, topics) goes to one of them.

## Wrong
```yaml
aggregates:
  LabOrder: {was: Order, fields: {code: string}}
  Purchase: {was: Order, fields: {code: string}}  # BP240
```

## Right
```yaml
aggregates:
  LabOrder: {was: Order, fields: {code: string}}
  Purchase: {fields: {code: string}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.siblings import former, siblings

CODE = "BP240"
NAME = "former-name-twice"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every former name after the first that says the same."""
    for group in siblings(index):
        first: dict[str, str] = {}
        for node, name, path in former(group):
            other = first.setdefault(name, node.name)
            if other != node.name:
                message = f"both {other} and {node.name} were {name}"
                yield Finding(path, message, "leave the word to one of them", on_value=True)
            elif node.was.index(name) != path[-1]:
                message = f"that {node.name} was {name} is said twice"
                yield Finding(path, message, "say each name once, the oldest first", on_value=True)
