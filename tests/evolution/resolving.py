"""What a person does about each thing that a run leaves to them, as its message says."""

import ast
import re
from collections.abc import Callable

from tests.evolution.edits import WIDE
from tests.evolution.history import History
from tests.evolution.lines import ORPHANS
from tests.evolution.needs import PROPOSED, Need, functions
from tests.properties.drafting.dice import Dice

_BLOCK = re.compile(
    rb"<{7} [^\n]*\n(.*?)(?:\|{7} [^\n]*\n.*?)?={7}\r?\n(.*?)>{7} [^\n]*\n?", re.DOTALL
)
_ROUNDS = 4


def resolve(dice: Dice, history: History) -> list[str]:
    """Settles everything, and asserts that nothing is left then; answers what was done."""
    done: list[str] = []
    for _ in range(_ROUNDS):
        found = history.edited() or history.left()
        for need in dict.fromkeys(found):
            done.append(need.kind)
            _WAYS[need.kind](dice, history, need)
        history.follow()
        if history.status == 0:
            return done
    raise AssertionError(f"nothing helps against {history.edited()}, {history.left()}")


def _take_back(dice: Dice, history: History, need: Need) -> None:
    """The edit goes into a file of one's own, or away; the next run writes the file anew."""
    _aside(dice, history, need)
    if (history.root / need.path).exists():
        history.write(need.path, None)


def _unplaced(dice: Dice, history: History, need: Need) -> None:
    """A function that nothing asks for any more is deleted, or its file begun anew."""
    content = (history.root / need.path).read_bytes()
    node = functions(ast.parse(content))[need.name]
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
    lines = content.split(b"\n")
    history.write(need.path, b"\n".join([*lines[:first], *lines[node.end_lineno :]]))


def _proposed(dice: Dice, history: History, need: Need) -> None:
    """What is proposed is taken, or deleted."""
    path = need.path.removeprefix(PROPOSED)
    if dice.chance(50):
        _aside(dice, history, Need("", path))
        history.write(path, (history.root / need.path).read_bytes())
    if (history.root / need.path).exists():
        history.write(need.path, None)


def _aside(dice: Dice, history: History, need: Need) -> None:
    there = history.root / need.path
    if there.exists() and dice.chance(60):
        history.write(_note(history, need.path), there.read_bytes())


def _note(history: History, path: str) -> str:
    """A file of one's own for what was in another."""
    history.written += 1
    return f"notes/{history.written}-{path.replace('/', '-')}"


def _orphan(dice: Dice, history: History, need: Need) -> None:
    """What was put aside goes to its place, to one's notes, or away."""
    content = (history.root / need.path).read_bytes()
    home = re.sub(r"\.\d+$", "", need.path.removeprefix(ORPHANS))
    way = dice.pick(["notes", "away", "home"])
    if way == "home" and home in history.wanted.owners:
        history.write(home, content)
    elif way == "notes":
        history.write(_note(history, need.path), content)
    history.write(need.path, None)


def _conflict(dice: Dice, history: History, need: Need) -> None:
    """One side of each conflict, or both."""
    content = (history.root / need.path).read_bytes()
    way = dice.pick([rb"\1\2", rb"\1", rb"\2"])
    history.write(need.path, _BLOCK.sub(way, content))


def _adapt(dice: Dice, history: History, need: Need) -> None:
    """Former names are written anew by the command, or the file is begun anew."""
    if history.run("sync", "--adapt").status:
        _take_back(dice, history, need)
    history.note()


def _encoding(dice: Dice, history: History, need: Need) -> None:
    """The file becomes UTF-8."""
    content = (history.root / need.path).read_bytes()
    wide = content.startswith(WIDE)
    text = content.removeprefix(WIDE).decode("utf-16-le" if wide else "latin-1", "replace")
    history.write(need.path, text.encode())


_WAYS: dict[str, Callable[[Dice, History, Need], None]] = {
    "edited": _take_back,
    "signature": _take_back,
    "unplaced": _unplaced,
    "proposed": _proposed,
    "orphan": _orphan,
    "conflict": _conflict,
    "encoding": _encoding,
    "syntax": _take_back,
    "function": _take_back,
    "former": _adapt,
    "missing": lambda *_: None,
}
