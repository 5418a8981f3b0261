"""A type that nothing uses.

## What it means
No field, input, output or other type speaks of the enum or value.

## Why it matters
Whoever reads the blueprint takes it for a part of the language, and looks for what it stands for.

## Wrong
```yaml
enums:
  Colour: [red, blue]  # BP235
aggregates:
  Part: {fields: {code: string}}
```

## Right
```yaml
enums:
  Colour: [red, blue]
aggregates:
  Part: {fields: {code: string, colour: Colour}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.naming import named_types

CODE = "BP235"
NAME = "unused-type"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every enum and value, of contexts and kernels, that no field and no answer is of."""
    homes: dict[str, set[str]] = {}
    for named in named_types(index):
        homes.setdefault(named.name, set()).add(named.home)
    for context in index.own_contexts:
        for family, names in (("enums", context.enums), ("values", context.values)):
            for name in names:
                if context.name not in homes.get(name, set()):
                    yield _finding((*context.path, family, name), name)
    for kernel in index.system.kernels.values():
        users = {"", *kernel.owners}
        for family, names in (("enums", kernel.enums), ("values", kernel.values)):
            for name in names:
                if users.isdisjoint(homes.get(name, set())):
                    yield _finding((*kernel.path, family, name), name)


def _finding(path: Path, name: str) -> Finding:
    return Finding(path, f"nothing uses {name}", "give a field this type, or delete it")
