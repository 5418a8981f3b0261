"""A default or a literal that its type does not have.

## What it means
What follows `=` must be a value of the type: one of an enum's words, a number, true or false.

## Why it matters
A default is written into every row that says nothing of the field.

## Wrong
```yaml
enums:
  Size: [small, large]
aggregates:
  Shirt: {fields: {size: Size = medium}}  # BP216
```

## Right
```yaml
enums:
  Size: [small, large]
aggregates:
  Shirt: {fields: {size: Size = small}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Field
from blueprint.rules.fills import fills
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.values import misfit_of_text

CODE = "BP216"
NAME = "default-of-another-type"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every literal that does not fit its field."""
    for _, field in index.fields():
        if field.default is not None:
            yield from _literal(index, field, field.default, field.path)
    for fill in fills(index):
        if fill.target is not None and fill.said is not None and fill.is_literal:
            yield from _literal(index, fill.target, fill.said[1:].strip(), fill.path)


def _literal(index: Index, field: Field, text: str, path: Path) -> Iterator[Finding]:
    if why := misfit_of_text(index, field, text):
        yield Finding(path, why[0], why[1], on_value=True)
