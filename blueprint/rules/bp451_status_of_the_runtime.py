"""An error with a status that the runtime answers itself.

## What it means
401, 405, 406, 412, 413, 415, 428 and 429 are answered before an operation begins: to a token, a
header, a body, a rate.

## Why it matters
A client acts on a status: it logs in again on 401, reads again on 412, waits on 429. None of that
mends a rule of the domain.

## Wrong
```yaml
commands:
  Sell:
    about: Sells it.
    does: custom
    http: POST /sales
    errors: {sold_out: 412}  # BP451
```

## Right
```yaml
commands:
  Sell:
    about: Sells it.
    does: custom
    http: POST /sales
    errors: {sold_out: 409}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP451"
NAME = "status-of-the-runtime"
SEVERITY = Severity.WARNING

_MEANS = {
    401: "a token is missing or wrong",
    405: "a path does not answer a method",
    406: "nothing is acceptable to the client",
    412: "what the client saw has changed",
    413: "a body is too large",
    415: "a body is of an unknown kind",
    428: "If-Match is missing",
    429: "a client asks too often",
}


def check(index: Index) -> Iterator[Finding]:
    """Every error of ours whose status means something else already."""
    for context in index.own_contexts:
        for operation in context.operations.values():
            for name, status in operation.errors.items():
                if status in _MEANS:
                    message = f"{status} says that {_MEANS[status]}, and not {name}"
                    help_ = f"write {name}: 409, or 422 where the input is what is wrong"
                    yield Finding((*operation.path, "errors", name), message, help_)
