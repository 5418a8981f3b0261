"""A type where it cannot stand.

## What it means
`page(T)` is an answer as a whole, never a field or a part of one. A shared kernel's values hold no
references and no type of a context: a kernel belongs to all of its owners, and knows none.

## Why it matters
A page is made when a list is asked for; there is none to be stored or sent.

## Wrong
```yaml
aggregates:
  Box: {fields: {parts: page(string)}}  # BP221
```

## Right
```yaml
aggregates:
  Box: {fields: {parts: list(string)}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Type
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP221"
NAME = "misplaced-type"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every page that is no answer, and every kernel's type that a context would have to own."""
    for placed in index.placed:
        yield from _pages(placed.field.path, placed.field.type)
        if placed.place == "kernel":
            yield from _owned(placed.field.path, placed.field.type)
    for operation in index.operations:
        kind = operation.answer
        if kind is not None and kind.inner is not None:
            yield from _pages((*operation.path, "output"), kind.inner)


def _pages(path: Path, kind: Type) -> Iterator[Finding]:
    for part in kind.walk():
        if part.word == "page":
            inner = part.inner.text if part.inner else "T"
            message = f"{part.text} is an answer as a whole"
            yield Finding(path, message, f"write list({inner})", on_value=True)


def _owned(path: Path, kind: Type) -> Iterator[Finding]:
    for part in kind.walk():
        if part.word == "ref" or "." in part.word:
            message = f"{part.text} belongs to a context, and a shared kernel knows none"
            yield Finding(path, message, "write uuid, or a type of the kernel", on_value=True)
