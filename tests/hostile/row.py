"""One hostile input, and what is to become of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

BASE = """\
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: What is sold.
    aggregates:
      Order: {about: What somebody wants., fields: {code: string}}
    commands:
      Place: {does: create Order, http: POST /orders, allow: public}
"""
"""A blueprint of nine lines in which nothing is found; hostile lines follow as its tenth."""

NEXT = BASE.count("\n") + 1


def nothing(folder: Path) -> None:
    """The preparation of a row that needs none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A blueprint's files by their paths, and what `check` is to say of them.

    `code` stands at `line` of `file`, and every other diagnostic has a code of `beside`; `code` is
    empty where nothing is found. `prepare` lays in what a text cannot say, as a link.
    """

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    code: str
    line: int = 0
    status: int = 1
    file: str = "blueprint.yaml"
    beside: frozenset[str] = frozenset()
    prepare: Callable[[Path], None] = field(default=nothing, repr=False)
    main: str = "blueprint.yaml"

    @property
    def codes(self) -> frozenset[str]:
        """Every code that may be said."""
        return self.beside | ({self.code} if self.code else set())

    def write(self, folder: Path) -> None:
        """Lays the files into *folder*."""
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        self.prepare(folder)


def row(name: str, text: str | bytes, code: str, line: int, *beside: str, status: int = 1) -> Row:
    """A row of one file."""
    content = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    files = {"blueprint.yaml": content}
    return Row(
        name=name, files=files, code=code, line=line, status=status, beside=frozenset(beside)
    )


def sound(name: str, text: str | bytes) -> Row:
    """A row in which nothing is to be found."""
    return row(name, text, "", 0, status=0)


def more(name: str, lines: str, code: str, line: int, *beside: str, status: int = 1) -> Row:
    """A row of BASE and *lines* after it; *line* counts from the first of those, from 1."""
    return row(name, BASE + lines, code, NEXT - 1 + line, *beside, status=status)
