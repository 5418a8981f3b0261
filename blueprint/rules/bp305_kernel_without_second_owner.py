"""A shared kernel that nobody shares.

## What it means
A kernel's `owners` are the contexts that use its types and agree on each change: two at least, and
both ours. An external system shares no types.

## Why it matters
A kernel of one owner is that context's own value, published to all.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates: {Order: {fields: {ship_to: Address}}}
  billing:
    about: Bills.
kernels:
  postal: {owners: [sales], values: {Address: {street: string, city: string}}}  # BP305
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates: {Order: {fields: {ship_to: Address}}}
  billing:
    about: Bills.
    aggregates: {Bill: {fields: {send_to: Address}}}
kernels:
  postal: {owners: [sales, billing], values: {Address: {street: string, city: string}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP305"
NAME = "kernel-without-second-owner"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every kernel with fewer than two owners, and every owner that is not ours."""
    for kernel in index.system.kernels.values():
        if len(set(kernel.owners)) < 2:
            message = f"the kernel {kernel.name} is shared by nobody"
            help_ = "name a second owner, or move its types into their context"
            yield Finding((*kernel.path, "owners"), message, help_)
        for number, name in enumerate(kernel.owners):
            owner = index.context(name)
            if owner is not None and owner.external:
                path = (*kernel.path, "owners", number)
                message = f"{name} is not ours, and shares no types"
                yield Finding(path, message, "write its types into its operations", on_value=True)
