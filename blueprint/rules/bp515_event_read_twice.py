"""One event that a context reads in two versions.

## What it means
Every declared version of an event is published. A context that consumes two, or a view that two
feed, gets each fact twice.

## Why it matters
A command that is run twice for one fact does twice what should be done once.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
  Note: {about: Notes it., does: custom, input: {code: string}}
events:
  Sold: {key: code, versions: {v1: {code: string}, v2: {code: string, colour: string}}}
consumes:
  Sold@v1: Note
  Sold@v2: Note  # BP515
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
  Note: {about: Notes it., does: custom, input: {code: string}}
events:
  Sold: {key: code, versions: {v1: {code: string}, v2: {code: string, colour: string}}}
consumes:
  Sold@v2: Note
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP515"
NAME = "event-read-twice"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every second version of an event in one place."""
    for context in index.own_contexts:
        yield from _twice(context.name, [(c.event, c.path) for c in context.consumes])
        for view in context.views.values():
            yield from _twice(view.name, [(feed.event, feed.path) for feed in view.feeds])


def _twice(reader: str, read: list[tuple[str, Path]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for event, path in read:
        name, _, version = event.partition("@")
        before = first.setdefault(name, version)
        if before != version:
            message = f"{reader} reads {name} in {before} and in {version}: each fact twice"
            yield Finding(path, message, "keep the newest of the two")
