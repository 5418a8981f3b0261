"""Two branches that were both synced, and their merge by git."""

from tests.evolution.edits import Desk, edited
from tests.evolution.history import History
from tests.evolution.lines import files
from tests.evolution.needs import FILL, SHARED
from tests.evolution.resolving import resolve
from tests.evolution.shop import Change, Shop
from tests.evolution.workspace import committed, git, restore, write_blueprint
from tests.properties.drafting.dice import Dice

_QUIET = ("insert", "helper", "body", "reindent")


def branch_and_merge(dice: Dice, history: History, theirs: Change, ours: Change) -> bool:
    """Makes one change on a branch, another on main, and merges; whether git had conflicts.

    The workspace is settled before and after.
    """
    committed(history.root)
    forked, twin, shop = history.wanted, files(history.twin), history.shop
    ejected = list(history.ejected)
    history.branches += 1
    side = f"side{history.branches}"
    _git(history, "switch", "--quiet", "--create", side)
    _live(dice, history, theirs)
    _git(history, "switch", "--quiet", "main")
    restore(history.twin, twin)
    history.shop, history.wanted, history.last, history.earlier = shop, forked, forked, twin
    history.ejected = ejected
    history.note()
    _live(dice, history, ours)
    conflicted = git(history.root, "merge", "--quiet", "--no-edit", side).returncode != 0
    _merged(history, theirs, ours)
    history.follow()
    if history.status:
        resolve(dice, history)
    committed(history.root)
    return conflicted


def _live(dice: Dice, history: History, change: Change) -> None:
    """A change and its sync, an edit or two, everything settled and committed."""
    for _ in range(dice.number(0, 2)):
        _edit(dice, history)
    history.change(change)
    history.follow()
    if history.status:
        resolve(dice, history)
    committed(history.root)


def _edit(dice: Dice, history: History) -> None:
    there = files(history.root)
    path = dice.pick([path for path in history.wanted.of(FILL, SHARED) if path in there])
    changed = edited(dice.pick(_QUIET), Desk(dice, path, there[path], history.mark))
    if changed is not None:
        history.write(path, changed)


def _merged(history: History, theirs: Change, ours: Change) -> None:
    """The blueprint as somebody resolved it, and whatever git has left in the work tree."""
    history.shop = theirs.on(history.shop)
    history.move(theirs)
    history.moves = {path: ours.moved(home) for path, home in history.moves.items()}
    write_blueprint(history.root, history.shop)
    history.follow_twin()
    touched = {*files(history.root), *history.hand}
    history.hand = {path for path in touched if _is_merged(history, path)}
    history.note()


def _is_merged(history: History, path: str) -> bool:
    """Whether the file may hold what somebody wrote on either branch."""
    known = {**history.last.owners, **history.wanted.owners}
    return known.get(path) in (FILL, SHARED, None)


def _git(history: History, *arguments: str) -> None:
    done = git(history.root, *arguments)
    assert done.returncode == 0, done.stderr


def apart(one: Change, other: Change, shop: Shop) -> bool:
    """Whether both can be made in either order, the second of them on *shop*, too."""
    shorter, longer = sorted((one.place, other.place), key=len)
    if longer[: len(shorter)] == shorter or other.place == ("",):
        return False
    if other.kind != "add context" and other.place[0] not in shop.contexts:
        return False
    if other.aggregate and not other.is_of_whole and other.aggregate not in shop.aggregates:
        return False
    if other.kind == "rename aggregate" and other.place not in shop.aggregates:
        return False
    return _are_told_apart(other.on(shop))


def _are_told_apart(shop: Shop) -> bool:
    """Whether no two aggregates have one name, so that each is spoken of by itself."""
    names = [name for _, name in shop.aggregates]
    return len(names) == len(set(names))
