"""What nobody has written yet: functions that carry `@unwritten`, found without running them."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from blueprint.model import System
from generator.workspace import Reader

MARK = "unwritten"

Key = tuple[str, str, str]
"""A context, a module's name and a function's name, all in snake_case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """One function; `file` is its path in the workspace, `about` what the blueprint wants of it."""

    file: str
    line: int
    context: str
    function: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The functions in the order of their places, and files that do not parse, each with why."""

    functions: list[Unwritten]
    unreadable: list[tuple[str, str]]


def abouts(system: System) -> dict[Key, str]:
    """What the blueprint says of everything that can be unwritten."""
    found: dict[Key, str] = {}
    for context in system.contexts:
        home = context.name.snake
        for operation in context.operations:
            found[home, operation.name.snake, operation.name.snake] = operation.about
        for aggregate in context.aggregates:
            for invariant in aggregate.invariants:
                found[home, aggregate.name.snake, invariant.name.snake] = invariant.about
    return found


def unwritten(root: Path, known: Mapping[Key, str]) -> Found:
    """Everything unwritten below `services/*/src/`; docstrings stand in for what is not *known*."""
    functions: list[Unwritten] = []
    unreadable: list[tuple[str, str]] = []
    reader = Reader(root)
    for path in _modules(reader):
        try:
            module = ast.parse(reader.read(path) or b"")
        except (SyntaxError, ValueError) as error:
            unreadable.append((path, f"it does not parse: {error}"))
            continue
        functions += _of(module, path, known)
    return Found(functions=functions, unreadable=unreadable)


def _modules(reader: Reader) -> Iterator[str]:
    for path in reader.below("services"):
        parts = path.split("/")
        if len(parts) > 3 and parts[2] == "src" and path.endswith(".py"):
            yield path


def _of(module: ast.Module, path: str, known: Mapping[Key, str]) -> Iterator[Unwritten]:
    context, stem = path.split("/")[1], path.rpartition("/")[2].removesuffix(".py")
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_marked(node):
            about = known.get((context, stem, node.name)) or ast.get_docstring(node) or ""
            yield Unwritten(
                file=path, line=node.lineno, context=context, function=node.name, about=about
            )


def _is_marked(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(_name(decorator) == MARK for decorator in function.decorator_list)


def _name(decorator: ast.expr) -> str | None:
    match decorator:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return _name(function)
    return None
