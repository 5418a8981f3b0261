"""A core context that conforms to a generic one.

## What it means
`downstream_as: conformist` uses the other's types as they are. A `subdomain: core` conforms to one
that is `generic`, or to a system that is not ours.

## Why it matters
The core is why the system is built; its language should not change because a bought part's does.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    subdomain: core
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {mails.SendMail: {}}}
  mails:
    about: Sends mail.
    subdomain: generic
    commands:
      SendMail: {about: Sends it., does: custom, http: POST /mails}
relations:
  - {upstream: mails, downstream: sales, downstream_as: conformist}  # BP312
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    subdomain: core
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {mails.SendMail: {}}}
  mails:
    about: Sends mail.
    subdomain: generic
    commands:
      SendMail: {about: Sends it., does: custom, http: POST /mails}
relations:
  - {upstream: mails, downstream: sales, downstream_as: anticorruption-layer}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP312"
NAME = "core-that-conforms"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every relation in which the core gives way to what is generic."""
    for relation in index.system.relations:
        downstream = index.context(relation.downstream or "")
        upstream = index.context(relation.upstream or "")
        if not relation.conformist or downstream is None or upstream is None:
            continue
        if downstream.subdomain == "core" and upstream.subdomain == "generic":
            what = "not ours" if upstream.external else "generic"
            message = f"{downstream.name} is core and conforms to {upstream.name}, which is {what}"
            help_ = "write downstream_as: anticorruption-layer, and types of its own"
            yield Finding((*relation.path, "downstream_as"), message, help_)
