"""What of a blueprint can be checked although some of it does not fit.

What only lacks its `about` gets one for a while. Any other node that does not fit is left out, and
nothing is said of what may only follow from that: of whatever mentions it, or is mentioned in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from blueprint.diagnostics import Severity
from blueprint.document import Document
from blueprint.document.names import CAMEL
from blueprint.load import Path, Tree
from blueprint.misfit import Lack, lacks
from blueprint.rules.finding import Finding
from blueprint.rules.registry import Rule

_MOST = 50  # nodes that do not fit: of more, the rest says little
_ROUNDS = 4  # what a model asks of its parts together is asked only when each of them fits
_FAMILIES = frozenset(
    {"enums", "values", "aggregates", "commands", "queries", "events", "views", "consumes"}
)
_APART = frozenset({"relations", "decisions", "exceptions", "own"})  # lists of the system's
_ABOUT = "…"
_MAP: Path = ("relations",)  # what is permitted, if it were read, is what the rules BP3xx ask
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\b[A-Z]\w*")
_OF_ABSENCE = frozenset({"BP306", "BP501", "BP803"})
"""What is said where something is nowhere: it may have been in what does not fit."""


@dataclass(frozen=True, slots=True)
class Salvage:
    """A document of what fits, and what may be said of it.

    `cut` are the paths that were left out, `names` the words by which others speak of them, `near`
    the paths of the nodes whose words lead there, at any number of steps.
    """

    document: Document
    cut: tuple[Path, ...] = ()
    names: frozenset[str] = frozenset()
    near: frozenset[Path] = field(default_factory=frozenset)

    def may_say(self, rule: Rule, finding: Finding) -> bool:
        """Whether a finding cannot follow from what was left out alone."""
        if not self.cut:
            return True
        path = finding.path
        if rule.severity is not Severity.ERROR or rule.code in _OF_ABSENCE:
            return False
        if _MAP in self.cut and rule.code.startswith("BP3"):
            return False
        if any(path[: len(near)] == near for near in self.near):
            return False
        return self.names.isdisjoint(_words(finding.message))


def salvage(data: dict[str, Tree], error: ValidationError) -> Salvage | None:
    """The document without what does not fit; None where too much would be left out."""
    cut: list[Path] = []
    rest: dict[str, Tree] = data
    for _ in range(_ROUNDS):
        found = lacks(error, rest)
        if len(found) > _MOST:
            return None
        for lack in found:
            mended = _mended(rest, lack, cut)
            if mended is None:
                return None
            rest = mended
        try:
            document = Document.model_validate(rest)
        except ValidationError as another:
            error = another
            continue
        return _around(document, data, cut)
    return None


def _mended(data: dict[str, Tree], lack: Lack, cut: list[Path]) -> dict[str, Tree] | None:
    """The data without what does not fit, which is noted in *cut*; None where all hangs on it."""
    if lack.of_about:
        return _with_about(data, lack.path)
    place = _node(lack.path)
    if place is None:
        return None
    if not any(place[: len(other)] == other for other in cut):
        cut.append(place)
    return _without(data, place)


def _node(path: Path) -> Path | None:
    """What is left out for a misfit at *path*: the named node, else the key of its context."""
    if path[:1] == ("contexts",) and len(path) >= 3:
        return path[:4] if path[2] in _FAMILIES else path[:3]
    if path and path[0] in _APART:
        return path[:1]
    return None


def _without(tree: dict[str, Tree], path: Path) -> dict[str, Tree]:
    key = str(path[0])
    if len(path) == 1:
        return {name: value for name, value in tree.items() if name != key}
    below = tree.get(key)
    return {**tree, key: _without(below, path[1:])} if isinstance(below, dict) else tree


def _with_about(tree: dict[str, Tree], path: Path) -> dict[str, Tree] | None:
    if not path:
        return {**tree, "about": _ABOUT}
    below = tree.get(str(path[0]))
    if not isinstance(below, dict):
        return None
    mended = _with_about(below, path[1:])
    return None if mended is None else {**tree, str(path[0]): mended}


def _around(document: Document, data: dict[str, Tree], cut: list[Path]) -> Salvage | None:
    """What is near to what was left out: what mentions it, what mentions that, and so on.

    None where nobody knows by which name others mention it.
    """
    if any(_is_nameless(data, path) for path in cut):
        return None
    contexts = {_plain(str(path[1])) for path in cut if len(path) == 3}
    left = {path: _words((path[3], node)) for path, node in _nodes(data)}
    near = {path[:2] if len(path) == 3 else path for path in cut}
    reached = [path for path, words in left.items() if path in near or words & contexts]
    reached += [path for path in cut if len(path) == 4]
    names: set[str] = set()
    while reached:
        near |= set(reached)
        names |= (found := {_plain(str(path[3])) for path in reached})
        reached = [
            path
            for path, words in left.items()
            if path not in near and any(name in word for word in words for name in found)
        ]
    names |= {word for path in cut for word in _spoken_of(data, path)}
    return Salvage(document, tuple(cut), frozenset(names), frozenset(near))


def _is_nameless(data: dict[str, Tree], path: Path) -> bool:
    """Whether a node's name is of the wrong form, and nothing else has it in any form."""
    if len(path) < 4 or path[2] == "consumes" or CAMEL.fullmatch(str(path[3])):
        return False
    others = (_words(node) for place, node in _nodes(data) if place != path)
    return all(_plain(str(path[3])) not in words for words in others)


def _spoken_of(data: dict[str, Tree], path: Path) -> set[str]:
    """What a message may call something of what stood at *path*, or that was used there alone.

    A named node has the names of nodes; what stands for a whole context or system has any.
    """
    node = _at(data, path)
    if len(path) == 4:
        return _names((path[3], node))
    return {_plain(str(step)) for step in path[1:]} | _words(node)


def _nodes(data: dict[str, Tree]) -> Iterator[tuple[Path, Tree]]:
    """Every named node of every context."""
    contexts = data.get("contexts")
    for name, context in contexts.items() if isinstance(contexts, dict) else ():
        for family, nodes in context.items() if isinstance(context, dict) else ():
            if family in _FAMILIES and isinstance(nodes, dict):
                for key, node in nodes.items():
                    yield ("contexts", name, family, key), node


def _at(data: Tree, path: Path) -> Tree:
    for step in path:
        data = data.get(str(step)) if isinstance(data, dict) else None
    return data


def _names(tree: object) -> set[str]:
    """The words of a tree that begin with a capital, as the names of nodes do."""
    return {_plain(word) for text in _texts(tree) for word in _NAME.findall(text)}


def _words(tree: object) -> set[str]:
    return {_plain(word) for text in _texts(tree) for word in _WORD.findall(text)}


def _plain(name: str) -> str:
    """A name in whatever form it is written: `LabOrder`, `labOrder` and `lab_order` are one."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _texts(tree: object) -> Iterator[str]:
    """Every text of a tree, its keys among them."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from _texts(item)
    elif isinstance(tree, dict):
        yield from tree
        for value in tree.values():
            yield from _texts(value)
