"""A relation that nothing uses.

## What it means
A relation permits the downstream context to call the upstream one, to hear its events, to refer to
its aggregates and to use its types. Here it does none of that.

## Why it matters
The context map is read as what there is; a dependency that is only permitted will one day be taken.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {code: string}}}}
  stock: {about: Keeps things., aggregates: {Part: {fields: {code: string}}}}
relations:
  - {upstream: stock, downstream: sales}  # BP314
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {part_id: ref(stock.Part)}}}}
  stock: {about: Keeps things., aggregates: {Part: {fields: {code: string}}}}
relations:
  - {upstream: stock, downstream: sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.calls import calls
from blueprint.rules.dependencies import dependencies
from blueprint.rules.facts import Relation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP314"
NAME = "relation-without-use"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every relation whose sides do not depend on each other in any way that it permits."""
    used = dependencies(index)
    kernels, idle = _kernels(index), _idle(index)
    for relation in index.system.relations:
        if idle.intersection(relation.sides):
            continue
        if not any(way in used for way in _ways(relation)) and not _share(relation, kernels):
            message = f"nothing in {' and '.join(_users(relation))} uses this relation"
            yield Finding(relation.path, message, "delete it until something needs it")


def _idle(index: Index) -> set[str]:
    """The externals that nobody calls at all, which BP317 says."""
    called = {call.owner for operation in index.operations for call in calls(operation)}
    return {c.name for c in index.system.contexts.values() if c.external} - called


def _ways(relation: Relation) -> list[tuple[str, str]]:
    """What it permits: who may depend on whom."""
    if relation.between:
        one, other = relation.between
        return [(one, other), (other, one)]
    return [(relation.downstream or "", relation.upstream or "")]


def _users(relation: Relation) -> tuple[str, ...]:
    return relation.between or (relation.downstream or "",)


def _kernels(index: Index) -> dict[str, set[str]]:
    """The kernels that each context owns."""
    found: dict[str, set[str]] = {}
    for kernel in index.system.kernels.values():
        for owner in kernel.owners:
            found.setdefault(owner, set()).add(kernel.name)
    return found


def _share(relation: Relation, kernels: dict[str, set[str]]) -> bool:
    """Whether the two have a kernel together, which a relation between them may say."""
    one, other = (kernels.get(side, set()) for side in relation.sides)
    return bool(relation.between) and not one.isdisjoint(other)
