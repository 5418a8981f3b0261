"""A version in which nothing answers.

## What it means
The context has operations with `http`, and none of them answers in this version.

## Why it matters
Clients find a version that is published and empty.

## Wrong
```yaml
queries:
  Count: {about: Counts., does: custom, http: GET /count, output: {count: int}, versions: [v1]}
api:
  versions:
    v1: {status: active}
    v2: {status: active}  # BP439
```

## Right
```yaml
queries:
  Count: {about: Counts., does: custom, http: GET /count, output: {count: int}}
api:
  versions:
    v1: {status: active}
    v2: {status: active}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Context, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP439"
NAME = "version-without-operations"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every version, not retired, that no route of its context is in."""
    for context in index.own_contexts:
        operations = [o for o in context.operations.values() if o.routes]
        answering = {v for o in operations for v in _versions(context, o)}
        if not answering <= set(context.versions):
            continue  # BP406 says so
        for version, status in context.versions.items():
            if operations and status != "retired" and version not in answering:
                message = f"no operation of {context.name} answers in {version}"
                help_ = f"let one answer there: versions: [{version}], or delete it"
                yield Finding((*context.path, "api", "versions", version), message, help_)


def _versions(context: Context, operation: Operation) -> set[str]:
    said = {route.version for route in operation.routes}
    if None in said:
        return set(operation.versions or context.versions)
    return {version for version in said if version}
