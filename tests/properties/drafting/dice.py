"""What a draft decides with: draws of hypothesis, in the words of the drafts."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


@cache
def _upto(most: int) -> SearchStrategy[int]:
    return st.integers(0, most)


class Dice:
    """Draws; the simplest outcome of each is what hypothesis shrinks to."""

    def __init__(self, draw: Callable[[SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def number(self, low: int, high: int) -> int:
        """A whole number from *low* to *high*, the lower the simpler."""
        return low if high <= low else low + self._draw(_upto(high - low))

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens *percent* times of a hundred."""
        return self.number(0, 99) >= 100 - percent

    def pick(self, options: Sequence[T]) -> T:
        """One of *options*, the first is the simplest."""
        return options[self.number(0, len(options) - 1)]

    def maybe(self, percent: int, options: Sequence[T]) -> T | None:
        """One of *options*, or None."""
        return self.pick(options) if options and self.chance(percent) else None

    def some(self, options: Sequence[T], low: int = 0, high: int = 3) -> list[T]:
        """From *low* to *high* different ones of *options*, as far as there are so many."""
        left = list(options)
        number = min(self.number(low, high), len(left))
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(number)]
