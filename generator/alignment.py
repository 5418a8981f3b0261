"""Alignment: which lines of one text are which lines of another. Unique lines go before others."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]

# Where more lines than this differ between two unique lines, none of them are paired: the time
# grows with the square, and pairs among what is so different would mean nothing.
_MOST_DIFFERENCES = 1000


def alignments(one: Sequence[bytes], other: Sequence[bytes]) -> tuple[list[Pair], list[Pair]]:
    """Places of equal lines, ascending in both; where several would do, the first, and the last.

    Lines that stand once in each text are paired before any others (as "patience" diff does), so
    that one of several equal blocks is told by the lines that only it has. Where such a line was
    moved, the lines around it that stand more than once are not paired: theirs may be elsewhere.
    """
    unique = _unique_in_both(one, other)
    anchors = _in_order(unique)
    moved = sorted(set(unique) - set(anchors))
    first, last = list(anchors), list(anchors)
    for part in _between(anchors, len(one), len(other)):
        here, there = part.of(one, other)
        if here == there:
            alike = list(zip(part.one, part.other, strict=True))
            first += alike
            last += alike
        elif here and there and not any(i in part.one or j in part.other for i, j in moved):
            first += [part.pair(*pair) for pair in _common(here, there)]
            last += [part.pair(~i, ~j) for i, j in _common(here[::-1], there[::-1])]
    return sorted(first), sorted(last)


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of the one text, which may be any of these of the other."""

    one: range
    other: range

    def of(self, one: Sequence[bytes], other: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
        """The lines themselves."""
        here, there = self.one, self.other
        return [*one[here.start : here.stop]], [*other[there.start : there.stop]]

    def pair(self, here: int, there: int) -> Pair:
        """The places in the texts of two places in the part; those below zero from its end."""
        return self.one[here], self.other[there]


def _between(anchors: list[Pair], length: int, other_length: int) -> Iterator[_Part]:
    start, other_start = 0, 0
    for place, other_place in [*anchors, (length, other_length)]:
        yield _Part(range(start, place), range(other_start, other_place))
        start, other_start = place + 1, other_place + 1


def _unique_in_both(one: Sequence[bytes], other: Sequence[bytes]) -> list[Pair]:
    here, there = Counter(one), Counter(other)
    places = {line: n for n, line in enumerate(other) if there[line] == 1}
    return [(n, places[line]) for n, line in enumerate(one) if here[line] == 1 and line in places]


def _in_order(pairs: list[Pair]) -> list[Pair]:
    """The pairs, ascending in their first places, that every longest ascending choice has."""
    before = _ranks([place for _, place in pairs])
    after = _ranks([-place for _, place in reversed(pairs)])[::-1]
    longest = max(before, default=0)
    in_some = [n for n in range(len(pairs)) if before[n] + after[n] == longest + 1]
    alone = Counter(before[n] for n in in_some)
    return [pairs[n] for n in in_some if alone[before[n]] == 1]


def _ranks(places: list[int]) -> list[int]:
    """The length of the longest ascending choice that ends at each place."""
    tops: list[int] = []
    ranks = []
    for place in places:
        pile = bisect_left(tops, place)
        tops[pile : pile + 1] = [place]
        ranks.append(pile + 1)
    return ranks


def _common(one: list[bytes], other: list[bytes]) -> Iterator[Pair]:
    """The lines that both begin with, those that both end with, and the most between them."""
    here, there = deque(range(len(one))), deque(range(len(other)))
    while here and there and one[here[0]] == other[there[0]]:
        yield here.popleft(), there.popleft()
    while here and there and one[here[-1]] == other[there[-1]]:
        yield here.pop(), there.pop()
    both = {one[n] for n in here} & {other[n] for n in there}
    kept = [n for n in here if one[n] in both]
    other_kept = [n for n in there if other[n] in both]
    for i, j in _shortest_edit([one[n] for n in kept], [other[n] for n in other_kept]):
        yield kept[i], other_kept[j]


def _shortest_edit(one: list[bytes], other: list[bytes]) -> Iterator[Pair]:
    """The pairs that a shortest edit script keeps (Myers 1986), from the last to the first."""
    reached = {1: 0}
    steps: list[dict[int, int]] = []
    for distance in range(min(len(one) + len(other), _MOST_DIFFERENCES) + 1):
        steps.append(reached)
        reached = _step(reached, distance, one, other)
        if reached.get(len(one) - len(other)) == len(one):
            yield from _kept(steps, len(one), len(other))
            return


def _step(
    before: dict[int, int], distance: int, one: list[bytes], other: list[bytes]
) -> dict[int, int]:
    """By diagonal, how far into *one* so many differences lead."""
    reached = {}
    for diagonal in range(-distance, distance + 1, 2):
        place, _ = _begin(before, diagonal, distance)
        while _equal(one, place, other, place - diagonal):
            place += 1
        reached[diagonal] = place
    return reached


def _begin(before: dict[int, int], diagonal: int, distance: int) -> tuple[int, bool]:
    """Where a step reaches a diagonal, and whether by a line of *other*, not by one of *one*."""
    below, above = before.get(diagonal - 1, -1), before.get(diagonal + 1, -1)
    if diagonal == -distance or (diagonal != distance and below < above):
        return above, True
    return below + 1, False


def _equal(one: list[bytes], place: int, other: list[bytes], other_place: int) -> bool:
    inside = place < len(one) and other_place < len(other)
    return inside and one[place] == other[other_place]


def _kept(steps: list[dict[int, int]], place: int, other_place: int) -> Iterator[Pair]:
    for distance in range(len(steps) - 1, -1, -1):
        begin, of_other = _begin(steps[distance], place - other_place, distance)
        while place > begin:
            place, other_place = place - 1, other_place - 1
            yield place, other_place
        place, other_place = (place, other_place - 1) if of_other else (place - 1, other_place)
