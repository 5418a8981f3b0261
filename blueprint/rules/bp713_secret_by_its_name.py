"""A field that sounds like a secret, and is not marked as one.

## What it means
Its name ends in a word for what opens a door: `password`, `api_key`, `access_token`, `cvv`.

## Why it matters
What is `secret` is never returned, compared, sorted by or logged. What only sounds so is.

## Wrong
```yaml
aggregates:
  Customer: {fields: {code: string, password: string}}  # BP713
```

## Right
```yaml
aggregates:
  Customer: {fields: {code: string, password: string secret}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP713"
NAME = "secret-by-its-name"
SEVERITY = Severity.WARNING

_SECRETS = frozenset(
    [
        ("access", "token"),
        ("api", "key"),
        ("apikey",),
        ("client", "secret"),
        ("credit", "card", "number"),
        ("cvc",),
        ("cvv",),
        ("passphrase",),
        ("passwd",),
        ("password",),
        ("password", "hash"),
        ("private", "key"),
        ("refresh", "token"),
        ("secret", "key"),
        ("secret",),
    ]
)
_TEXTS = frozenset({"string", "text", "bytes"})


def check(index: Index) -> Iterator[Finding]:
    """Every text with such a name that is kept or taken, and not secret."""
    for placed in index.placed:
        field = placed.field
        if placed.place in {"event", "output"} or field.type.word not in _TEXTS:
            continue
        words = Name(field.name).words
        if "secret" not in field.words and any(words[-n:] in _SECRETS for n in (1, 2, 3)):
            message = f"{field.name} sounds like a secret"
            help_ = "write secret after its type, or use another name"
            yield Finding(field.path, message, help_)
