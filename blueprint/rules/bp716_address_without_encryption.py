"""An address that anybody on the way can read and change.

## What it means
The issuer of tokens, an origin of browsers or a system that is not ours has an address with
`http:`, and not on this machine.

## Why it matters
Whoever sits in between reads each token, or answers in the other's place.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands: {Sell: {about: Sells it., does: custom, http: POST /sales, needs: {mails.Send: {}}}}
  mails:
    external: http://mails.example.com  # BP716
    about: Sends mail.
    operations: {Send: {http: POST /mails}}
relations:
  - {upstream: mails, downstream: sales}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands: {Sell: {about: Sells it., does: custom, http: POST /sales, needs: {mails.Send: {}}}}
  mails:
    external: https://mails.example.com
    about: Sends mail.
    operations: {Send: {http: POST /mails}}
relations:
  - {upstream: mails, downstream: sales}
```
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP716"
NAME = "address-without-encryption"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every address that is not encrypted, this machine's aside."""
    contexts = index.system.contexts.values()
    addresses = {(*context.path, "external"): context.address for context in contexts}
    for path, address in {**index.system.addresses, **addresses}.items():
        if address.startswith("http://") and not _is_here(address):
            message = f"{address} is not encrypted"
            help_ = f"write https://{address.removeprefix('http://')}"
            yield Finding(path, message, help_, on_value=True)


def _is_here(address: str) -> bool:
    host = (urlsplit(address).hostname or "").rstrip(".")
    return host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost")
