"""How a status moves: along the transitions of its lifecycle, or not at all."""

from collections.abc import Mapping
from typing import TypeVar

from .errors import TransitionRefused

S = TypeVar("S", bound=str)


def moved(what: str, status: S, moves: Mapping[S, S]) -> S:
    """The status that *moves* leads to from *status*; raises TransitionRefused where none does.

    *what* names the transition for people: `LabOrder.cancel`.
    """
    after = moves.get(status)
    if after is None:
        raise TransitionRefused(f"{what} is not possible in the state {status!s}")
    return after
