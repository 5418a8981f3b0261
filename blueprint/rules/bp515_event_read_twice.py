"""One event that is read twice in one place.

## What it means
Every declared version of an event is published. A context that consumes two, a view that two feed,
or a cached answer that `until` drops at two, gets each fact twice. So it does where the event is
named with its context and without it.

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

Read = tuple[str, Path]
"""An event as it is named where it is read, and that place."""

CODE = "BP515"
NAME = "event-read-twice"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every event that one place reads a second time."""
    for context in index.own_contexts:
        home = context.name
        yield from _twice(index, home, home, [(c.event, c.path) for c in context.consumes])
        for view in context.views.values():
            read = [(feed.event, feed.path) for feed in view.feeds]
            yield from _twice(index, home, view.name, read)
    for operation in index.operations:
        path = (*operation.path, "cache", "until")
        read = [(event, (*path, at)) for at, event in enumerate(operation.cached_until)]
        yield from _twice(index, operation.context, operation.name, read)


def _twice(index: Index, home: str, reader: str, read: list[Read]) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for named, path in read:
        event, version = index.event(named, home), named.partition("@")[2]
        version = version or (event.latest if event else "")
        if event is None or version not in event.versions:
            continue
        before = first.get((event.context, event.name))
        first[event.context, event.name] = before or version
        if before == version:
            yield Finding(path, f"{reader} reads {event.name} twice", "delete one of the two")
        elif before is not None:
            message = f"{reader} reads {event.name} in {before} and in {version}: each fact twice"
            yield Finding(path, message, "keep the newest of the two")
