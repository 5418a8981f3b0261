"""An entry of `allow` that lets in nobody more.

## What it means
The role stands there twice, with and without `own`, or beside `authenticated`, which lets in all
that have a token.

## Why it matters
Whoever reads `[authenticated, clerk]` believes that clerks are needed.

## Wrong
```yaml
queries:
  Count:
    about: Counts.
    does: custom
    http: GET /count
    output: {count: int}
    allow: [authenticated, clerk]  # BP717
```

## Right
```yaml
queries:
  Count:
    about: Counts.
    does: custom
    http: GET /count
    output: {count: int}
    allow: [clerk]
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Permission
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP717"
NAME = "grant-without-effect"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every permission that another entry of the same list gives already."""
    lists: dict[Path, dict[Permission, None]] = {}
    for permissions in (*(o.allow for o in index.operations), index.system.default_allow):
        for permission in permissions:
            lists.setdefault(permission.path[:-1], {})[permission] = None
    for grants in lists.values():
        whole = {grant.word for grant in grants if not grant.own}
        before: set[tuple[str, bool]] = set()
        for grant in grants:
            said = (grant.word, grant.own)
            if wider := _wider(grant, whole, again=said in before):
                message = f"{_text(grant)} lets in nobody whom {wider} does not"
                yield Finding(grant.path, message, "delete one of the two", on_value=True)
            before.add(said)


def _wider(grant: Permission, whole: set[str], *, again: bool) -> str:
    """The entry that makes this one needless, empty where there is none."""
    if grant.own and grant.word in whole:
        return grant.word
    if again:
        return "the same word before it"
    needs_token = grant.word != "authenticated" and not grant.word.startswith("service:")
    return "authenticated" if needs_token and "authenticated" in whole else ""


def _text(grant: Permission) -> str:
    return f"{grant.word} own" if grant.own else grant.word
