"""A context that is not there.

## What it means
A name before a dot, in a relation, among the owners of a kernel or after `service:` is none of
the system's contexts; or one after `service:` is external, which has no identity here.

## Why it matters
Nothing can be called, consumed or allowed that is nobody's.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells.}
  billing: {about: Bills., aggregates: {Bill: {fields: {code: string}}}}
relations:
  - {upstream: sale, downstream: billing}  # BP201
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {code: string}}}}
  billing: {about: Bills., aggregates: {Bill: {fields: {order_id: ref(sales.Order)}}}}
relations:
  - {upstream: sales, downstream: billing}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP201"
NAME = "unknown-context"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every context that is named, and none."""
    for path, name in _named(index):
        if index.context(name) is None:
            known = nearest(name, index.system.contexts)
            in_key = str(path[-1]).startswith(f"{name}.")
            yield Finding(path, f"there is no context {name}", known, on_value=not in_key)
    for path, name in _services(index):
        if (context := index.context(name)) is not None and context.external:
            message = f"{name} is external, and calls nothing as one of our services"
            help_ = "write a role that its token carries, or allow: public"
            yield Finding(path, message, help_, on_value=True)


def _named(index: Index) -> Iterator[tuple[Path, str]]:
    yield from _in_the_map(index)
    yield from _services(index)
    for operation in index.operations:
        for need in operation.needs:
            yield need.path, need.operation.rpartition(".")[0] or operation.context
        if operation.verb == "call" and operation.target:
            yield (*operation.path, "does"), operation.target.rpartition(".")[0]
    for place, name in _qualified(index):
        if "." in name:
            yield place, name.partition(".")[0]


def _services(index: Index) -> Iterator[tuple[Path, str]]:
    for operation in index.operations:
        for permission in operation.allow:
            if permission.word.startswith("service:"):
                yield permission.path, permission.word.removeprefix("service:")


def _in_the_map(index: Index) -> Iterator[tuple[Path, str]]:
    for relation in index.system.relations:
        for key, name in (("upstream", relation.upstream), ("downstream", relation.downstream)):
            if name:
                yield (*relation.path, key), name
        for number, name in enumerate(relation.between):
            yield (*relation.path, "between", number), name
    for kernel in index.system.kernels.values():
        for number, name in enumerate(kernel.owners):
            yield (*kernel.path, "owners", number), name


def _qualified(index: Index) -> Iterator[tuple[Path, str]]:
    """The names with a dot before which a context stands."""
    for heard in index.heard:
        yield heard.path, heard.event
    for _, field in index.fields():
        for kind in field.type.walk():
            yield field.path, kind.target if kind.word == "ref" else kind.word
