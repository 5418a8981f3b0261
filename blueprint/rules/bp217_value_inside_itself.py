"""A value type that contains itself.

## What it means
The fields of a value lead, through other values or lists, back to it.

## Why it matters
Such a value has no end: it could be neither stored nor shown in a contract.

## Wrong
```yaml
values:
  Part: {code: string, parts: list(Part)}  # BP217
aggregates:
  Box: {fields: {content: Part}}
```

## Right
```yaml
values:
  Part: {code: string, parts: list(string)}
aggregates:
  Box: {fields: {content: Part}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.rings import in_rings
from blueprint.rules.types import stuff, value_fields

CODE = "BP217"
NAME = "value-inside-itself"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every value that its own fields lead back to."""
    values = [*_values(index)]
    rings = in_rings({(home, name): [*_parts(index, name, home)] for _, home, name in values})
    for path, home, name in values:
        if (home, name) in rings:
            yield Finding(path, f"{name} contains itself", "name its parts by a key instead")


def _values(index: Index) -> Iterator[tuple[Path, str, str]]:
    for context in index.own_contexts:
        for name in context.values:
            yield (*context.path, "values", name), context.name, name
    for kernel in index.system.kernels.values():
        for name in kernel.values:
            yield (*kernel.path, "values", name), kernel.name, name


def _parts(index: Index, name: str, home: str) -> Iterator[tuple[str, str]]:
    for field in (value_fields(index, name, home) or {}).values():
        for kind in field.type.walk():
            made = stuff(index, kind, field.home) if kind.named else None
            if made is not None and made[0] == "value":
                yield str(made[1]), str(made[2])
