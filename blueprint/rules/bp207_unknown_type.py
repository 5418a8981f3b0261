"""A type that is not there.

## What it means
A named type is an enum or a value of this context, a type of a kernel that this context owns, or
`NameStatus` for an aggregate with a lifecycle. Inputs, outputs and events may also name an entity
of the context, outputs an aggregate or a view. As
`context.Name` a published value or enum of another context stands in a command's input.

## Why it matters
A field without a type cannot be stored, published or checked.

## Wrong
```yaml
aggregates:
  Line: {fields: {price: Price}}  # BP207
```

## Right
```yaml
enums:
  Price: [low, high]
aggregates:
  Line: {fields: {price: Price}}
```
"""

from collections.abc import Iterator
from functools import lru_cache

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.facts import Entity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP207"
NAME = "unknown-type"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every named type that stands for nothing."""
    for placed in index.placed:
        for kind in placed.field.type.walk():
            if kind.named:
                path, more = placed.field.path, placed.place == "output"
                entity = index.entity_type(kind.word, placed.home)
                if entity is not None and placed.place not in {"input", "output", "event"}:
                    yield _inside(path, entity)
                else:
                    yield from _look(index, kind.word, placed.home, path, more=more)
    for operation in index.operations:
        if operation.answer is not None:
            for kind in operation.answer.walk():
                if kind.named:
                    path = (*operation.path, "output")
                    yield from _look(index, kind.word, operation.context, path, more=True)


def _look(index: Index, name: str, home: str, path: Path, *, more: bool) -> Iterator[Finding]:
    owner, _, last = name.rpartition(".")
    if owner and index.context(owner) is None:
        return
    context, known = owner or home, _known(index, owner or home, more=more and not owner)
    entity = index.entity_type(last, context)
    if last in known or (entity is not None and not owner):
        return
    if entity is not None:
        message = f"{last} is an entity inside {context}.{entity.owner}, and no type of others"
        help_ = "write a value with the fields that you need"
        yield Finding(path, message, help_, on_value=True)
        return
    kernels = index.system.kernels.values() if not owner else ()
    for kernel in kernels:
        if last in kernel.values or last in kernel.enums:
            message = f"{last} belongs to the kernel {kernel.name}, which {context} does not own"
            help_ = f"add {context} to the owners of {kernel.name}"
            yield Finding(path, message, help_, on_value=True)
            return
    message = f"there is no type {last} in {context}" if context else f"no kernel has a type {last}"
    yield Finding(path, message, _help(last, known), on_value=True)


def _inside(path: Path, entity: Entity) -> Finding:
    """What is said of an entity as the type of a stored field."""
    message = f"{entity.name} is an entity: {entity.owner} holds it, under {entity.children}"
    help_ = "write a value with the fields that you need, or keep the entity's id as a uuid"
    return Finding(path, message, help_, on_value=True)


@lru_cache(maxsize=64)  # one context after the other asks, for each of its fields
def _known(index: Index, home: str, *, more: bool) -> frozenset[str]:
    """The names of types that may stand in a context; of all kernels where home is empty.

    *more* adds those that only an answer may name: aggregates and views.
    """
    kernels = [k for k in index.system.kernels.values() if not home or home in k.owners]
    known = {name for kernel in kernels for name in (*kernel.values, *kernel.enums)}
    context = index.context(home)
    if context is None:
        return frozenset(known)
    known |= {*context.enums, *context.values}
    known |= {f"{a.name}Status" for a in context.aggregates.values() if a.lifecycle}
    return frozenset(known | {*context.aggregates, *context.views} if more else known)


def _help(name: str, known: frozenset[str]) -> str:
    words = "string text int bigint decimal float bool uuid date datetime time duration email url"
    return nearest(name, known) or nearest(name.lower(), words.split())
