"""An entity whose name is that of a field.

## What it means
In the paths of its operations an entity goes by its name in snake_case, and by that with `_id`:
`line.sku` in a fill, `{line_id}` in a path. No field of its aggregate, or of its own, has these
names.

## Why it matters
One of the two would be meant, and nobody could say which.

## Wrong
```yaml
aggregates:
  Order:
    fields: {code: string, line_id: uuid}
    entities: {Line: {in: lines, fields: {sku: string}}}  # BP227
commands:
  AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
```

## Right
```yaml
aggregates:
  Order:
    fields: {code: string, first_line: uuid}
    entities: {Line: {in: lines, fields: {sku: string}}}
commands:
  AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP227"
NAME = "entity-named-like-a-field"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every entity that goes by the name of a field that its operations see, too."""
    for aggregate in index.aggregates:
        for entity in aggregate.entities.values():
            for name in (Name(entity.name).snake, entity.reference):
                if name in {*aggregate.all_fields, *entity.fields}:
                    holder = entity.name if name in entity.fields else aggregate.name
                    message = f"{name} means {entity.name} here, and is a field of {holder}"
                    help_ = "give the field, or the entity, another name"
                    yield Finding(entity.path, message, help_)
