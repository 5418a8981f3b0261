"""A context that everything waits for.

## What it means
Of five contexts or more, each of the others needs an operation of this one.

## Why it matters
When it is down everything is, every change of it is everybody's, and what belongs to nobody in
particular ends up in it.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  settings:  # BP311
    about: Knows everything.
    queries:
      Ask: {about: Answers., does: custom, http: GET /answers}
  sales: {about: Sells., queries: {Sell: {does: call settings.Ask, http: GET /sales}}}
  stock: {about: Keeps., queries: {Keep: {does: call settings.Ask, http: GET /parts}}}
  bills: {about: Bills., queries: {Bill: {does: call settings.Ask, http: GET /bills}}}
  mails: {about: Mails., queries: {Mail: {does: call settings.Ask, http: GET /mails}}}
relations:
  - {upstream: settings, downstream: sales}
  - {upstream: settings, downstream: stock}
  - {upstream: settings, downstream: bills}
  - {upstream: settings, downstream: mails}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  settings:
    about: Knows everything.
    queries:
      Ask: {about: Answers., does: custom, http: GET /answers}
  sales: {about: Sells., queries: {Sell: {does: call settings.Ask, http: GET /sales}}}
  stock: {about: Keeps., queries: {Keep: {does: call settings.Ask, http: GET /parts}}}
  bills: {about: Bills., queries: {Bill: {does: call settings.Ask, http: GET /bills}}}
  mails: {about: Mails., queries: {Mail: {about: Shows it., does: custom, http: GET /mails}}}
relations:
  - {upstream: settings, downstream: sales}
  - {upstream: settings, downstream: stock}
  - {upstream: settings, downstream: bills}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.calls import calls
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP311"
NAME = "context-of-everybody"
SEVERITY = Severity.WARNING

FEW = 4  # with fewer others, one that they share is how small systems are


def check(index: Index) -> Iterator[Finding]:
    """Every context that all the others call."""
    callers: dict[str, set[str]] = {}
    for operation in index.operations:
        for call in calls(operation):
            callers.setdefault(call.owner, set()).add(operation.context)
    everybody = {context.name for context in index.own_contexts}
    for context in index.own_contexts:
        others = (callers.get(context.name, set()) & everybody) - {context.name}
        if len(others) >= max(FEW, len(everybody) - 1):
            message = f"every other context waits for {context.name}"
            help_ = "let it tell what they need by events, or part it by who needs what"
            yield Finding(context.path, message, help_)
