"""A name that would break what is made of it.

## What it means
Python's keywords cannot name a module, a class, a function or an attribute; some other words are
used by every generated module, by pydantic's models, or by the language itself: an error is not
named `refused`, a role not `public`, a context not `published`. What becomes a file is not named
like a device of Windows, as `Aux`.

## Why it matters
A generated file that does not even import helps nobody.

## Wrong
```yaml
aggregates:
  Class: {fields: {code: string}}  # BP214
```

## Right
```yaml
aggregates:
  Course: {fields: {code: string}}
```
"""

import builtins
from collections.abc import Iterable, Iterator
from keyword import iskeyword

from pydantic import BaseModel

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.names import Name
from blueprint.rules.facts import Aggregate, Context, Field
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP214"
NAME = "reserved-name"
SEVERITY = Severity.ERROR


# What a service itself calls something, so that it cannot be imported under another name.
# Its contracts have schemas of their own, and two in one contract cannot have one name.
SERVICES = frozenset({"Fakes", "SERVICE", "Money", "Problem"})
MODULES = frozenset({"dt", "before", "after", "caller", "now", "emitted"})
# Builtins that annotations and bodies of generated code speak of.
SPOKEN = frozenset(
    ["bool", "bytes", "dict", "float", "frozenset", "int", "list", "object", "set", "str", "tuple"]
)
# The module of tables has constants of its own beside those named after them.
TABLES = frozenset({"metadata", "tenant_tables"})
SCHEMAS = frozenset({"bus", "public", "information_schema", "pg_catalog", "pg_toast"})


# Windows has no files of these names, whatever their ending.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


FIELDS = frozenset(
    {"self", "cls"} | SPOKEN | {name for name in dir(BaseModel) if not name.startswith("_")}
)
CONTEXTS = frozenset({"chassis", "published"})
ERRORS = frozenset({"refused", "not_found"})
ROLES = frozenset({"public", "authenticated", "own"})
PAYLOADS = frozenset({"topic", "key", "of"})
FEEDS = frozenset({"where", "remove"})


def check(index: Index) -> Iterator[Finding]:
    """Every name that Python or the generated modules need for something else."""
    for context in index.own_contexts:
        yield from _of_context(context)
    for kernel in index.system.kernels.values():
        for family, names in (("enums", kernel.enums), ("values", kernel.values)):
            yield from _all((name, (*kernel.path, family, name)) for name in names if _taken(name))
    for aggregate in index.aggregates:
        yield from _functions(aggregate)
    for role in sorted(index.system.roles & ROLES):
        path = ("security", "roles", role)
        yield Finding(path, f"{role} is a word of allow, and no role", "use another word")
    for _, field in index.fields():
        if iskeyword(field.name) or field.name in FIELDS:
            hint = f"use another word, such as {_longer(field)}"
            yield Finding(field.path, f"{field.name} is a name that the generated code needs", hint)


def _longer(field: Field) -> str:
    """The field's name with that of what it belongs to before it: `course_class`."""
    owners = [step for step in field.path if isinstance(step, str) and step[:1].isupper()]
    return f"{Name(owners[-1]).snake}_{field.name}" if owners else f"{field.name}_value"


def _of_context(context: Context) -> Iterator[Finding]:
    name = context.name
    if iskeyword(name) or name in SCHEMAS | CONTEXTS | DEVICES or name.startswith("pg_"):
        yield _finding(context.path, name)
    yield from _classes(context)
    yield from _errors(context)
    for event in context.events.values():
        for fields in event.versions.values():
            yield from _all((f.name, f.path) for f in fields.values() if f.name in PAYLOADS)
    for view in context.views.values():
        yield from _all((f.name, f.path) for f in view.fields.values() if f.name in FEEDS)


def _all(names: Iterable[tuple[str, Path]]) -> Iterator[Finding]:
    return (_finding(path, name) for name, path in names)


def _classes(context: Context) -> Iterator[Finding]:
    for family in ("aggregates", "values", "enums", "views", "events", "operations"):
        for name in getattr(context, family):
            kept = family in {"aggregates", "views"} and Name(name).table in TABLES
            if _taken(name) or kept:
                yield _finding(_path(context, family, name), name)
    yield from _all((e.name, e.path) for e in context.entities.values() if _taken(e.name))
    for entity in context.entities.values():
        if iskeyword(entity.children) or entity.children in FIELDS:
            yield _finding((*entity.path, "in"), entity.children)


def _errors(context: Context) -> Iterator[Finding]:
    for operation in context.operations.values():
        for name in operation.errors:
            if name in ERRORS or _taken(Name(name).pascal):
                yield _finding((*operation.path, "errors", name), name)


def _functions(aggregate: Aggregate) -> Iterator[Finding]:
    for state, moves in aggregate.lifecycle.items():
        for move in moves:
            if iskeyword(move) or move in MODULES:
                yield _finding((*aggregate.path, "lifecycle", state, move), move)
    for name in aggregate.invariants:
        if iskeyword(name) or name in MODULES:
            yield _finding((*aggregate.path, "invariants", name), name)


def _taken(name: str) -> bool:
    snake = Name(name).snake
    return (
        iskeyword(snake)
        or snake in DEVICES
        or name in SERVICES
        or snake in MODULES | SPOKEN
        or hasattr(builtins, name)
    )


def _path(context: Context, family: str, name: str) -> Path:
    if family == "operations":
        return context.operations[name].path
    return (*context.path, family, name)


def _finding(path: Path, name: str) -> Finding:
    return Finding(path, f"{name} is a name that the generated code needs", "use another word")
