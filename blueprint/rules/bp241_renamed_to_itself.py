"""A node whose last name before is the one that it has.

## What it means
`was:` ends with the name that the node has now. A name that came back may stand among the former
ones, but not at their end: `A: {was: [A, B]}` was A, then B, and is A again.

## Why it matters
Nothing is renamed; the name that was meant is another one.

## Wrong
```yaml
aggregates:
  LabOrder: {was: LabOrder, fields: {code: string}}  # BP241
```

## Right
```yaml
aggregates:
  LabOrder: {was: Order, fields: {code: string}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.siblings import former, siblings

CODE = "BP241"
NAME = "renamed-to-itself"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every node whose last former name is its own."""
    for group in siblings(index):
        for node, name, path in former(group):
            if name == node.name and path[-1] == len(node.was) - 1:
                message = f"{name} is what it is called now"
                yield Finding(path, message, "write the name that it had before", on_value=True)
