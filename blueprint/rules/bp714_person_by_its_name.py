"""A field that sounds personal, and is not marked as such.

## What it means
It is an `email`, or its name ends in a word for what tells who somebody is: `first_name`,
`phone_number`, `birth_date`.

## Why it matters
What is `pii` is redacted in logs and listed in the data inventory. What only sounds so is not.

## Wrong
```yaml
aggregates:
  Customer: {fields: {code: string, first_name: string}}  # BP714
```

## Right
```yaml
aggregates:
  Customer: {fields: {code: string, first_name: string pii}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP714"
NAME = "person-by-its-name"
SEVERITY = Severity.NOTE

_PERSONAL = frozenset(
    [
        ("birth", "date"),
        ("birthday",),
        ("born", "on"),
        ("date", "of", "birth"),
        ("email",),
        ("family", "name"),
        ("first", "name"),
        ("given", "name"),
        ("iban",),
        ("last", "name"),
        ("maiden", "name"),
        ("passport", "number"),
        ("phone",),
        ("phone", "number"),
        ("social", "security", "number"),
        ("ssn",),
        ("surname",),
    ]
)
_PLAIN = frozenset({"string", "text", "date", "email"})


def check(index: Index) -> Iterator[Finding]:
    """Every field of an aggregate or a view that sounds personal, and is neither pii nor secret."""
    for placed in index.placed:
        field = placed.field
        if placed.place not in {"aggregate", "view"} or field.type.word not in _PLAIN:
            continue
        if field.words & {"pii", "secret", "internal"}:
            continue
        words = Name(field.name).words
        if field.type.word == "email" or any(words[-n:] in _PERSONAL for n in (1, 2, 3)):
            message = f"{field.name} sounds personal"
            help_ = "write pii after its type, so that logs redact it"
            yield Finding(field.path, message, help_)
