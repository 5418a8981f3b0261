"""What a breakage is, and how one is done to a blueprint."""

from collections import defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint
from tests.properties.places import Path, line_of
from tests.properties.writing import Files, in_style


@dataclass(frozen=True, slots=True)
class Place:
    """Where the finding is expected: at the key of a node, or at its value."""

    path: Path
    on_value: bool = False


Edit: TypeAlias = Callable[[Dice, Blueprint], Place | None]
"""Changes a blueprint in one place; None where this one has no such place."""

Cut: TypeAlias = Callable[[Dice, Files], tuple[str, int] | None]
"""Changes the text of a file in one place; answers the file and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """One way to break a blueprint.

    `beside` are the codes of what follows from it necessarily, beside the rule that it is for.
    """

    code: str
    name: str
    edit: Edit | None = None
    cut: Cut | None = None
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A broken blueprint: its files before and after, and the lines where the finding is expected.

    `beside` are the codes of what follows from it necessarily.
    """

    whole: Files
    files: Files
    places: frozenset[tuple[str, int]]
    beside: frozenset[str] = frozenset()


BREAKAGES: dict[str, list[Breakage]] = defaultdict(list)
"""The breakages of each rule, by its code."""


def edits(code: str, beside: frozenset[str] = frozenset()) -> Callable[[Edit], Edit]:
    """Registers a change of the blueprint's nodes, for the rule *code*."""

    def register(edit: Edit) -> Edit:
        BREAKAGES[code].append(Breakage(code=code, name=_name(edit), edit=edit, beside=beside))
        return edit

    return register


def cuts(code: str, beside: frozenset[str] = frozenset()) -> Callable[[Cut], Cut]:
    """Registers a change of the text, for the rule *code*."""

    def register(cut: Cut) -> Cut:
        BREAKAGES[code].append(Breakage(code=code, name=_name(cut), cut=cut, beside=beside))
        return cut

    return register


def _name(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", " ")


def broken(dice: Dice, breakage: Breakage, blueprint: Blueprint, style: int) -> Broken | None:
    """The blueprint, broken; None where it has no place for that."""
    whole = in_style(blueprint, style)
    if breakage.cut is not None:
        files = dict(whole)
        cut = breakage.cut(dice, files)
        return cut and Broken(whole=whole, files=files, places=frozenset([cut]))
    if breakage.edit is None:
        raise ValueError(breakage.name)
    changed = deepcopy(blueprint)
    place = breakage.edit(dice, changed)
    if place is None:
        return None
    files = in_style(changed, style)
    found = line_of(files, place.path, on_value=place.on_value)
    return Broken(whole=whole, files=files, places=frozenset([found]), beside=breakage.beside)
