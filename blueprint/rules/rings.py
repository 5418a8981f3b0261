"""What leads back to itself, in time that grows with the arrows alone."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def in_rings(arrows: Mapping[Node, Iterable[Node]]) -> set[Node]:
    """The nodes from which *arrows* lead back to the node itself.

    >>> sorted(in_rings({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d", "a"]}))
    ['b', 'c', 'd']
    """
    alone = {node for node, ends in arrows.items() if node in ends}
    return alone.union(*rings(arrows))


def rings(arrows: Mapping[Node, Iterable[Node]]) -> Iterator[set[Node]]:
    """Every set of several nodes of which each leads to all the others."""
    forth = {node: list(ends) for node, ends in arrows.items()}
    back: dict[Node, list[Node]] = {}
    for node, ends in forth.items():
        for end in ends:
            back.setdefault(end, []).append(node)
    seen: set[Node] = set()
    for node in reversed(_finished(forth)):
        together = _reached(node, back, seen)
        if len(together) > 1:
            yield together


def _finished(forth: Mapping[Node, list[Node]]) -> list[Node]:
    """Every node, each after all that it leads to but for what leads back to it."""
    order: list[Node] = []
    seen: set[Node] = set()
    for start in forth:
        ahead = [] if start in seen else [(start, iter(forth[start]))]
        seen.add(start)
        while ahead:
            node, ends = ahead[-1]
            following = next((end for end in ends if end not in seen), None)
            if following is None:
                order.append(node)
                ahead.pop()
            else:
                seen.add(following)
                ahead.append((following, iter(forth.get(following, ()))))
    return order


def _reached(start: Node, back: Mapping[Node, list[Node]], seen: set[Node]) -> set[Node]:
    """What leads to *start* and was not *seen* before; it is seen from now on."""
    found: set[Node] = set()
    ahead = [start]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            found.add(node)
            ahead += back.get(node, ())
    return found
