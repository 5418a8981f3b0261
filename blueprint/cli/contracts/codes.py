"""The codes under which `check` and `sync` speak of changes, and what a rule about one says."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.changes import Change

BREAKING_API, RISKY_API = "BP440", "BP441"
BREAKING_EVENT, RISKY_EVENT = "BP540", "BP541"

_BREAKING = """\
# {code} {name} (error)

## What it means
The blueprint changes a version of {what} that is out, and the change breaks {whom}. The message
ends in the rule, which `blueprint rule RULE` explains. What counts is the difference to the
contracts that stand in `contracts/`, as the last `blueprint sync` wrote them.

## Why it matters
{whom_first} rely on what a version promises; nobody asks them before a deployment.

## What to do
{ways}
Accept it with a reason where nobody is concerned: `blueprint sync --accept RULE --because "…"`
writes both to `contracts/accepted.jsonl`, for whoever reviews the change.
"""
_RISKY = """\
# {code} {name} (warning)

## What it means
The blueprint changes a version of {what} that is out, and some of {whom} may stumble over it. The
message ends in the rule, which `blueprint rule RULE` explains. It stops nothing, and is told until
`blueprint sync` has written the new contracts.
"""
_API = {"what": "an API", "whom": "its callers", "whom_first": "Callers"}
_EVENT = {"what": "an event", "whom": "its subscribers", "whom_first": "Subscribers"}
_API_WAYS = """\
Write a new version, and say in the same step what the callers of v1 still see. Neither is of use
without the other: `changes` of v2 want a v2, and v2 alone leaves v1 as broken as it was.

```yaml
api:
  versions: {v1: {status: deprecated, sunset: 2030-01-31}, v2: {status: active}}
  changes:
    v2:
      Order.note: {removed: none, is: string}         # what v1 shows; `is` as it was written
      Order.code: {renamed_from: number}
      Order.size: {values: {huge: large}}             # new: old
      Order.colour: {added: red}                      # what it is when a client of v1 writes
      AddOrder.input.coupon: {removed: null, is: string optional}
```

A version with `status: draft` may change freely."""
_EVENT_WAYS = """\
Publish a new version beside this one (`versions: {v1: …, v2: …}`), and give this one a `sunset`."""
_TEXTS = {
    BREAKING_API: _BREAKING.format(
        code=BREAKING_API, name="breaking-change-of-api", ways=_API_WAYS, **_API
    ),
    RISKY_API: _RISKY.format(code=RISKY_API, name="risky-change-of-api", **_API),
    BREAKING_EVENT: _BREAKING.format(
        code=BREAKING_EVENT, name="breaking-change-of-event", ways=_EVENT_WAYS, **_EVENT
    ),
    RISKY_EVENT: _RISKY.format(code=RISKY_EVENT, name="risky-change-of-event", **_EVENT),
}


def code_of(change: "Change") -> str:
    """The code under which a change is told."""
    event = not change.contract.name.startswith("API")
    if change.severity == "breaking":
        return BREAKING_EVENT if event else BREAKING_API
    return RISKY_EVENT if event else RISKY_API


def explain_change(name: str) -> str | None:
    """The explanation of one of these codes, or of a rule about changes, as Markdown."""
    if name.upper() in _TEXTS:
        return _TEXTS[name.upper()]
    if "-" not in name:
        return None
    from generator.changes.catalogue import catalogue

    rule = catalogue().get(name.lower())
    return None if rule is None else rule.explained()
