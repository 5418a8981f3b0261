"""The fenced blocks of a page, as its reader meets them."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block: `kind` is its language, `title` the file that it is (or changes), else empty."""

    kind: str
    title: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """Every fenced block of *page*, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(found[1], found[2] or "", found[3], text.count("\n", 0, found.start()) + 1)
        for found in _BLOCK.finditer(text)
    ]


@dataclass(frozen=True)
class Command:
    """A command of a console block, what the page says that it prints, and how it says it ends."""

    words: str
    printed: list[str]
    told: int | None = None

    @property
    def status(self) -> int:
        """The exit status: as told, else 1 where it shows something that needs its reader."""
        if self.told is not None:
            return self.told
        needed = re.compile(r" (BP|BC)\d{3} |^\d+ functions? unwritten\.$")
        return int(any(map(needed.search, self.printed)))


def commands(block: Block) -> list[Command]:
    """The commands of a `console` block; `echo $?` tells of the one before it."""
    _, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    found: list[Command] = []
    for words, *printed in (part.rstrip("\n").split("\n") for part in parts):
        if words == "echo $?":
            found[-1] = replace(found[-1], told=int(printed[0]))
        else:
            found.append(Command(words, printed))
    return found


def is_as_told(printed: list[str], output: str) -> bool:
    """Whether *output* is what the page shows, where a line of `...` stands for any lines."""
    shown = [r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in printed]
    whole = "".join(f"{line}\n" for line in output.splitlines())
    return re.fullmatch("".join(shown), whole) is not None
