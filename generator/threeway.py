"""Three-way merge of bytes, by lines: both changes are in the result, or a marked conflict is."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from generator.alignment import alignments

YOURS = b"<<<<<<< yours"
BASE = b"||||||| as it was rendered"
MIDDLE = b"======="
NEW = b">>>>>>> rendered now"

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True)
class Merged:
    """What two changes of one text come to, and in how many places they are in each other's way."""

    content: bytes
    conflicts: int


def is_binary(content: bytes) -> bool:
    """Whether it is no text that has its lines between `\\n` bytes, as UTF-16 has not."""
    return b"\0" in content or content.startswith(_WIDE)


def merge(base: bytes, yours: bytes, new: bytes) -> Merged | None:
    """What *base* becomes with the changes of *yours* and of *new*; None where it takes a choice.

    None is the answer for binary files that both changed. Lines are equal whatever they end with;
    a line that *yours* has keeps its bytes, one of *new* gets the line end that *yours* mostly has.
    A place where equal lines leave it open which of them was changed is a conflict.
    """
    if yours in (base, new):
        return Merged(new, 0)
    if new == base:
        return Merged(yours, 0)
    if any(is_binary(content) for content in (base, yours, new)):
        return None
    sides = _Sides(_Text.of(base), _Text.of(yours), _Text.of(new))
    return _written(sides, list(_merged(sides)))


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines with their ends, the same without, and whether the last one has an end."""

    lines: list[bytes]
    keys: list[bytes]
    ended: bool

    @classmethod
    def of(cls, content: bytes) -> Self:
        lines = [line + b"\n" for line in content.split(b"\n")]
        lines[-1] = lines[-1].removesuffix(b"\n")
        if not lines[-1]:
            lines.pop()
        return cls(lines, [_bare(line) for line in lines], not lines or lines[-1].endswith(b"\n"))


@dataclass(frozen=True, slots=True)
class _Sides:
    base: _Text
    yours: _Text
    new: _Text


@dataclass(frozen=True, slots=True)
class _Place:
    """One stretch of the merge: the lines that each of the three texts has there."""

    base: range
    yours: range
    new: range
    conflict: bool = False


def _bare(line: bytes) -> bytes:
    return line[: -2 if line.endswith(b"\r\n") else -1] if line.endswith(b"\n") else line


# -- which lines belong together ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Alignment:
    """The lines of *base* that the others still have, and where."""

    yours: dict[int, int]
    new: dict[int, int]

    def within(self, other: Self) -> "_Alignment":
        """What both say."""
        return _Alignment(
            dict(self.yours.items() & other.yours.items()),
            dict(self.new.items() & other.new.items()),
        )

    def places(self, whole: _Place) -> Iterator[_Place]:
        """*whole* in stretches: lines that all three have, one by one, and what is between them."""
        at, at_yours, at_new = whole.base.start, whole.yours.start, whole.new.start
        for line in whole.base:
            yours, new = self.yours.get(line), self.new.get(line)
            if yours is None or new is None:
                continue
            yield _Place(range(at, line), range(at_yours, yours), range(at_new, new))
            at, at_yours, at_new = line + 1, yours + 1, new + 1
            yield _Place(range(line, at), range(yours, at_yours), range(new, at_new))
        rest = (whole.base.stop, whole.yours.stop, whole.new.stop)
        yield _Place(range(at, rest[0]), range(at_yours, rest[1]), range(at_new, rest[2]))


def _merged(sides: _Sides) -> Iterator[_Place]:
    """The stretches of the merge.

    Where equal lines leave a choice, as several equal blocks do, the first alignment and the last
    differ; what they come to must then be the same.
    """
    yours = alignments(sides.base.keys, sides.yours.keys)
    new = alignments(sides.base.keys, sides.new.keys)
    first, last = (_Alignment(dict(yours[n]), dict(new[n])) for n in (0, 1))
    for place in first.within(last).places(_whole(sides)):
        if _is_settled(place, sides):
            yield place
        elif _outcome(first, place, sides) == _outcome(last, place, sides):
            for part in first.places(place):
                yield from (part,) if _is_settled(part, sides) else _conflict(part, sides)
        else:
            yield from _conflict(place, sides)


def _whole(sides: _Sides) -> _Place:
    base, yours, new = (range(len(text.keys)) for text in (sides.base, sides.yours, sides.new))
    return _Place(base, yours, new)


def _keys(place: _Place, sides: _Sides) -> tuple[list[bytes], list[bytes], list[bytes]]:
    return (
        sides.base.keys[place.base.start : place.base.stop],
        sides.yours.keys[place.yours.start : place.yours.stop],
        sides.new.keys[place.new.start : place.new.stop],
    )


def _is_settled(place: _Place, sides: _Sides) -> bool:
    """Whether one side at most changed something there, or both the same."""
    base, yours, new = _keys(place, sides)
    return yours in (base, new) or new == base


# -- what two alignments come to ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines of the base that one side has others for; either may be none."""

    base: range
    side: range
    is_mine: bool


def _outcome(alignment: _Alignment, place: _Place, sides: _Sides) -> list[object]:
    """The lines that a place comes to, and each conflict in it as three lists of lines.

    Changes that touch, but do not overlap, are both made: here it is asked only whether their order
    is known.
    """
    found: list[object] = []
    at = place.base.start
    for group in _groups(alignment, place):
        start, stop = group[0].base.start, max(change.base.stop for change in group)
        found += sides.base.keys[at:start]
        found += _made(group, range(start, stop), sides)
        at = stop
    return found + sides.base.keys[at : place.base.stop]


def _groups(alignment: _Alignment, place: _Place) -> list[list[_Change]]:
    """The changes of both sides, those together that overlap."""
    mine = _changes(alignment.yours, place.base, place.yours, is_mine=True)
    theirs = _changes(alignment.new, place.base, place.new, is_mine=False)
    groups: list[list[_Change]] = []
    stop = -1
    for change in sorted([*mine, *theirs], key=lambda one: (one.base.start, one.base.stop)):
        if change.base.start < stop or (groups and _both_add(groups[-1][0], change)):
            groups[-1].append(change)
        else:
            groups.append([change])
        stop = max(stop, change.base.stop)
    return groups


def _both_add(one: _Change, other: _Change) -> bool:
    """Whether both put lines between the same two of the base: their order is not known."""
    return not one.base and not other.base and one.base.start == other.base.start


def _changes(
    places: dict[int, int], base: range, side: range, *, is_mine: bool
) -> Iterator[_Change]:
    at, at_side = base.start, side.start
    kept = [(line, places[line]) for line in base if line in places]
    for line, place in [*kept, (base.stop, side.stop)]:
        if line > at or place > at_side:
            yield _Change(range(at, line), range(at_side, place), is_mine)
        at, at_side = line + 1, place + 1


def _made(group: list[_Change], base: range, sides: _Sides) -> list[object]:
    mine = [change for change in group if change.is_mine]
    theirs = [change for change in group if not change.is_mine]
    yours = _side(mine, base, sides.yours.keys)
    new = _side(theirs, base, sides.new.keys)
    if not theirs or yours == new:
        return [*yours]
    return [*new] if not mine else [(yours, sides.base.keys[base.start : base.stop], new)]


def _side(changes: list[_Change], base: range, keys: list[bytes]) -> list[bytes]:
    """The lines that a side has for these of the base."""
    if not changes:
        return []
    first, last = changes[0], changes[-1]
    start = first.side.start - (first.base.start - base.start)
    return keys[start : last.side.stop + (base.stop - last.base.stop)]


# -- the text ----------------------------------------------------------------------------


def _conflict(place: _Place, sides: _Sides) -> Iterator[_Place]:
    """The place as a conflict, and apart from it the first and last lines that both sides share."""
    base, yours, new = _keys(place, sides)
    head = _shared(yours, new)
    tail = _shared(yours[head:][::-1], new[head:][::-1])
    base_head = min(head, _shared(base, yours))
    base_tail = min(tail, _shared(base[base_head:][::-1], yours[::-1]))
    start = _Place(place.base[:base_head], place.yours[:head], place.new[:head])
    end = _Place(
        place.base[len(base) - base_tail :],
        place.yours[len(yours) - tail :],
        place.new[len(new) - tail :],
    )
    yield start
    yield _Place(
        range(start.base.stop, end.base.start),
        range(start.yours.stop, end.yours.start),
        range(start.new.stop, end.new.start),
        conflict=True,
    )
    yield end


def _shared(one: list[bytes], other: list[bytes]) -> int:
    """How many lines the two begin with that are equal."""
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count


def _written(sides: _Sides, places: list[_Place]) -> Merged:
    end = _usual_end(sides)
    lines = [line for place in places for line in _lines(place, sides, end)]
    whole = [line if line.endswith(b"\n") else line + end for line in lines]
    if whole and not _is_ended(sides) and lines[-1] != NEW:
        whole[-1] = _bare(whole[-1])
    return Merged(b"".join(whole), sum(place.conflict for place in places))


def _lines(place: _Place, sides: _Sides, end: bytes) -> list[bytes]:
    base, yours, new = _keys(place, sides)
    mine = sides.yours.lines[place.yours.start : place.yours.stop]
    theirs = [line + end for line in new]
    if not place.conflict:
        return mine if new in (base, yours) else theirs
    before = [line + end for line in base]
    return [YOURS, *mine, BASE, *before, MIDDLE, *theirs, NEW]


def _usual_end(sides: _Sides) -> bytes:
    """The line end of most lines of yours; where it has none, of what is new."""
    text = sides.yours if any(line.endswith(b"\n") for line in sides.yours.lines) else sides.new
    windows = sum(line.endswith(b"\r\n") for line in text.lines)
    return b"\r\n" if 2 * windows > sum(line.endswith(b"\n") for line in text.lines) else b"\n"


def _is_ended(sides: _Sides) -> bool:
    """Whether the last line has an end: as the side has it that changed that."""
    return sides.new.ended if sides.yours.ended == sides.base.ended else sides.yours.ended
