"""An event whose name does not say what has happened.

## What it means
An event is a fact: its name holds a past participle, as `OrderPlaced`, `InvoicePaid`, `SlotTaken`.

## Why it matters
A name like `PlaceOrder` is an order to somebody, and `OrderPlacement` may be one; consumers of such
a name begin to obey it.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [OrderPlacement]}
events:
  OrderPlacement: {key: code, payload: {code: string}}  # BP511
views:
  Sale: {key: code, fields: {code: string}, from: {OrderPlacement@v1: {}}}
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [OrderPlaced]}
events:
  OrderPlaced: {key: code, payload: {code: string}}
views:
  Sale: {key: code, fields: {code: string}, from: {OrderPlaced@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP511"
NAME = "event-not-past"
SEVERITY = Severity.WARNING

# fmt: off
_IRREGULAR = frozenset(
    [
        "arisen", "awoken", "become", "begun", "bent", "bet", "bid", "bitten", "bled", "blown",
        "born", "bought", "bound", "bred", "broken", "brought", "built", "burnt", "cast",
        "caught", "chosen", "come", "cost", "cut", "dealt", "done", "drawn", "dreamt", "driven",
        "drunk", "dug", "eaten", "fallen", "fed", "felt", "flown", "forbidden", "forecast",
        "forgiven", "forgotten", "fought", "found", "frozen", "given", "gone", "gotten",
        "grown", "heard", "held", "hidden", "hit", "hung", "hurt", "input", "kept", "known",
        "laid", "lain", "leapt", "learnt", "led", "left", "lent", "let", "lit", "lost", "made",
        "meant", "met", "mistaken", "misunderstood", "overcome", "overdrawn", "overridden",
        "overrun", "overthrown", "overwritten", "paid", "prepaid", "proven", "put", "quit",
        "read", "rebuilt", "remade", "repaid", "rerun", "resent", "reset", "resold", "retaken",
        "rewritten", "ridden", "risen", "rung", "run", "said", "seen", "sent", "set", "sewn",
        "shaken", "shed", "shot", "shown", "shrunk", "shut", "slept", "sold", "sought", "sown",
        "spent", "split", "spoken", "spread", "spun", "stolen", "stood", "struck", "stuck",
        "sublet", "sung", "sunk", "swept", "sworn", "swum", "swung", "taken", "taught",
        "thought", "thrown", "told", "torn", "undergone", "understood", "undone", "unsent",
        "unwound", "upheld", "upset", "withdrawn", "withheld", "won", "worn", "wound", "woven",
        "written",
    ]
)
_NO_PARTICIPLES = frozenset(
    [
        "bed", "bleed", "breed", "deed", "embed", "exceed", "feed", "greed", "heed", "indeed",
        "need", "proceed", "red", "reed", "seed", "speed", "succeed", "weed",
    ]
)
# fmt: on


def check(index: Index) -> Iterator[Finding]:
    """Every event with no participle among the words of its name."""
    for event in index.events:
        if not any(_is_past(word) for word in Name(event.name).words):
            message = f"{event.name} does not say what has happened"
            help_ = "name the fact by a past participle, as OrderPlaced or InvoicePaid"
            yield Finding(event.path, message, help_)


def _is_past(word: str) -> bool:
    if word in _IRREGULAR:
        return True
    return word.endswith("ed") and word not in _NO_PARTICIPLES
