"""Identity: who is who after a rename, from what the blueprint says and what the manifests keep.

A manifest has a line for each former name, so that `was:` may go once a workspace has followed it.
Lines of two branches are one set, whichever came first; those of nodes that are gone go with them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from blueprint.document import Document
from blueprint.model import Context, Event, Operation, System, View
from blueprint.resolve.former import FormerNames, Kind, Node, former_names, present_nodes
from generator.manifest import Former

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}


def known_names(document: Document, formers: Iterable[Former]) -> FormerNames:
    """The former names of every node that has any, by the blueprint and by a manifest's lines."""
    return former_names(document, _recorded(formers))


def _recorded(formers: Iterable[Former]) -> FormerNames:
    """What lines say; of two places of one name, which two branches gave it, the later counts."""
    places: dict[Node, dict[str, int]] = {}
    for line in formers:
        if line.kind in _KINDS and _NAME.fullmatch(line.was):
            known = places.setdefault(Node(_KINDS[line.kind], line.named), {})
            known[line.was] = max(line.order, known.get(line.was, 0))
    return {
        node: tuple(sorted(known, key=lambda name: (known[name], name)))
        for node, known in places.items()
    }


def kept(known: FormerNames) -> frozenset[Former]:
    """The lines in which a manifest keeps former names."""
    return frozenset(
        Former(named=node.name, kind=node.kind, was=name, order=order)
        for node, names in known.items()
        for order, name in enumerate(names, start=1)
    )


def present_names(names: Iterable[str], document: Document, known: FormerNames) -> frozenset[str]:
    """Operations such as `ordering.PlaceOrder`, each by the name that it has now."""
    present = present_nodes(document, known) if known else {}
    nodes = (Node("operation", name) for name in names)
    return frozenset(present.get(node, node).name for node in nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A node by a name that another one had first, under which that one's past is kept for good."""

    node: str
    other: str
    name: str

    @property
    def message(self) -> str:
        """What is wrong, in a sentence without a full stop."""
        return (
            f"{self.node} cannot be called so: {self.other} was {self.name} first, and what runs "
            "keeps its messages or its data under that name"
        )

    @property
    def help(self) -> str:
        """What to write instead."""
        return f"give {self.node} a name that none of the others ever had"


def clashes(system: System) -> list[Clash]:
    """Every two nodes of which what runs could not tell whose past is whose."""
    return [*_clashes(system.contexts, ""), *(c for one in system.contexts for c in _inside(one))]


def _inside(context: Context) -> Iterator[Clash]:
    yield from _clashes(context.events, f"{context.name}.")
    yield from _clashes((*context.operations, *context.views), f"{context.name}.")


def _clashes(nodes: Iterable[Context | Event | Operation | View], home: str) -> Iterator[Clash]:
    first: dict[str, Context | Event | Operation | View] = {}
    for node in sorted(nodes, key=lambda node: not node.was):  # who had the name longest, in front
        other = first.setdefault(node.first.snake, node)
        if other is not node:
            yield Clash(
                node=f"{home}{node.name}", other=f"{home}{other.name}", name=str(node.first)
            )
