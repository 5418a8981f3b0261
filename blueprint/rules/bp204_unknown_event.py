"""An event that is not there.

## What it means
`emits` names an event of this context; `consumes`, `views` and `until` may name another's, as
`context.Event`.

## Why it matters
A message that nobody sends is waited for in vain.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}  # BP204
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold: {key: code, payload: {code: string}}
views:
  Sale: {key: code, fields: {code: string}, from: {Sold@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP204"
NAME = "unknown-event"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every event that is named, and none."""
    for path, name, home in _named(index):
        owner, _, last = name.partition("@")[0].rpartition(".")
        context = index.context(owner or home)
        if context and last not in context.events:
            known = _of_others(index, name, home) or nearest(last, context.events)
            yield Finding(path, f"{owner or home} has no event {last}", known)


def _of_others(index: Index, name: str, home: str) -> str:
    """What to write for an event of another context that is named as if it were one's own."""
    if "." in name:
        return ""
    others = [event for event in index.events if event.name == name and event.context != home]
    said = [f"{event.context}.{name}@{event.latest}" for event in others if event.versions]
    return f"write {' or '.join(said[:3])}" if said else ""


def _named(index: Index) -> Iterator[tuple[Path, str, str]]:
    for operation in index.operations:
        for emission in operation.emits:
            yield emission.path, emission.event, operation.context
    for heard in index.heard:
        yield heard.path, heard.event, heard.home
