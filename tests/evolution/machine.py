"""The machine that makes histories up: a step a rule, each of them counted."""

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.copier.repositories import Made
from tests.evolution import shop as shops
from tests.evolution.branching import apart, branch_and_merge
from tests.evolution.commuting import commute
from tests.evolution.edits import KINDS, MODE, REMOVE, Desk, edited
from tests.evolution.history import History
from tests.evolution.killing import killed
from tests.evolution.lines import files
from tests.evolution.needs import APPEND, FILL, GENERATED, SHARED
from tests.evolution.resolving import resolve
from tests.evolution.shop import Change
from tests.evolution.updating import update
from tests.evolution.versions import OLD, REAL, Version
from tests.evolution.workspace import Folders, committed
from tests.properties.drafting.dice import Dice

Ways = Callable[[Dice, shops.Shop], list[Callable[[], Change]]]
DATA = st.data()
_WEIGHTS = {FILL: 8, SHARED: 6, GENERATED: 2, APPEND: 1}
READABLE = ("insert", "crlf", "unended", MODE)
"""What may be done to a revision, which has to stay Python that can be read."""

_OWN = ("notes/plan.md", "services/{context}/tests/test_mine.py")

STEPS = 12
taken: Counter[str] = Counter()
"""How often each step was taken by this process, and each kind of it."""


def count(name: str) -> None:
    """Counts a step, here and for hypothesis."""
    taken[name] += 1
    event(name)


class Machine(RuleBasedStateMachine):
    """One history a run."""

    version: ClassVar[Version] = OLD
    """What it begins with."""
    harmless: ClassVar[frozenset[str] | None] = None
    """The changes that break nobody's contract, where there are contracts; else None."""
    repository: ClassVar[Made | None] = None
    """Where Copier finds both versions; without it, it is left out."""
    copier: ClassVar[int] = 50
    """How many updates of a hundred go through Copier."""
    history: History
    elsewhere = False
    told: ClassVar[list[str]] = []
    """What was done in the last one, for people."""

    @initialize(data=DATA)
    def new(self, data: st.DataObject) -> None:
        """A first blueprint becomes a workspace."""
        count("new")
        self.history = History(shops.shop(Dice(data.draw)), Folders(self.version))

    def teardown(self) -> None:
        """The folders go."""
        if hasattr(self, "history"):
            type(self).told = list(self.history.log)
            self.history.close()

    @rule(data=DATA)
    def add(self, data: st.DataObject) -> None:
        """Something more in the blueprint."""
        self._change(data, shops.additions)

    @rule(data=DATA)
    def alter(self, data: st.DataObject) -> None:
        """Something else in the blueprint."""
        self._change(data, shops.alterations)

    @rule(data=DATA)
    def remove(self, data: st.DataObject) -> None:
        """Something less in the blueprint."""
        self._change(data, shops.removals)

    @rule(data=DATA)
    def rename(self, data: st.DataObject) -> None:
        """A node by another name."""
        self._change(data, shops.renames)

    @rule(data=DATA)
    def edit(self, data: st.DataObject) -> None:
        """A file or two by hand."""
        dice = Dice(data.draw)
        for _ in range(dice.number(2, 5)):
            self._edit(dice)
        self._sometimes_follow(dice, 40)

    @rule(data=DATA)
    def edit_and_alter(self, data: st.DataObject) -> None:
        """A file by hand, and the blueprint with it, so that both meet."""
        dice = Dice(data.draw)
        self._edit(dice)
        self._change(data, _any)

    @rule(data=DATA)
    def eject(self, data: st.DataObject) -> None:
        """A plain operation becomes a fill, as long as there are few."""
        history = self.history
        free = [f"{c}.{o}" for c, o in history.shop.plain if f"{c}.{o}" not in history.ejected]
        if free and len(history.ejected) < 2:
            count("eject")
            history.eject(Dice(data.draw).pick(free))

    @rule(data=DATA)
    def sync(self, data: st.DataObject) -> None:
        """The workspace follows."""
        self._sometimes_follow(Dice(data.draw), 100)

    @rule(data=DATA)
    def resolve(self, data: st.DataObject) -> None:
        """Everything that was left is settled."""
        self._settle(Dice(data.draw))
        count("resolve")

    @rule(data=DATA)
    def branch_and_merge(self, data: st.DataObject) -> None:
        """Two branches, both synced, become one."""
        dice, history = Dice(data.draw), self.history
        self._settle(dice)
        theirs = self._drawn(dice, history.shop, _any)
        for _ in range(4):
            ours = self._drawn(dice, theirs.on(history.shop), _any)
            if apart(theirs, ours, history.shop):
                conflicted = branch_and_merge(dice, history, theirs, ours)
                count("branch and merge")
                count(f"merge {'with' if conflicted else 'without'} conflicts of git")
                return

    @rule(data=DATA)
    def commute(self, data: st.DataObject) -> None:
        """An edit and a change, in either order; the history goes on as if nothing was."""
        dice, history = Dice(data.draw), self.history
        self._settle(dice)
        done = commute(dice, history, self._drawn(dice, history.shop, _any))
        count("commute" if done else "no place to commute")

    @rule(data=DATA)
    def kill(self, data: st.DataObject) -> None:
        """A sync dies on its way, somebody may go on editing, and the next one finishes."""
        dice, history = Dice(data.draw), self.history
        self._change(data, _any, follow=0)
        decided = dice.chance(60)
        if killed(history, dice.number(0, 24), decided=decided):
            count("kill")
            count(f"kill {'after' if decided else 'before'} the journal stood")
            if dice.chance(50):
                self._edit(dice)
                count("edit after a kill")
        history.follow()

    @rule(data=DATA)
    def update(self, data: st.DataObject) -> None:
        """The workspace moves to later templates, once."""
        if self.history.folders.version != OLD:
            self._change(data, shops.alterations)
            return
        dice = Dice(data.draw)
        self._edit(dice)
        through_copier = self.repository is not None and dice.chance(self.copier)
        if through_copier:
            committed(self.history.root)
        update(self.history, self.repository if through_copier else None)
        count("update through Copier" if through_copier else "update")

    @rule(data=DATA)
    def new_elsewhere(self, data: st.DataObject) -> None:
        """The same blueprint, made a workspace by another process, is the same to the byte."""
        if self.elsewhere:
            self._change(data, shops.additions)
            return
        self.elsewhere = True
        count("new elsewhere")
        self.history.is_made_elsewhere()

    # -- parts of steps -----------------------------------------------------------------

    def _change(self, data: st.DataObject, ways: Ways, follow: int = 75) -> None:
        dice = Dice(data.draw)
        if dice.chance(45):
            self._edit(dice)
        change = self._drawn(dice, self.history.shop, ways)
        count(change.kind.partition(" ")[0])
        count(change.kind)
        self.history.change(change)
        self._sometimes_follow(dice, follow)

    def _drawn(self, dice: Dice, shop: shops.Shop, ways: Ways) -> Change:
        found = ways(dice, shop) or shops.additions(dice, shop)
        change = dice.pick(found)()
        if self.harmless is None or change.kind in self.harmless:
            return change
        return shops.alter_context(dice, shop)

    def _sometimes_follow(self, dice: Dice, percent: int) -> None:
        if percent and dice.chance(percent):
            count("sync")
            self.history.follow()

    def _settle(self, dice: Dice) -> None:
        self.history.follow()
        if self.history.status:
            for kind in resolve(dice, self.history):
                count(f"resolve {kind}")

    def _edit(self, dice: Dice) -> None:
        history = self.history
        path, content = self._file(dice)
        kind = dice.pick(READABLE if "/migrations/" in path else KINDS)
        if kind == MODE:
            if content:
                history.mode(path)
                count(f"edit: {kind}")
            return
        if kind == REMOVE:
            changed = None
        else:
            changed = edited(kind, Desk(dice, path, content, history.mark))
            if changed is None:
                return
        if kind == REMOVE and not content:
            return
        history.log.append(f"edit: {kind}")
        history.write(path, changed)
        owner = {**history.last.owners, **history.wanted.owners}.get(path, "own")
        count("edit")
        count(f"edit: {kind}")
        count(f"edit of {owner}")

    def _file(self, dice: Dice) -> tuple[str, bytes]:
        """A file to edit, and what it holds; one of the user's own may be new."""
        history = self.history
        there = files(history.root)
        if dice.chance(10):
            context = dice.pick(list(history.shop.contexts))
            path = dice.pick(_OWN).format(context=context)
            return path, there.get(path, b"")
        owned = history.last.owners
        weighed = [path for path in owned if path in there for _ in range(_WEIGHTS[owned[path]])]
        path = dice.pick(weighed)
        return path, there[path]


def _any(dice: Dice, shop: shops.Shop) -> list[Callable[[], Change]]:
    ways = dice.pick([shops.additions, shops.alterations, shops.removals, shops.renames])
    return ways(dice, shop) or shops.alterations(dice, shop)


HARMLESS = frozenset(
    {
        *("add context", "add aggregate", "add field", "add invariant", "add operation"),
        *("add event", "alter title", "alter context", "alter aggregate", "remove invariant"),
        *("remove operation", "rename operation"),
    }
)


class RealMachine(Machine):
    """The same with Blueprint's own templates, and so with contracts that are out."""

    version = REAL
    harmless = HARMLESS
