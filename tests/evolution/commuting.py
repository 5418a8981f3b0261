"""An edit and a change of the blueprint, in either order."""

import difflib

from tests.evolution.history import History
from tests.evolution.judging import difference
from tests.evolution.lines import files
from tests.evolution.needs import FILL, SHARED, is_conflicted
from tests.evolution.shop import Change
from tests.evolution.workspace import different, restore, write_blueprint
from tests.properties.drafting.dice import Dice

_APART = 4
Files = dict[str, bytes]


def commute(dice: Dice, history: History, change: Change) -> bool:
    """Asserts that both orders end alike; False where the change alone needs somebody."""
    before = files(history.root)
    one, two = history.folders.plain / "first", history.folders.plain / "second"
    restore(two, before)
    write_blueprint(two, change.on(history.shop))
    if history.folders.call(two, "sync").status != 0:
        return False
    after = files(two)
    places = [
        (path, place)
        for path in history.wanted.of(FILL, SHARED)
        for place in _places(path, before, after, history.wanted.owners[path])
    ]
    if not places:
        return False
    path, (first, second) = dice.pick(places)
    line = f"# {history.mark()}\n".encode()
    (two / path).write_bytes(_with_line(after[path], second, line))
    restore(one, before)
    (one / path).write_bytes(_with_line(before[path], first, line))
    write_blueprint(one, change.on(history.shop))
    done = history.folders.call(one, "sync")
    assert done.status == 0, f"an edit of {path} at {first} beside {change}: {done}"
    found = different(files(one), files(two))
    assert not found, (
        f"an edit of {path} at {first} and {change} in either order: {found[0]}\n"
        + difference(files(one), files(two), found[0])
    )
    return True


def _places(path: str, before: Files, after: Files, owner: str) -> list[tuple[int, int]]:
    """Where a line can come in, far from whatever changes, before the change and after it."""
    if path not in before or path not in after or is_conflicted(before[path]):
        return []
    if b"\0" in before[path] or (owner == FILL and before[path] != after[path]):
        return []
    old, new = (tree[path].splitlines(keepends=True) for tree in (before, after))
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    found = []
    for block in blocks:
        begins = block.a == 0 and block.b == 0
        ends = block.a + block.size == len(old) and block.b + block.size == len(new)
        first, last = 0 if begins else _APART, block.size - (0 if ends else _APART)
        found += [(block.a + at, block.b + at) for at in range(first, last + 1)]
    return [(a, b) for a, b in dict.fromkeys(found) if _is_between(old, a)]


def _is_between(lines: list[bytes], at: int) -> bool:
    """Whether the line before the place is whole."""
    return at == 0 or lines[at - 1].endswith(b"\n")


def _with_line(content: bytes, at: int, line: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join([*lines[:at], line, *lines[at:]])
