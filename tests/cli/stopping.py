"""Changes one workspace again and again, stopped a call of the write package later each time.

`python -m tests.cli.stopping SCENARIO FOLDER` prints how many calls there were, and ends in an
AssertionError as soon as a stop leaves what it must not.
"""

import errno
import itertools
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

from blueprint.cli.intent import Intent, intend, no_memory
from blueprint.cli.sources import read_valid
from blueprint.cli.status import explain
from generator import creating, syncing, write
from tests.cli.killing import Happening, compose, die_at, in_child, unsynced
from tests.cli.small import SALES, SHOP, blueprint, use_small_templates

SALES_AFTER = (
    SALES.replace("note: text optional", "note: text optional, size: int")
    .replace("not_too_long: An order is", "paid: An order is paid., not_too_long: An order is")
    .replace(
        "queries:", "  Forget: {about: An order is forgotten., does: custom, every: 1h}\nqueries:"
    )
)
SHOP_AFTER = SHOP[: SHOP.index("  stock:")]
SPACE = {"fsync", "mkdir", "open", "rename", "replace", "write"}

PACKAGE = "services/sales/src/shop_sales"
RULES = f"{PACKAGE}/domain/order.py"
MODEL = f"{PACKAGE}/model/order.py"
NEW_FILL = f"{PACKAGE}/application/forget.py"
ORPHAN = "services/stock/src/shop_stock/domain/shelf.py"
REMOVED = "services/stock/src/shop_stock/model/shelf.py"
README = "README.md"
BASE = ".blueprint/bases/README.md.base"
EDIT = b"# an edit after the kill\n"

Files: TypeAlias = dict[str, tuple[bytes, int]]
"""Bytes and permissions of each file by its path."""


class Scene:
    """A workspace whose blueprint has changed: as it was, as it is to be, and what leads there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._origin = self.origin(folder / "origin")
        reading = read_valid(self._origin)
        self.intent: Intent = intend(self._origin, reading, no_memory(self._origin))
        self.old = files(self._origin)
        done = self.copy()
        self.sync(done)
        self.new = files(done)

    def origin(self, root: Path) -> Path:
        """The workspace, with edits, before its blueprint is followed."""
        creating.create(root, compose(blueprint(self._folder / "source")))
        for path in (RULES, ORPHAN):
            (root / path).write_bytes((root / path).read_bytes() + b"\nMINE = True\n")
        (root / MODEL).chmod(0o640)
        (root / ORPHAN).chmod(0o600)
        blueprint(root, SALES_AFTER, SHOP_AFTER)
        return root

    def copy(self, origin: Path | None = None) -> Path:
        """The workspace anew, as it was before, or as another copy is."""
        target = self._folder / f"ws{next(self._numbers)}"
        shutil.copytree(origin or self._origin, target, ignore=shutil.ignore_patterns(".git"))
        return target

    def sync(self, root: Path) -> int:
        """Follows the blueprint in this process; the status that a command would end with."""
        try:
            with write.lock(root):
                assert syncing.perform(root, self.intent.sync, self.intent.beside) == ()
        except Exception as error:
            return explain(error)
        return 0

    def stopped(
        self, happening: Callable[[int], Happening], every: int = 1
    ) -> Iterator[tuple[int, int, Path]]:
        """The copies that runs leave that are stopped at one call after the other, or *every* nth.

        Each with the number of the call and the run's status, -1 where it was killed.
        """
        for number in itertools.count(step=every):
            root = self.copy()
            reached = root.with_suffix(".reached")
            status = in_child(partial(self.sync, root), noting(happening(number), number, reached))
            if not reached.exists():
                shutil.rmtree(root)
                return
            yield number, -1 if status is None else status, root
            shutil.rmtree(root)

    def old_or_new(self, root: Path) -> None:
        """Asserts that each file is as it was or as it is to be, and that nothing else is there."""
        now = files(root)
        for path in self.old.keys() | self.new.keys():
            assert now.get(path) in (self.old.get(path), self.new.get(path)), path
        self._records_come_last(now)
        others = now.keys() - self.old.keys() - self.new.keys()
        assert all(path.startswith((write.RUN, write.LOCK)) for path in others), others

    def _records_come_last(self, now: Files) -> None:
        """Asserts that no record says of a file what is not so yet."""
        changed = {
            p for p in self.old.keys() | self.new.keys() if self.old.get(p) != self.new.get(p)
        }
        records = {path for path in changed if is_record(path)}
        if any(now.get(path) == self.new.get(path) for path in records):
            ahead = {path for path in changed - records if now.get(path) != self.new.get(path)}
            assert ahead == set(), "a record came before what it speaks of"

    def finished(self, root: Path) -> bool:
        """Whether the next run leads to what was to be; else what was before is asserted."""
        with write.lock(root) as recovery:
            assert recovery is None or recovery.left == ()
        now = files(root)
        assert now in (self.old, self.new), differing(now, self.old, self.new)
        return now == self.new


def is_record(path: str) -> bool:
    """Whether a file is a note of Blueprint's own."""
    return path.startswith(".blueprint/") and not path.startswith(".blueprint/orphans/")


def noting(happening: Happening, call: int, reached: Path) -> Happening:
    """The same, noting that it came as far as that call."""
    real = os.open

    def noted(number: int, name: str) -> None:
        if number >= call:
            os.close(real(reached, os.O_CREAT | os.O_WRONLY))
        happening(number, name)

    return noted


def files(root: Path) -> Files:
    """Every file below *root* less git's own."""
    found = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for path in found
        if ".git" not in path.relative_to(root).parts
    }


def differing(*trees: Files) -> list[str]:
    """The paths in which the first of some trees differs from each of the others."""
    first, *others = trees
    return [
        ", ".join(sorted(p for p in first.keys() | o.keys() if first.get(p) != o.get(p)))
        for o in others
    ]


def killed(scene: Scene) -> int:
    """SIGKILL at each call: old or new, and the next run makes it whole."""
    outcomes = []
    for _, status, root in scene.stopped(die_at):
        assert status == -1
        scene.old_or_new(root)
        outcomes.append(scene.finished(root))
    assert outcomes == sorted(outcomes), "what was decided once is never taken back"
    assert {True, False} == set(outcomes)
    return len(outcomes)


def full(scene: Scene) -> int:
    """A disk that is full from some call on: old, or decided and finished by the next run."""
    ends = []
    for _, status, root in scene.stopped(full_from):
        left, decided = files(root), is_decided(root)
        assert status == 4 or left == scene.new
        assert decided or left in (scene.old, scene.new), differing(left, scene.old, scene.new)
        scene.old_or_new(root)
        assert scene.finished(root) == (decided or left == scene.new)
        ends.append(status)
    return len(ends)


def refused(scene: Scene) -> int:
    """One call that is refused: old, or decided and finished by the next run."""
    ends = 0
    for _, status, root in scene.stopped(refused_at, every=3):
        decided = is_decided(root)
        assert status in (0, 4)
        scene.old_or_new(root)
        whole = scene.finished(root)
        assert whole or not (decided or status == 0)
        ends += 1
    return ends


def full_from(call: int) -> Happening:
    """No room for anything from that call on."""

    def happening(number: int, name: str) -> None:
        if number >= call and name in SPACE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)

    return happening


def is_decided(root: Path) -> bool:
    """Whether the next run goes on with what a stopped one has begun."""
    return (root / write.RUN / "journal.json").exists()


def refused_at(call: int) -> Happening:
    """That one call is refused."""

    def happening(number: int, name: str) -> None:
        if number == call:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)

    return happening


def recovering(scene: Scene) -> int:
    """SIGKILL at each call of a recovery: the next one makes it whole, an edit included."""
    total = 0
    for _, edited, root in itertools.islice(decided(scene, every=1), 2):
        for call in itertools.count():
            again = scene.copy(root)
            status = in_child(partial(recover, again), die_at(call))
            left = recovered(again)
            holds = files(again)
            assert (again / MODEL).read_bytes() == (EDIT if edited else scene.new[MODEL][0])
            for path in scene.new.keys() - {MODEL}:
                assert holds[path] == scene.new[path], path
            if edited:
                assert left in ({MODEL}, set())
                assert now(again, f".blueprint/proposed/{MODEL}") == scene.new[MODEL][0]
            shutil.rmtree(again)
            total += 1
            if status is not None:
                break
    return total


def recover(root: Path) -> int:
    """Finishes what was interrupted, and nothing else."""
    with write.lock(root):
        return 0


def recovered(root: Path) -> set[str]:
    """The paths that a recovery leaves alone."""
    with write.lock(root) as recovery:
        return {one.path for one in recovery.left} if recovery else set()


def decided(scene: Scene, every: int) -> Iterator[tuple[int, bool, Path]]:
    """Some of the copies in which a killed run left a journal, without an edit and with one."""
    found = 0
    for number, _, root in scene.stopped(die_at):
        if not is_decided(root):
            continue
        if found % every == 0:
            yield number, False, root
            (root / MODEL).write_bytes(EDIT)
            yield number, True, root
        found += 1


def edited(scene: Scene) -> int:
    """Whatever is edited after a kill stays as it is, and all else is finished."""
    edits = 0
    for number, changed, root in decided(scene, every=12):
        if changed:
            continue
        for path in (RULES, MODEL, NEW_FILL, ORPHAN, REMOVED, README):
            again = scene.copy(root)
            was_made = now(again, path) == now_in(scene.new, path)
            (again / path).parent.mkdir(parents=True, exist_ok=True)
            (again / path).write_bytes(EDIT)
            left = recovered(again)
            assert (again / path).read_bytes() == EDIT, (number, path)
            rest = files(again)
            if path == README and not was_made:
                assert rest.pop(BASE) == scene.old[BASE], "the base of what is not merged yet"
                rest[BASE] = scene.new[BASE]
            for other in scene.new.keys() - {path}:
                assert rest[other] == scene.new[other], (number, path, other)
            if not was_made:
                assert left == {path}, (number, path, left)
            proposed = again / ".blueprint/proposed" / path
            if path in scene.new and not was_made:
                assert proposed.read_bytes() == scene.new[path][0]
            shutil.rmtree(again)
            edits += 1
    return edits


def now(root: Path, path: str) -> bytes | None:
    """What a file holds, if it is there."""
    return (root / path).read_bytes() if (root / path).is_file() else None


def now_in(tree: Files, path: str) -> bytes | None:
    """What a file of a tree holds, if it is there."""
    return tree[path][0] if path in tree else None


SCENARIOS = {one.__name__: one for one in (killed, full, refused, recovering, edited)}

if __name__ == "__main__":
    use_small_templates()
    unsynced()
    print(SCENARIOS[sys.argv[1]](Scene(Path(sys.argv[2]))))
