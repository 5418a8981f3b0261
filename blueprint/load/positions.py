"""Where each node of a document was written."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from blueprint.diagnostics import Mark

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One file's name, as shown to people, and its lines without their ends."""

    name: str
    lines: tuple[str, ...]

    def mark(self, line: int, column: int, length: int = 1) -> Mark:
        """The place at *line* and *column*, both from 1."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Mark(file=self.name, line=line, column=column, length=length, source_line=text)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands: the key before it, if it has one, and the value itself."""

    source: Source
    key: tuple[int, int, int] | None  # line, column, length
    value: tuple[int, int, int]


@dataclass(frozen=True)
class Positions:
    """The place of every node by its path: keys of mappings and indexes of lists."""

    main: Source
    spans: dict[Path, Span] = field(default_factory=dict)

    def key(self, path: Path) -> Mark:
        """The place of the key at *path*, of the item in a list; else of the nearest parent."""
        span = self._nearest(path)
        return span.source.mark(*(span.key or span.value)) if span else self.main.mark(1, 1)

    def value(self, path: Path) -> Mark:
        """The place of the value at *path*; else of the nearest parent's key."""
        span = self.spans.get(path)
        return span.source.mark(*span.value) if span else self.key(path)

    @cached_property
    def parents(self) -> frozenset[Path]:
        """The paths below which something stands."""
        return frozenset(path[:-1] for path in self.spans if path)

    def _nearest(self, path: Path) -> Span | None:
        for end in range(len(path), 0, -1):
            if span := self.spans.get(path[:end]):
                return span
        return None
