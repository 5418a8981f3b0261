"""Changes of contracts: what is compared, every rule, and how it compares with other tools."""

from collections.abc import Iterator
from pathlib import Path

from generator.changes.catalogue import as_markdown

OASDIFF = Path(__file__).parent / "oasdiff.tsv"
"""Each rule of oasdiff, a tab, and the rules here that speak of the same, or `- ` and why none."""
_READ = "v1.28.0, as of 2026-08-08"

_INTRODUCTION = """\
# Contracts

What a context offers is written down in `contracts/`: an OpenAPI document for each version of its
API, `terms.json` with what OpenAPI has no word for (the status of a version, its sunset, who may
call what, how often), a JSON Schema for each version of an event, and an AsyncAPI document. They
follow from the blueprint. What changes in them is judged, by rules that each have a name.

```text
blueprint contracts diff main .                     # the blueprint of a commit, and this one
blueprint contracts diff HEAD~3:contracts contracts # two folders of contracts
blueprint contracts diff old.yaml new.yaml          # two OpenAPI, AsyncAPI or JSON Schema files
blueprint sync --plan                               # what the next sync would do
blueprint rule request-property-became-required     # why, and what to do instead
```

A change is **breaking** if somebody who keeps to the old contract fails; **risky** if some may
stumble over it; **compatible** otherwise. Breaking and risky changes are findings: the exit status
is 1.

## Inside a version that is out

A version that is `active` or `deprecated` was promised; a `draft` was not, and may change freely.
`blueprint check` says an error for each breaking change against the contracts that the last
`blueprint sync` wrote (BP440 for APIs, BP540 for events) and a warning for each risky one (BP441,
BP541); `blueprint sync` stops at the errors, and writes nothing. The ways out:

- a new version, with what the callers of the old one still see under `changes:`;
- for an event, a new version beside the old one, and a `sunset` for that;
- `blueprint sync --accept RULE --because "…"`, where nobody is concerned. What was accepted, and
  why, is added to `contracts/accepted.jsonl`, a line each, where whoever reviews the change sees
  it. It accepts this change and no later one.

## Who reads, and who writes

Of a request, old callers write and the new service reads; of an answer, the new service writes and
old callers read. So a new word in an enum breaks nobody in a request, and every caller in an
answer. Events are read over both ways: they wait in outboxes, queues and dead letters, so that new
readers meet old events (BACKWARD), and subscribers are deployed on their own, so that old readers
meet new ones (FORWARD). Within a version both are promised (FULL); `--events backward` or `--events
forward` asks for less.

A writer writes what its schema declares, and nothing beside it; a reader ignores what it does not
know unless its schema forbids more. What is not understood (`not`, `if`, `prefixItems` and the
like) counts as breaking both ways unless it stayed as it was. Two patterns are not compared.

Not compared: routes that are internal, examples, descriptions, tags.
"""
_OASDIFF = """\
## Beside oasdiff { #oasdiff }

[oasdiff](https://github.com/oasdiff/oasdiff) compares OpenAPI documents; its catalogue of rules
(%s) was read against this one. It has more identities, since it tells a body from a property and
each limit from the next; %d of its %d rules have an equal here, and the others say why they have
none.

| oasdiff | here |
|---|---|
"""
_JSONCOMPAT = """\
## Beside jsoncompat { #jsoncompat }

[jsoncompat](https://github.com/ostrowr/jsoncompat) 0.3.1 answers whether one JSON Schema accepts
all that another does. The tests ask both about random events of the language, and they agree, but
for what is meant: jsoncompat knows no writer that keeps to what it declares, so it is shown the
writer's schema closed; and it passes over `pattern`, `format` and `contentEncoding`, by which
services here refuse.
"""


def contracts_page() -> str:
    """Markdown: how changes are judged, all rules, and what other tools say."""
    rows = list(_rows())
    equal = sum(not ours.startswith("- ") for _, ours in rows)
    parts = [_INTRODUCTION, as_markdown(), _OASDIFF % (_READ, equal, len(rows))]
    return "\n".join(parts) + "".join(map(_row, rows)) + "\n" + _JSONCOMPAT


def _rows() -> Iterator[tuple[str, str]]:
    for line in OASDIFF.read_text(encoding="utf-8").splitlines():
        theirs, _, ours = line.partition("\t")
        yield theirs, ours


def _row(row: tuple[str, str]) -> str:
    theirs, ours = row
    told = ours.removeprefix("- ")
    if told == ours:
        told = ", ".join(f"`{name}`" for name in ours.split(", "))
    return f"| `{theirs}` | {told} |\n"
