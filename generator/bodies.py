"""Bodies: whether what was written in a function or class of a module is still in that one."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_Lines = Counter[bytes]

# As Python counts lines: a form feed ends none.
_END = re.compile(rb"\r\n|\r|\n")


def moved_bodies(base: bytes, yours: bytes, merged: bytes) -> list[str]:
    """The functions and classes of which *merged* lacks, or has again, what *yours* changed.

    By qualified name (`Order.cancel`), sorted. A line belongs to the innermost function or class
    that it is in; indentation does not count. Where *yours* does not parse, nothing can be told,
    and none is named; where only *merged* does not, all that *yours* changed are.
    """
    mine = _bodies(yours)
    if mine is None:
        return []
    before, after = _bodies(base) or {}, _bodies(merged) or {}
    return [
        name
        for name in sorted(before.keys() | mine.keys())
        if _is_moved(*(bodies.get(name, _Lines()) for bodies in (before, mine, after)))
    ]


def _is_moved(before: _Lines, mine: _Lines, after: _Lines) -> bool:
    """Whether a line that was added is missing, or one that was taken away is back."""
    missing = any(after[line] < mine[line] for line in mine - before)
    return missing or any(after[line] > mine[line] for line in before - mine)


def _bodies(module: bytes) -> dict[str, _Lines] | None:
    """The lines of each function and class by its qualified name; None if it does not parse."""
    try:
        tree = ast.parse(module)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = [line.strip() for line in _END.split(module)]
    owners = [""] * (len(lines) + 1)
    found = dict[str, _Lines]()
    for name, scope in _scopes(tree, ""):
        found.setdefault(name, _Lines())
        first = min([scope.lineno, *(one.lineno for one in scope.decorator_list)])
        last = scope.end_lineno or scope.lineno
        owners[first : last + 1] = [name] * (last + 1 - first)
    for number, line in enumerate(lines, start=1):
        if line and owners[number]:
            found[owners[number]][line] += 1
    return found


def _scopes(node: ast.AST, within: str) -> Iterator[tuple[str, _Scope]]:
    """Every function and class below a node, each after the one that it is in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Scope):
            name = f"{within}.{child.name}".lstrip(".")
            yield name, child
            yield from _scopes(child, name)
        elif not isinstance(child, ast.expr):
            yield from _scopes(child, within)
