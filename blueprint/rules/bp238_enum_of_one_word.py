"""An enum that leaves no choice.

## What it means
The enum has one word.

## Why it matters
A field that can have one value says nothing; if more words are to come, clients should hear of it
now.

## Wrong
```yaml
enums:
  Colour: [red]  # BP238
aggregates:
  Part: {fields: {code: string, colour: Colour}}
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
from blueprint.rules.facts import Context, Kernel
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP238"
NAME = "enum-of-one-word"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every enum of one word, with a name or written in a field."""
    homes: list[Context | Kernel] = [*index.own_contexts, *index.system.kernels.values()]
    for home in homes:
        for name, words in home.enums.items():
            if len(words) == 1:
                yield _finding((*home.path, "enums", name), name, words[0])
    for placed in index.placed:
        field = placed.field
        for kind in field.type.walk():
            if len(kind.literals) == 1:
                yield _finding(field.path, field.name, kind.literals[0])


def _finding(path: Path, name: str, word: str) -> Finding:
    help_ = "add the other words, or leave out what is always the same"
    return Finding(path, f"{name} can only be {word}", help_)
