"""A former name that something else has now.

## What it means
`was:` says what a node was called before. A node of the same kind beside it has that name now: of
two contexts, of two operations, events, views, entities or aggregates of one context, or of two
fields of one node.

## Why it matters
What hangs on the old name (tables, files, topics) cannot go to both.

## Wrong
```yaml
aggregates:
  LabOrder: {was: Order, fields: {code: string}}  # BP239
  Order: {fields: {code: string}}
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

CODE = "BP239"
NAME = "former-name-in-use"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every former name that a sibling has now."""
    for group in siblings(index):
        living = {node.name for node in group}
        for node, name, path in former(group):
            if name in living and name != node.name:
                message = f"{node.name} was {name}, and another is called {name} now"
                hint = "leave the word out, or give the other one another name"
                yield Finding(path, message, hint, on_value=True)
