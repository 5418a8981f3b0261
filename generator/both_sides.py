"""Whether what a merge left behind holds a line of its own, or only lines of its sides."""

from collections import Counter
from collections.abc import Iterable

from generator.marks import without_marks


def nothing_written(yours: bytes, sides: Iterable[bytes]) -> bool:
    """Whether every line of *yours* but the marks stands in *sides*, and as often at least.

    Lines are equal whatever they end with. Where it is true, nobody has worked on the conflict:
    what is there can be made again from the sides.
    """
    there = Counter[bytes]()
    for side in sides:
        there.update(without_marks(side))
    return not Counter(without_marks(yours)) - there
