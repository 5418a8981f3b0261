"""What comes out of a system, still in memory: files by path, each with its owner."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

_FUNCTION = re.compile(rb"^(?:async )?def (\w+)", re.MULTILINE)


class Owner(StrEnum):
    """Who may change a file, and so what a later run does with it."""

    GENERATED = "generated"
    FILL = "fill"
    SHARED = "shared"
    APPEND = "append"
    YOURS = "yours"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the workspace; `path` is relative to its root and uses `/`.

    `node` names what the file was made of, as people write it: `ordering.PlaceOrder`.
    `context` is the context whose manifest lists it, or None for the workspace's. `was` are the
    paths that it had under its node's former names, the latest first. One that `stands` was not
    rendered: what is there and what is recorded of it is right, and `content` says nothing.
    """

    path: str
    content: bytes
    owner: Owner
    node: str
    context: str | None = None
    verbatim: bool = False
    was: tuple[str, ...] = ()
    stands: bool = False

    @property
    def is_python(self) -> bool:
        """Whether it is to be formatted as Python."""
        return self.path.endswith(".py")

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that a fill is to have; none of any other file."""
        if self.owner is not Owner.FILL or not self.is_python:
            return ()
        return tuple(name.decode("ascii", "replace") for name in _FUNCTION.findall(self.content))


class Tree(Mapping[str, File]):
    """Files by path, in the order of their paths; no two of one path."""

    def __init__(self, files: Iterable[File]) -> None:
        self._files: dict[str, File] = {}
        for file in sorted(files, key=lambda file: file.path):
            if file.path in self._files:
                raise ValueError(f"two templates give {file.path}")
            self._files[file.path] = file

    def __getitem__(self, path: str) -> File:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def with_contents(self, contents: Mapping[str, bytes]) -> "Tree":
        """The same tree with other bytes where *contents* has the path."""
        return Tree(
            replace(file, content=contents[path]) if path in contents else file
            for path, file in self.items()
        )


def normalised(content: bytes) -> bytes:
    """The bytes with every line end as `\\n`: git may check a file out with others."""
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content


def fingerprint(content: bytes) -> str:
    """The SHA-256 of the bytes, line ends normalised, in hexadecimal."""
    return sha256(normalised(content)).hexdigest()
