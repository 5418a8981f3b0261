"""Formatters on save: a file that differs from what was rendered in nothing but its layout."""

import ast
import codecs
from collections import Counter
from collections.abc import Mapping

from generator import write
from generator.format import LINE_LENGTH, SETTINGS, FormatError, format_files
from generator.meaning import UnclearError, meaning

_WITHOUT_COMMAS = f"""
[tool.ruff]
line-length = {LINE_LENGTH}
target-version = "py311"

[tool.ruff.format]
skip-magic-trailing-comma = true

[tool.ruff.lint.isort]
split-on-trailing-comma = false
""".encode()


def same_but_for_layout(path: str, one: bytes, other: bytes) -> bool:
    """Whether two texts of one file say the same, comments included.

    Files that cannot be read in the language that the suffix names say the same only if equal.
    """
    if one == other:
        return True
    try:
        return meaning(path, one) == meaning(path, other)
    except UnclearError:
        return False


def restored(files: Mapping[str, bytes], *, commas: bool = True) -> dict[str, bytes]:
    """The Python among the files, by path, laid out as what is rendered is.

    A comma before a closing bracket keeps its lines apart, whether it was rendered or a formatter
    with shorter lines put it there; with *commas* false it does not. Left out is what does not
    parse, and what would lose something by it, as an unused import.
    """
    texts = {path: _plain(content) for path, content in files.items() if path.endswith(".py")}
    readable = {path: text for path, text in texts.items() if _imported(text) is not None}
    if not readable:
        return {}
    with write.scratch() as folder:
        write.fill(folder, readable if commas else readable | {SETTINGS: _WITHOUT_COMMAS})
        try:
            format_files(folder, sorted(readable))
        except FormatError:
            return {}
        found = {path: (folder / path).read_bytes() for path in readable}
    return {path: text for path, text in found.items() if _is_whole(readable[path], text)}


def _plain(content: bytes) -> bytes:
    return content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


def _is_whole(before: bytes, after: bytes) -> bool:
    """Whether the formatter moved imports at most, and took none away."""
    return _imported(before) == _imported(after)


def _imported(module: bytes) -> Counter[tuple[str, ...]] | None:
    """What a module imports, each name by itself; None if it does not parse."""
    try:
        tree = ast.parse(module)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = Counter[tuple[str, ...]]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update((one.name, one.asname or "") for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            found.update((source, one.name, one.asname or "") for one in node.names)
    return found
