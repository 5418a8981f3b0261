"""A decision on one file: what is known of it, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum

from generator.adapting import Vocabulary
from generator.both_sides import nothing_written
from generator.evidence import NO_EVIDENCE, Evidence
from generator.manifest import Entry
from generator.tidied import same_but_for_layout
from generator.tree import File, Owner, normalised

UNRESOLVED = "line {line}: a conflict waits to be resolved"
PLACE = "{place}"


class Action(StrEnum):
    """What happens to one file."""

    CREATE = "create"
    KEEP = "keep"
    REPLACE = "replace"
    ADD = "add to"
    ADAPT = "adapt"
    MERGE = "merge"
    CONFLICT = "conflict"
    MOVE = "move"
    REMOVE = "remove"
    ORPHAN = "orphan"
    PROPOSE = "propose"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one path: recorded, there now, and wanted; None where it is not.

    `was` is where `yours` lies so far, if a rename moves it here; `entry` and `base` are then of
    that path. `open` says of a migration that nobody has it yet but this work tree. `base` is the
    text that was last rendered, kept for shared files only. `evidence` is asked for only where a
    file seems to be edited by hand. `words` know which names in a fill are former ones; with
    `adapt` these are written as they are now.
    """

    path: str
    entry: Entry | None
    base: bytes | None
    yours: bytes | None
    new: File | None
    was: str | None = None
    open: bool = False
    evidence: Evidence = NO_EVIDENCE
    words: Vocabulary | None = None
    adapt: bool = False

    @property
    def as_rendered(self) -> bool:
        """Whether what is there is, byte for byte, what was rendered, or would be now."""
        recorded = self.entry is not None and self.yours is not None and self.entry.has(self.yours)
        return recorded or self.equal

    @property
    def equal(self) -> bool:
        """Whether what is there is what is wanted."""
        both = self.new is not None and self.yours is not None
        return both and same(self.new.content if self.new else b"", self.yours or b"")

    @property
    def unmoved(self) -> Action:
        """What becomes of it where its bytes stay."""
        return Action.MOVE if self.was else Action.KEEP

    @property
    def is_only_laid_out(self) -> bool:
        """Whether nobody but a formatter changed what was rendered."""
        entry = self.entry
        return entry is not None and any(entry.has(tidy) for tidy in self.evidence.tidy)

    @property
    def is_only_laid_out_anew(self) -> bool:
        """Whether it is what is wanted, but for what a formatter did to it."""
        if self.new is None or self.yours is None:
            return False
        return same_but_for_layout(self.path, self.yours, self.new.content)

    @property
    def is_only_merged(self) -> bool:
        """Whether nobody but git wrote it, out of two texts that were rendered."""
        entry, sides = self.entry, self.evidence.sides
        if entry is None or self.yours is None or len(set(sides)) < 2:
            return False
        lines = (*sides, self.evidence.common)
        return all(entry.has(side) for side in sides) and nothing_written(self.yours, lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An action on one path: the bytes it is to have, and what people are told of it.

    `was` is the path that it comes from, if that is another. `findings` are what is left to do by
    hand; `added` names appended functions; `record` says whether the manifest is to take the hash
    of what is wanted. `functions` are those that a fill is to have, or had and still defines;
    `proposed` is a would-be text to lay beside the file, at the PLACE of which findings speak.
    """

    path: str
    action: Action
    owner: Owner
    content: bytes | None = None
    was: str | None = None
    why: str = ""
    added: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    record: bool = True
    functions: tuple[str, ...] = ()
    proposed: bytes | None = None


def same(one: bytes, other: bytes) -> bool:
    """Whether two texts are equal but for their line ends."""
    return normalised(one) == normalised(other)
