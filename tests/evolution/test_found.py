"""Histories on which something broke once: found at random, cut down by hand, and kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.evolution import shop as shops
from tests.evolution.history import History
from tests.evolution.lines import files
from tests.evolution.shop import Body, Change, Shop

CODE = "services/sales/src/shop_sales"
RULES = f"{CODE}/domain/parcel.py"


def first() -> Shop:
    """A shop of one context with one aggregate."""
    body: Body = {
        "about": "What is sold.",
        "aggregates": {"Parcel": aggregate("Parcel")},
        "commands": {"PlaceParcel": shops.creation("Parcel")},
        "events": {},
    }
    return Shop(title="Shop", contexts={"sales": body})


def aggregate(name: str) -> Body:
    """An aggregate with a field and an invariant."""
    return {
        "about": f"The {name} of the shop.",
        "fields": {"weight": "int = 0"},
        "invariants": {"is_sealed": f"The {name} is sealed."},
    }


@contextmanager
def lived() -> Iterator[History]:
    """A history that begins with this shop."""
    history = History(first())
    try:
        yield history
    finally:
        history.close()


def step(history: History, change: Change) -> None:
    """A change and its sync."""
    history.change(change)
    history.follow()


def renamed_context(old: str, new: str) -> Change:
    """A context by another name."""

    def make(shop: Shop) -> None:
        shop.contexts = shops.named_anew(shop.contexts, old, new)

    return Change("rename context", (old,), make, renamed=("context", old, old, new))


def added_aggregate(name: str, context: str = "sales") -> Change:
    """One aggregate more."""

    def make(shop: Shop) -> None:
        shop.contexts[context]["aggregates"][name] = aggregate(name)
        shop.contexts[context]["commands"][f"Place{name}"] = shops.creation(name)

    return Change("add aggregate", (context, name), make, (context, name))


def added_context(name: str, of: str) -> Change:
    """One context more, with one aggregate."""

    def make(shop: Shop) -> None:
        shop.contexts[name] = {
            "about": f"What is in {name}.",
            "aggregates": {of: aggregate(of)},
            "commands": {f"Place{of}": shops.creation(of)},
            "events": {},
        }

    return Change("add context", (name,), make)


def removed_context(name: str) -> Change:
    """One context less."""

    def make(shop: Shop) -> None:
        del shop.contexts[name]

    return Change("remove context", (name,), make)


def test_a_context_that_was_removed_comes_again_without_a_word() -> None:
    with lived() as history:
        step(history, added_context("stock", "Crate"))
        step(history, added_aggregate("Barrel", "stock"))
        step(history, removed_context("stock"))
        step(history, added_context("stock", "Kettle"))

        assert history.status == 0


def test_a_renamed_contexts_revisions_go_with_it() -> None:
    with lived() as history:
        step(history, renamed_context("sales", "returns"))

        assert not [path for path in files(history.root) if path.startswith("services/sales/")]


def test_a_shared_file_with_a_byte_order_mark_is_merged_once_and_then_left() -> None:
    with lived() as history:
        path = "services/sales/README.md"
        history.write(path, b"\xef\xbb\xbf" + (history.root / path).read_bytes())

        step(history, added_aggregate("Crate"))

        assert (history.root / path).read_bytes().startswith(b"\xef\xbb\xbf")


def renamed_aggregate(old: str, new: str) -> Change:
    """The shop's aggregate by another name."""

    def make(shop: Shop) -> None:
        body = shop.contexts["sales"]
        body["aggregates"] = shops.named_anew(body["aggregates"], old, new)
        body["commands"] = shops.named_anew(body["commands"], f"Place{old}", f"Place{new}")
        body["commands"][f"Place{new}"]["does"] = f"create {new}"

    named = ("aggregate", "sales", old, new)
    return Change("rename aggregate", ("sales", old), make, ("sales", new), named)


def test_names_that_a_node_had_stay_in_their_order() -> None:
    with lived() as history:
        step(history, renamed_aggregate("Parcel", "Barrel"))
        step(history, renamed_aggregate("Barrel", "Saddle"))
        step(history, renamed_aggregate("Saddle", "Anchor"))

        assert history.status == 0
