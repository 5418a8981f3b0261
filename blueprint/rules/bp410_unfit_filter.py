"""A list that is narrowed or sorted by what has no such order.

## What it means
`prefix` and `contains` compare texts, `range` what has an order, `equals` and `in` single values,
`present` what may be absent. Values, lists, maps, JSON, bytes and money have no order to sort by.
What is `secret` is never compared, and `limit`, `cursor` and `sort` are the list's own words.

## Why it matters
No index helps with such a question, and of a secret each answer tells a part.

## Wrong
```yaml
aggregates:
  Order: {fields: {amount: int}}
queries:
  ListOrders: {does: list Order, http: GET /orders, filter: {amount: prefix}}  # BP410
```

## Right
```yaml
aggregates:
  Order: {fields: {amount: int}}
queries:
  ListOrders: {does: list Order, http: GET /orders, filter: {amount: range}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Field, Fields, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.types import is_ordered, stuff

CODE = "BP410"
NAME = "unfit-filter"
SEVERITY = Severity.ERROR

OWN_WORDS = frozenset({"limit", "cursor", "sort"})
_RANGES = frozenset({"integer", "decimal", "float", "date", "datetime", "time", "duration"})


def check(index: Index) -> Iterator[Finding]:
    """Every filter and every sort that does not fit its field."""
    for operation in index.operations:
        subject = index.subject(operation)
        if subject is not None:
            yield from _filters(index, operation, subject.all_fields)
            yield from _sorts(index, operation, subject.all_fields)


def _filters(index: Index, operation: Operation, fields: Fields) -> Iterator[Finding]:
    for name, how in operation.filters.items():
        path = (*operation.path, "filter", name)
        if name in OWN_WORDS:
            message = f"{name} is a word of every list, so no field can be asked for by it"
            yield Finding(path, message, "give the field another name")
        elif name in fields and (why := _misfit(index, fields[name], how)):
            yield Finding(path, why[0], why[1], on_value=True)


def _misfit(index: Index, field: Field, how: str) -> tuple[str, str] | None:
    made = stuff(index, field.type, field.home)
    word = str(made[0]) if made else ""
    if "secret" in field.words:
        return f"{field.name} is secret, and a filter tells it", "delete it"
    if how == "present":
        return None if field.optional else (f"{field.name} is always present", "delete it")
    if not is_ordered(index, field):
        return f"{field.name} is {field.type.text}, which no list is narrowed by", "write present"
    if how in {"prefix", "contains"} and made and word != "text":
        return f"{field.name} is {field.type.text}, and has no {how}", "write equals"
    if how == "range" and made and word not in _RANGES:
        return f"{field.name} is {field.type.text}, and has no range", "write equals, or in"
    return None


def _sorts(index: Index, operation: Operation, fields: Fields) -> Iterator[Finding]:
    before: set[str] = set()
    for number, name in enumerate(operation.sorts):
        path = (*operation.path, "sort", number)
        if name in before:
            yield Finding(path, f"{name} stands here twice", "delete one", on_value=True)
        before.add(name)
        if name in fields and not is_ordered(index, fields[name]):
            message = f"{name} is {fields[name].type.text}, which has no order"
            yield Finding(path, message, "sort by another field", on_value=True)
        elif name in fields and "secret" in fields[name].words:
            message = f"{name} is secret, and an order tells it"
            yield Finding(path, message, "sort by another field", on_value=True)
