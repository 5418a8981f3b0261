"""A file as it was written: its nodes in order, and the comments that belong to each."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, from its `#` to the end of its line.

    `start` is its offset in the text, `column` counts from 0. `alone` says that nothing stands
    before it on its line, `after_blank` that the line above is empty.
    """

    text: str
    start: int
    column: int
    alone: bool
    after_blank: bool


@dataclass(slots=True)
class Scalar:
    """A value as it was written, with its quotes or its `|`; `text` is empty where nothing is.

    `value` is what it says, without quotes and escapes.
    """

    text: str
    style: str
    start: int
    end: int
    value: str = ""

    @property
    def is_block(self) -> bool:
        """Whether it is a text after `|` or `>`."""
        return self.style in ("|", ">")


@dataclass(slots=True)
class Collection:
    """A mapping or a list, in braces and brackets where `flow`.

    `column` is where its first entry stands, from 0. `foot` holds the comments after the last one.
    """

    mapping: bool
    flow: bool
    column: int
    start: int
    end: int
    entries: "list[Entry]" = field(default_factory=list)
    foot: list[Comment] = field(default_factory=list)


Node: TypeAlias = Scalar | Collection


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list, whose `key` is None.

    `broken` says that a line begins before it, `after_blank` that the line above is empty.
    """

    key: Scalar | None
    value: Node
    start: int
    column: int
    broken: bool = False
    after_blank: bool = False
    before: list[Comment] = field(default_factory=list)
    tail: Comment | None = None
    foot: list[Comment] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Where it ends; what is empty ends with its key."""
        if isinstance(self.value, Scalar) and not self.value.text:
            return self.key.end if self.key else self.start
        return self.value.end

    @property
    def name(self) -> str:
        """The key without quotes; empty for an item of a list."""
        return self.key.text.strip("\"'") if self.key else ""
