"""An owner of a shared kernel that uses nothing of it.

## What it means
Every owner has fields of the kernel's types.

## Why it matters
An owner has a say in each change and is changed by each; without a use it has only the cost.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {ship_to: Address}}}}
  stock: {about: Keeps things., aggregates: {Part: {fields: {code: string}}}}
kernels:
  postal: {owners: [sales, stock], values: {Address: {city: string}}}  # BP313
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells., aggregates: {Order: {fields: {ship_to: Address}}}}
  stock: {about: Keeps things., aggregates: {Part: {fields: {kept_at: Address}}}}
kernels:
  postal: {owners: [sales, stock], values: {Address: {city: string}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.naming import named_types

CODE = "BP313"
NAME = "kernel-without-use"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every owner of a kernel that speaks of none of its types, while another does."""
    used: dict[str, set[str]] = {}
    for named in named_types(index):
        used.setdefault(named.home, set()).add(named.name)
    for kernel in index.system.kernels.values():
        names = {*kernel.enums, *kernel.values}
        users = {o for o in kernel.owners if not names.isdisjoint(used.get(o, set()))}
        for number, owner in enumerate(kernel.owners):
            context = index.context(owner)
            if context is None or context.external:
                continue
            if users and owner not in users:
                message = f"{owner} owns {kernel.name} and uses nothing of it"
                help_ = "use one of its types there, or take it from the owners"
                yield Finding((*kernel.path, "owners", number), message, help_, on_value=True)
