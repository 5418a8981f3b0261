"""A version that should be gone.

## What it means
The `sunset` of a version of an API or an event is a day that has passed, and the version is still
there.

## Why it matters
Clients were told that it ends; while it does not, none of them believes the next date.

## Wrong
```yaml
api:
  versions:
    v1: {status: deprecated, sunset: 2020-01-31}  # BP435
    v2: {status: active}
```

## Right
```yaml
api:
  versions:
    v1: {status: retired, sunset: 2020-01-31}
    v2: {status: active}
```
"""

from collections.abc import Iterator, Mapping
from datetime import date

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP435"
NAME = "sunset-that-passed"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every sunset before today; none where no day is known."""
    if index.today is None:
        return
    for context in index.own_contexts:
        here = {v: day for v, day in context.sunsets.items() if context.versions[v] != "retired"}
        hint = "write status: retired, or tell clients a later day"
        yield from _passed(here, (*context.path, "api", "versions"), index.today, hint)
    for event in index.events:
        hint = "delete the version, or tell its consumers a later day"
        yield from _passed(event.sunsets, (*event.path, "versions"), index.today, hint)


def _passed(sunsets: Mapping[str, date], path: Path, today: date, hint: str) -> Iterator[Finding]:
    for version, day in sunsets.items():
        if day < today:
            yield Finding((*path, version, "sunset"), f"{version} was to end on {day}", hint)
