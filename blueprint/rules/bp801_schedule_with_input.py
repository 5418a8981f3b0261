"""An operation that runs by itself and takes an input.

## What it means
`every:` runs an operation without a caller: nobody gives what it takes.

## Why it matters
It would fail each time it runs.

## Wrong
```yaml
commands:
  Clean: {about: Cleans., does: custom, every: 1h, input: {days: int}}  # BP801
```

## Right
```yaml
commands:
  Clean: {about: Cleans., does: custom, every: 1h, input: {days: int = 30}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP801"
NAME = "schedule-with-input"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every scheduled operation with an input that must be given."""
    for operation in index.operations:
        if operation.every is None:
            continue
        taken = [field.name for field in index.input(operation).values() if field.required]
        if taken:
            message = f"{operation.name} runs by itself, but takes {', '.join(taken)}"
            help_ = "give it a default, or find it in the operation"
            if "id" in taken and operation.target and operation.verb != "custom":
                made = f".{operation.move}" if operation.move else ""
                help_ = f"write does: custom {operation.target}{made}, and find them in the code"
            yield Finding((*operation.path, "every"), message, help_)
