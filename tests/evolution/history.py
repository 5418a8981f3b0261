"""One history: a workspace and its steps, each of them judged; without a word of hypothesis.

`twin` is a workspace that follows every blueprint and that nobody edits: it says what is wanted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.evolution import judging
from tests.evolution.command import Done
from tests.evolution.lines import Lines, files, mark, marked
from tests.evolution.needs import (
    APPEND,
    FILL,
    GENERATED,
    SHARED,
    Asked,
    Had,
    Need,
    Wanted,
    needs,
    owners,
    says_the_same,
)
from tests.evolution.shop import Change, Shop
from tests.evolution.versions import OLD, REAL, Version
from tests.evolution.workspace import (
    Folders,
    committed,
    restore,
    stamps,
    write_blueprint,
)

Files = dict[str, bytes]


@dataclass
class History:
    """A workspace that lives; each method is a step, or a part of one."""

    shop: Shop
    folders: Folders = field(default_factory=lambda: Folders(OLD))
    ejected: list[str] = field(default_factory=list)
    hand: set[str] = field(default_factory=set)
    modes: dict[str, int] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    asked: Asked = field(default_factory=dict)
    written: int = 0
    status: int = 0
    branches: int = 0
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.folders.base / "ws"
        self.twin = self.folders.plain / "twin"
        for root in (self.root, self.twin):
            done = self.folders.new(root, self.shop)
            assert done.status == 0, done
        committed(self.root)
        self.wanted = self.want()
        self.last = self.wanted
        self.ask()
        self.lines: Lines = {}
        self.earlier = files(self.twin)

    def close(self) -> None:
        """Removes every folder of it."""
        self.folders.close()

    # -- what a blueprint gives ---------------------------------------------------------

    def want(self) -> Wanted:
        """What the twin has now."""
        found = files(self.twin)
        return Wanted(found, owners(found))

    def change(self, change: Change) -> None:
        """The blueprint changes, in the workspace and in its twin, which follows at once."""
        self.log.append(repr(change))
        self.shop = change.on(self.shop)
        self.move(change)
        write_blueprint(self.root, self.shop)
        before = files(self.twin)
        self.follow_twin()
        after = files(self.twin)
        if change.aggregate and not (self.folders.version == REAL and change.is_of_whole):
            judging.speaks_of_one(before, after, self.shop, change.aggregate)
        self.is_made_anew()
        self.leaps(before)

    def move_to(self, version: Version, moved: Callable[[str], str]) -> None:
        """The twin moves to other templates, and what is wanted with it."""
        self.log.append(f"to {version.name}")
        self.unmoved = (self.folders.version, files(self.twin), self.wanted, self.moves)
        self.folders.version = version
        done = self.folders.call(self.twin, "update")
        assert done.status == 0, done
        self.wanted = self.want()
        self.earlier = files(self.twin)
        known = {*files(self.root), *self.last.owners}
        self.moves = {path: moved(self.moves.get(path, path)) for path in known}
        self.is_made_anew()

    def move_back(self) -> None:
        """The workspace stays with the former templates, and so does its twin."""
        self.folders.version, twin, self.wanted, self.moves = self.unmoved
        self.earlier = twin
        restore(self.twin, twin)

    def move(self, change: Change) -> None:
        """Takes down where files and ejected operations go with a rename."""
        known = {*files(self.root), *self.last.owners}
        self.moves = {path: change.moved(self.moves.get(path, path)) for path in known}
        if change.renamed:
            kind, context, old, new = change.renamed
            ends = {"context": "{}.", "aggregate": ".Place{}"}.get(kind, "")
            one, other = ends.format(old), ends.format(new)
            mine = [n for n in self.ejected if kind == "context" or n.startswith(f"{context}.")]
            self.ejected = [
                name.replace(one, other) if name in mine else name for name in self.ejected
            ]

    def follow_twin(self) -> None:
        """The twin follows the blueprint, which needs nobody."""
        write_blueprint(self.twin, self.shop)
        done = self.folders.call(self.twin, "sync")
        assert done.status == 0, f"sync without an edit: {done}"
        names = {f"{context}.{one}" for context, one in self.shop.plain}
        self.ejected = [one for one in self.ejected if one in names]
        self.wanted = self.want()

    def is_made_anew(self) -> None:
        """Asserts that a new workspace of the blueprint is as the twin, which came to it."""
        fresh = self.folders.plain / "fresh"
        done = self.folders.new(fresh, self.shop)
        assert done.status == 0, done
        for operation in self.ejected:
            self.folders.call(fresh, "eject", operation)
        judging.same_tree(self.wanted.files, files(fresh), "sync(A to B) and new(B)")

    def is_made_elsewhere(self) -> None:
        """Asserts that another process makes the same of the blueprint."""
        fresh = self.folders.plain / "fresh"
        self.folders.new_elsewhere(fresh, self.shop)
        for operation in self.ejected:
            self.folders.call(fresh, "eject", operation)
        judging.same_tree(self.wanted.files, files(fresh), "new here and new elsewhere")

    def leaps(self, before: Files) -> None:
        """Asserts that a blueprint in between leaves no trace."""
        leaping = self.folders.plain / "leaping"
        restore(leaping, self.earlier)
        write_blueprint(leaping, self.shop)
        done = self.folders.call(leaping, "sync")
        assert done.status == 0, done
        judging.same_tree(self.wanted.files, files(leaping), "A to B to C, and A to C")
        self.earlier = before

    # -- what a person does -------------------------------------------------------------

    def mark(self) -> str:
        """A mark for the next line that somebody writes."""
        self.written += 1
        return mark(self.written)

    def write(self, path: str, content: bytes | None) -> None:
        """Somebody writes a file, or deletes it."""
        self.log.append(f"{'delete' if content is None else 'write'} {path}")
        target = self.root / path
        if content is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self.hand.add(path)
        self.modes.pop(path, None)
        self.note()

    def mode(self, path: str) -> None:
        """Somebody makes a file executable."""
        target = self.root / path
        target.chmod(target.stat().st_mode | 0o111)
        self.modes[path] = target.stat().st_mode

    def note(self) -> None:
        """Takes down every line that is a person's, after they did something."""
        self.lines = marked(files(self.root))

    def eject(self, operation: str) -> None:
        """An operation becomes code of one's own, unless something is in the way."""
        done = self.run("eject", operation)
        if done.status == 3:
            return
        self.ejected.append(operation)
        said = self.folders.call(self.twin, "eject", operation)
        assert said.status == 0, said
        self.earlier = files(self.twin)
        self.wanted = self.want()
        self.judge_done(done)
        self.repeats(done.status)
        self.is_made_anew()

    # -- sync ---------------------------------------------------------------------------

    def follow(self) -> None:
        """`blueprint sync`, judged, and once more, which changes nothing."""
        before = stamps(self.root)
        done = self.run("sync")
        if done.status == 3:
            assert stamps(self.root) == before, f"it refused, and touched something\n{done}"
            assert self.edited(), f"nothing was in the way\n{done}"
            return
        assert not self.edited(), f"an edit of {self.edited()} was not seen\n{done}"
        self.judge_done(done)
        self.repeats(done.status)

    def run(self, *arguments: str) -> Done:
        """A command that may do something, or refuse."""
        self.before = files(self.root)
        done = self.folders.call(self.root, *arguments)
        assert done.status in (0, 1, 3), f"{arguments}: {done}"
        self.status = done.status
        self.log.append(f"{' '.join(map(str, arguments))}: {done.status}")
        return done

    def nothing_lost(self) -> None:
        """Asserts that every line of a person's is there."""
        judging.nothing_lost(self.lines, marked(files(self.root)), self.moves)

    def judge_done(self, done: Done) -> None:
        """Asserts all that holds after a run that was not refused."""
        there = files(self.root)
        self.hand |= {self.moves.get(path, path) for path in self.hand}
        self.modes = {
            self.moves.get(path, path): mode
            for path, mode in self.modes.items()
            if path == self.moves.get(path, path) or self.last.owners.get(path) != GENERATED
        }
        judging.nothing_lost(self.lines, marked(there), self.moves)
        judging.functions_stand_alone(self.before, there, self.wanted.owners)
        self.untouched_follow(there, done)
        self.modes_stay()
        self.ask()
        assert not [path for path in there if path.startswith(".blueprint/run/")], "left behind"
        left = needs(there, self.wanted, self.asked, self.shop.own)
        sure = [need for need in left if need.kind != "former"]  # it may be of another's meaning
        assert done.status or not sure, f"{sure}\n{done}"
        assert left or not done.status, f"nothing is left\n{done}"
        self.last, self.moves = self.wanted, {}
        self.note()

    def untouched_follow(self, there: Files, done: Done) -> None:
        """Asserts that what nobody edited is as it is wanted."""
        origins = {new: old for old, new in self.moves.items()}
        for path in self.wanted.of(GENERATED, SHARED, FILL):
            if path in self.shop.own:
                continue
            origin = origins.get(path, path)
            theirs = path in self.hand and self.wanted.owners[path] != GENERATED
            if not theirs or self.before.get(origin) == self.last.files.get(origin):
                same = says_the_same(path, there.get(path, b""), self.wanted.files[path])
                assert same, f"{path} is not as wanted\n{done}"
        gone = [path for path in there if path in self.last.owners if path not in self.hand]
        for path in gone:
            kept = path in self.wanted.owners or self.last.owners[path] == APPEND
            assert kept, f"{path} has no place any more, and is still there\n{done}"

    def modes_stay(self) -> None:
        """Asserts that no run takes a mode away from a file."""
        for path, mode in list(self.modes.items()):
            target = self.root / path
            if target.exists() and path in {self.moves.get(one, one) for one in self.before}:
                assert target.stat().st_mode == mode, f"the mode of {path}"
            else:
                del self.modes[path]

    def repeats(self, status: int) -> None:
        """Asserts that another run touches nothing, and says the same."""
        before = stamps(self.root)
        again = self.folders.call(self.root, "sync")
        assert again.status == status, f"once more: {again}, not {status}"
        found = {path for path, one in stamps(self.root).items() if before.get(path) != one}
        assert not found, f"a sync without a change touched {found}\n{again}"

    # -- what may be in the way ---------------------------------------------------------

    def edited(self) -> list[Need]:
        """The generated files that somebody changed by hand."""
        there = files(self.root)
        return [
            Need("edited", path)
            for path in sorted(self.hand)
            if ({**self.last.owners, **self.wanted.owners}).get(path) == GENERATED
            and path in there
            and path not in self.shop.own
            and not any(says_the_same(path, there[path], one) for one in self._rendered(path))
        ]

    def _rendered(self, path: str) -> list[bytes]:
        return [tree.files[path] for tree in (self.last, self.wanted) if path in tree.owners]

    def left(self) -> list[Need]:
        """What a person has to decide now."""
        there = files(self.root)
        return needs(there, self.wanted, self.asked, self.shop.own)

    def ask(self) -> None:
        """Takes down which functions each fill is to have, and had under its former path."""
        for old, new in self.moves.items():
            if old != new and old in self.asked:
                self.had(new, self.asked[old])
        for path in self.wanted.of(FILL):
            self.had(path, judging.had_in(self.wanted.files[path]))
        for path in self.asked.keys() - self.wanted.owners.keys():
            del self.asked[path]

    def had(self, path: str, more: Had) -> None:
        """Takes down what a fill was rendered with."""
        known = self.asked.setdefault(path, Had(set(), set()))
        known.functions |= more.functions
        known.names |= more.names
