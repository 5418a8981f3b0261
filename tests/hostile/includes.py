"""The table of hostile files: what a blueprint names as the file of a context."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.hostile.row import BASE, Row, nothing

_LINE = 10
_CONTEXT = b"context: stock\nabout: What is on the shelves.\n"
_MAX = 1024 * 1024
_FOREIGN = {"BP111", "BP112"}


def rows() -> Iterator[Row]:
    """Every row; the file of the context `stock` is named in line 10."""
    yield from _paths()
    yield from things()
    yield from _contents()
    yield from _blueprints()


def _paths() -> Iterator[Row]:
    yield _named("a path that climbs", "../stock.yaml")
    yield _named("a path that climbs in the middle", "contexts/../../stock.yaml")
    yield _named("a path that climbs and comes back", "../source/stock.yaml")
    yield _named("an absolute path", "/etc/passwd")
    yield _named("an absolute path that ends well", "/tmp/stock.yaml")
    yield _named("a path of Windows", "C:/stock.yaml")
    yield _named("a path with backslashes", "..\\stock.yaml")
    yield _named("an address", "https://example.org/stock.yaml")
    yield _named("a home", "~/stock.yaml")
    yield _named("a path of no file", "contexts/missing.yaml")
    yield _named("a folder of this name", "contexts", prepare=lambda f: (f / "contexts").mkdir())
    yield _named("no path", "''", "BP108")
    yield _named("a dot", ".")
    yield _named("a long path", "a/" * 5000 + "stock.yaml")
    yield _named("a long name", "a" * 300 + ".yaml")
    yield _named("a NUL in a path", '"a\\0.yaml"', "BP103", beside={"BP108"})
    yield _named("a line end in a path", '"a\\n.yaml"')
    yield _named("another case", "Stock.yaml", files={"stock.yaml": _CONTEXT})
    yield _named("another ending", "stock.txt", files={"stock.txt": _CONTEXT})
    yield _named("a number", "12", "BP114")
    yield _named("a list", "[stock.yaml]", "BP114")


def things() -> Iterator[Row]:
    """What is no file, or none of the blueprint's."""

    def link(to: str | Path) -> Callable[[Path], None]:
        return lambda folder: os.symlink(to, folder / "stock.yaml")

    def device(number: int) -> Callable[[Path], None]:
        return lambda folder: os.mknod(folder / "stock.yaml", 0o20666, os.makedev(1, number))

    def pipe(folder: Path) -> None:
        os.mkfifo(folder / "stock.yaml")

    def folder_link(folder: Path) -> None:
        os.symlink("..", folder / "up")

    yield _named("a link that leads out", "stock.yaml", prepare=link("/etc/passwd"))
    yield _named("a link to nothing", "stock.yaml", prepare=link("nowhere"))
    yield _named("a link to itself", "stock.yaml", prepare=link("stock.yaml"))
    yield _named("a link to endless bytes", "stock.yaml", prepare=link("/dev/zero"))
    yield _named("a link to the terminal", "stock.yaml", prepare=link("/dev/tty"))
    yield _named("a link to what the kernel says", "stock.yaml", prepare=link("/proc/self/environ"))
    yield _named("a folder's link that leads out", "up/stock.yaml", prepare=folder_link)
    yield _named("a pipe", "stock.yaml", prepare=pipe)
    if os.geteuid() == 0:
        yield _named("a device of endless bytes", "stock.yaml", prepare=device(5))


def _contents() -> Iterator[Row]:
    def said(content: bytes) -> dict[str, bytes]:
        return {"stock.yaml": content}

    yield _inside("an empty file", b"", "BP110", 1)
    yield _inside("a file of a list", b"- a\n", "BP110", 1)
    yield _inside("a file of bytes", b"\x7fELF\x02\x01\x01", "BP103", 1)
    yield _inside("a file of another context", b"context: sales\nabout: x\n", "BP110", 1)
    yield _inside("a file without a context", b"about: x\n", "BP110", 1, beside={"BP111"})
    yield _inside("a whole blueprint", BASE.encode(), "BP110", 1, beside={"BP111", "BP112"})
    yield _inside("a file that names itself", _CONTEXT + b"contexts: {a: stock.yaml}\n", "BP111", 3)
    yield _inside("a file too large", b"x" * (_MAX + 1), "BP102", 1)
    yield _inside("a file that is cut", _CONTEXT + b"team: [", "BP101", 3)
    yield _named("the blueprint itself", "blueprint.yaml", "BP110", file_line=1, beside=_FOREIGN)
    yield Row(
        name="one file of two contexts",
        files={
            "blueprint.yaml": (BASE + "  stock: stock.yaml\n  store: stock.yaml\n").encode(),
            **said(_CONTEXT),
        },
        code="BP110",
        line=1,
        file="stock.yaml",
    )


def _blueprints() -> Iterator[Row]:
    """What `check` itself is pointed at."""

    def at(name: str, prepare: Callable[[Path], None], main: str = "b.yaml") -> Row:
        return Row(name=name, files={}, code="", status=2, prepare=prepare, main=main)

    yield at("a blueprint that is not there", nothing)
    yield at("a blueprint that is a pipe", lambda folder: os.mkfifo(folder / "b.yaml"))
    yield at("a blueprint that links to itself", lambda f: os.symlink("b.yaml", f / "b.yaml"))
    yield at("a folder without a blueprint", lambda folder: (folder / "b.yaml").mkdir())
    yield at("a name of a thousand letters", nothing, "b" * 1000)
    yield at("a name with an escape", nothing, "\x1b[31mb.yaml")
    yield at("a name that is an option", nothing, "--b.yaml")


def _named(
    name: str,
    path: str,
    code: str = "BP108",
    *,
    files: dict[str, bytes] | None = None,
    beside: set[str] | None = None,
    prepare: Callable[[Path], None] = nothing,
    file_line: int = _LINE,
) -> Row:
    """A context whose file is named so."""
    main = f"{BASE}  stock: {path}\n".encode()
    return Row(
        name=f"as a context's file, {name}",
        files={"blueprint.yaml": main, **(files or {})},
        code=code,
        line=file_line,
        beside=frozenset(beside or ()),
        prepare=prepare,
    )


def _inside(name: str, content: bytes, code: str, line: int, beside: set[str] | None = None) -> Row:
    """A context's file of such a content."""
    return Row(
        name=name,
        files={
            "blueprint.yaml": (BASE + "  stock: stock.yaml\n").encode(),
            "stock.yaml": content,
        },
        code=code,
        line=line,
        file="stock.yaml",
        beside=frozenset(beside or ()),
    )
