"""A role that is not declared.

## What it means
`allow` takes `public`, or a list of `authenticated`, `service:CONTEXT` and the roles of
`security.roles`.

## Why it matters
A role that no token carries lets nobody in; a misspelled one locks out those who should be let
in.

## Wrong
```yaml
queries:
  Count: {about: Counts., does: custom, http: GET /n, allow: [clrek], output: {count: int}}  # BP205
```

## Right
```yaml
queries:
  Count: {about: Counts., does: custom, http: GET /count, allow: [clerk], output: {count: int}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import nearest
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP205"
NAME = "unknown-role"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every role that is allowed, and not declared."""
    permissions = [*index.system.default_allow]
    for operation in index.operations:
        permissions += operation.allow
    for permission in permissions:
        word = permission.word
        if word in index.system.roles | {"public", "authenticated"} or word.startswith("service:"):
            continue
        known = [*index.system.roles, "authenticated", "public"]
        message = f"security.roles has no role {word}"
        yield Finding(permission.path, message, nearest(word, known), on_value=True)
