"""A field that has two types in two versions of one event.

## What it means
A version may add fields and leave fields out. A field of the same name has the same type in each,
with the same words, and is filled from the same source.

## Why it matters
Emitters build one event and publish it in every version; consumers read both for a while.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold:
    key: code
    versions:
      v1: {code: string, amount: int}
      v2: {code: string, amount: money}  # BP507
views:
  Sale: {key: code, fields: {code: string}, from: {Sold@v2: {}}}
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold:
    key: code
    versions:
      v1: {code: string, amount: int}
      v2: {code: string, amount: int, price: money}
views:
  Sale: {key: code, fields: {code: string}, from: {Sold@v2: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Field
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP507"
NAME = "field-of-two-types"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every field that differs from that of an earlier version."""
    for event in index.events:
        first: dict[str, tuple[str, Field]] = {}
        for version, fields in event.versions.items():
            for name, field in fields.items():
                before, other = first.setdefault(name, (version, field))
                if why := _differs(before, other, version, field):
                    help_ = "give the new one another name"
                    yield Finding(field.path, f"{name} {why}", help_, on_value=True)


def _differs(before: str, first: Field, version: str, field: Field) -> str:
    """How two versions of a field differ, empty where they do not."""
    if first.type != field.type:
        return f"is {_shown(first)} in {before} and {_shown(field)} in {version}"
    if (first.low, first.high, first.pattern) != (field.low, field.high, field.pattern):
        return f"has other bounds in {before} than in {version}"
    if (first.optional, first.default) != (field.optional, field.default):
        return f"may be left out in {before} or in {version}, and not in both"
    source, other = first.source or first.name, field.source or field.name
    return "" if source == other else f"is from {source} in {before} and from {other} in {version}"


def _shown(field: Field) -> str:
    kind = field.type
    return f"string({kind.low}..{kind.high})" if kind.word == "string" else kind.text
