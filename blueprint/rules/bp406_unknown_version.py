"""A version that the API does not have.

## What it means
`versions:`, `http: {v2: …}`, `changes:` and `@v2` after an operation name versions of the
context's `api`; and an operation that is called answers in the version that the call names, or in
one that is not retired.

## Why it matters
What is said of a version that is not there is said of nothing.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: {v2: POST /sales}}  # BP406
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: {v1: POST /sales}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.facts import Context, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP406"
NAME = "unknown-version"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every version that is named, and none."""
    for path, version, owner in _named(index):
        context = index.context(owner)
        if context and not context.external and version not in context.versions:
            known = nearest(version, context.versions)
            yield Finding(path, f"{owner} has no API version {version}", known)
    for operation in index.operations:
        yield from _beside(index, operation)
        yield from _calls(index, operation)


def _named(index: Index) -> Iterator[tuple[Path, str, str]]:
    for context in index.own_contexts:
        for change in context.changes:
            yield change.path[:-1], change.version, context.name
    for operation in index.operations:
        for number, version in enumerate(operation.versions):
            yield (*operation.path, "versions", number), version, operation.context
        for route in operation.routes:
            if route.version:
                yield route.path, route.version, operation.context
        for need in operation.needs:
            if need.version:
                yield need.path, need.version, need.operation.rpartition(".")[0]


def _beside(index: Index, operation: Operation) -> Iterator[Finding]:
    """The versions that `http` names, and `versions` leaves out."""
    context = index.context(operation.context)
    known = set(context.versions) if context else set()
    for route in operation.routes:
        left_out = known - set(operation.versions or known)
        if route.version in left_out:
            message = f"{operation.name} does not answer in {route.version}, as versions says"
            yield Finding(route.path, message, f"add {route.version} to versions")


def _calls(index: Index, operation: Operation) -> Iterator[Finding]:
    """The calls that no version of the called operation answers."""
    called = [(need.path, need.operation, need.version) for need in operation.needs]
    if operation.verb == "call" and operation.target:
        called.append(((*operation.path, "does"), operation.target, None))
    for path, name, version in called:
        found = index.operation(name)
        context = index.context(found.context) if found else None
        if found is None or context is None or context.external:
            continue
        answering = _answering(context, found)
        if version is not None and version not in context.versions:
            continue
        if not answering or (version and version not in answering):
            message = f"{name} does not answer in {version or 'any version that is served'}"
            yield Finding(path, message, nearest(version or "", answering))


def _answering(context: Context, operation: Operation) -> set[str]:
    """The versions in which others can call an operation."""
    served = {name for name, status in context.versions.items() if status != "retired"}
    limited = served & set(operation.versions or served)
    said = {route.version for route in operation.routes}
    return limited if not said or None in said else {v for v in limited if v in said}
