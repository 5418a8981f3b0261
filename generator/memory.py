"""What one run knows of earlier ones, and what it leaves to the next: only time is saved by it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from generator import Standing, nothing_stands
from generator.evidence import Evidence, Witness
from generator.git_files import followed_by_git
from generator.noting import NotingReader
from generator.recalling import Recall
from generator.stamps import digest_of
from generator.unchanged import Answer, remember
from generator.workspace import Reader

if TYPE_CHECKING:
    from generator.state import State
    from generator.syncing import Sync
    from generator.tree import Tree


class NoMemory:
    """A run that knows nothing of earlier ones, and leaves nothing to the next."""

    def __init__(self, root: Path, templates: Path) -> None:
        self.reader = Reader(root)
        self.templates = templates

    @property
    def standing(self) -> frozenset[str]:
        """The contexts of which nothing was rendered."""
        return frozenset()

    def recalled(self, state: "State") -> Standing:
        """What earlier runs found of the contexts, given what is recorded."""
        return nothing_stands

    def noting(self, witness: Witness) -> Witness:
        """The same witness; about which files it is asked is noted."""
        return witness

    def noting_git(self, ask: Callable[[str], bool]) -> Callable[[str], bool]:
        """The same question to git; that it was asked is noted."""
        return ask


class Memory(NoMemory):
    """The memory of one run over the workspace at *root*, by this tool with these *templates*.

    It notes whom the run asks: what git, or a formatter, says of a file may be another thing later.
    """

    def __init__(self, root: Path, templates: Path) -> None:
        super().__init__(root, templates)
        self._root = root
        self._noting = NotingReader(root)
        self.reader = self._noting
        self._recall: Recall | None = None
        self._doubted: set[str] = set()
        self._git: dict[str, str | None] = {}

    def recalled(self, state: "State") -> Standing:
        """What earlier runs found of the contexts, given what is recorded."""
        self._recall = Recall(self._root, self.templates, state, self._noting.noted)
        self._git = dict(self._recall.git)
        return self._recall

    @property
    def standing(self) -> frozenset[str]:
        """The contexts of which nothing was rendered."""
        return self._recall.standing if self._recall else frozenset()

    def noting(self, witness: Witness) -> Witness:
        """The same witness; about which files it is asked is noted."""

        def testify(files: Mapping[str, bytes], /) -> Mapping[str, Evidence]:
            self._doubted |= files.keys()
            self._note_git()
            return witness(files)

        return testify

    def noting_git(self, ask: Callable[[str], bool]) -> Callable[[str], bool]:
        """The same question to git; that it was asked is noted."""

        def asked(path: str) -> bool:
            self._note_git()
            return ask(path)

        return asked

    def _note_git(self) -> None:
        """Notes, before git is asked for the first time, what its answer follows from."""
        if not self._git:
            places = followed_by_git(self._root)
            self._git = {place.lstrip("/"): digest_of(place) for place in places}

    def keep(self, tree: "Tree", sync: "Sync") -> None:
        """Keeps which contexts had nothing to do."""
        if self._recall:
            self._recall.keep(tree, sync, self._git, self._doubted)

    def keep_all(self, blueprint: Mapping[str, str], told: str, status: int) -> None:
        """Keeps that the whole workspace had nothing to do, and what was said of its blueprint."""
        said = Answer(told=told, status=status)
        remember(self._root, self.templates, self._noting.noted, blueprint, said, self._git)
