"""A key that cannot tell things apart.

## What it means
The field under `id`, and the `key` of a view or an event, is one word, number, day or id, and it
is never absent. An id that is another aggregate's does not lead back to its own.

## Why it matters
Rows are found, and messages kept in order, by this field alone.

## Wrong
```yaml
aggregates:
  Country: {id: names, fields: {names: list(string)}}  # BP219
```

## Right
```yaml
aggregates:
  Country: {id: code, fields: {code: string(2..2) immutable, names: list(string)}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Aggregate, Field
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.types import is_key

CODE = "BP219"
NAME = "unfit-key"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every id or key that is no single value, or may be absent."""
    for path, field in _keys(index):
        if not is_key(index, field):
            message = f"{field.name} is {field.type.text}, which tells nothing apart"
            help_ = "name a field that is a string, a number, a uuid or a reference"
            yield Finding(path, message, help_, on_value=True)
        elif field.optional:
            message = f"{field.name} may be absent, so it tells nothing apart"
            yield Finding(path, message, f"delete optional at {field.name}", on_value=True)
    for aggregate in index.aggregates:
        if _leads_back(index, aggregate):
            message = f"the id of {aggregate.name} leads back to itself"
            help_ = "write id: uuid, and leave the reference a field like others"
            yield Finding((*aggregate.path, "id"), message, help_, on_value=True)


def _keys(index: Index) -> Iterator[tuple[Path, Field]]:
    for aggregate in index.aggregates:
        if aggregate.natural:
            yield (*aggregate.path, "id"), aggregate.natural
    for view in index.views:
        if view.key in view.fields:
            yield (*view.path, "key"), view.fields[view.key]
    for event in index.events:
        found = [fields[event.key] for fields in event.versions.values() if event.key in fields]
        if found and not any(field.optional for field in found):  # BP504 says the other case
            yield (*event.path, "key"), found[-1]


def _leads_back(index: Index, start: Aggregate) -> bool:
    seen, found = {(start.context, start.name)}, start
    while (kind := found.implicit["id"].type).word == "ref":
        following = index.aggregate(kind.target, found.context)
        if following is None:
            return False
        found = following
        if (found.context, found.name) in seen:
            return found is start
        seen.add((found.context, found.name))
    return False
