"""Signatures: how a fill's functions are called now, against how they are written. Pure."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

Function = ast.FunctionDef | ast.AsyncFunctionDef

_ANYTHING = frozenset({"Any", "object"})  # takes whatever a call gives
_OPTIONAL = "Optional"
_UNION = "Union"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One function of a fill whose callers call it otherwise than it is written.

    `line` is where it stands in the fill; `text` says both ways: `remind(scope) is called as
    remind(scope, since: datetime) now`.
    """

    line: int
    text: str


def differing(yours: str, new: str) -> list[Differing]:
    """The functions of a fill that differ from how the stub *new* is called, in their order.

    Functions that only one of the two has are left out, and so is a text that does not parse: both
    are found elsewhere. Names of positional parameters, annotations that *yours* leaves out, and
    parameters of its own that have a default are nobody's business.
    """
    mine, wanted = _parsed(yours), _parsed(new)
    if mine is None or wanted is None:
        return []
    present = _functions(mine)
    pairs = [(present[name], one) for name, one in _functions(wanted).items() if name in present]
    written, called = _Names(mine), _Names(wanted)
    found = [_compared(one, other, written, called) for one, other in pairs]
    return sorted((one for one in found if one), key=lambda one: one.line)


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _functions(module: ast.Module) -> dict[str, Function]:
    return {node.name: node for node in module.body if isinstance(node, Function)}


class _Names:
    """What the names of a module's annotations stand for: `T` for Task, after `import Task as T`.

    Where a type comes from is left aside: `dt.datetime` and `datetime` are one.
    """

    def __init__(self, module: ast.Module) -> None:
        found = [
            one for node in module.body if isinstance(node, ast.ImportFrom) for one in node.names
        ]
        self._aliases = {one.asname: one.name for one in found if one.asname}

    def meaning(self, annotation: ast.expr | None) -> str | None:
        """The annotation in one spelling; None where there is none."""
        return None if annotation is None else self._meaning(annotation)

    def _meaning(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return self._aliases.get(name, name)
            case ast.Attribute(attr=name):
                return name
            case ast.Constant(value=str(text)):
                return self._quoted(text)
            case ast.BinOp(op=ast.BitOr()):
                return self._union(self._joined(node))
            case ast.Subscript(value=value, slice=inner):
                return self._subscript(self._meaning(value), inner)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return ", ".join(map(self._meaning, parts))
        return ast.unparse(node)

    def _quoted(self, text: str) -> str:
        try:
            return self._meaning(ast.parse(text, mode="eval").body)
        except (SyntaxError, ValueError):
            return text

    def _subscript(self, name: str, inner: ast.expr) -> str:
        if name == _OPTIONAL:
            return self._union([self._meaning(inner), "None"])
        if name == _UNION and isinstance(inner, ast.Tuple):
            return self._union([self._meaning(part) for part in inner.elts])
        # A literal's text is a value and no annotation.
        return f"{name}[{ast.unparse(inner) if name == 'Literal' else self._meaning(inner)}]"

    def _joined(self, node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield from self._joined(node.left)
            yield from self._joined(node.right)
        else:
            yield self._meaning(node)

    def _union(self, parts: Iterator[str] | list[str]) -> str:
        return " | ".join(sorted({one for part in parts for one in part.split(" | ")}))


@dataclass(slots=True, kw_only=True)
class _Parts:
    """The two ways as they are told: parameters by their names, with a type where it matters."""

    mine: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    differ: bool = False

    def pair(self, one: str, other: str, *, differ: bool) -> None:
        """Adds a parameter to either side; an empty text is one that the side has not."""
        self.mine += [one] if one else []
        self.wanted += [other] if other else []
        self.differ = self.differ or differ


def _compared(mine: Function, wanted: Function, here: _Names, there: _Names) -> Differing | None:
    parts = _Parts()
    _compare_positional(mine.args, wanted.args, here, there, parts)
    _compare_named(mine.args, wanted.args, here, there, parts)
    returned = _differ(mine.returns, wanted.returns, here, there, result=True)
    waiting = isinstance(mine, ast.AsyncFunctionDef) != isinstance(wanted, ast.AsyncFunctionDef)
    if not (parts.differ or returned or waiting):
        return None
    one = _told(mine, parts.mine, returned=returned, waiting=waiting)
    other = _told(wanted, parts.wanted, returned=returned, waiting=waiting)
    return Differing(line=mine.lineno, text=f"{one} is called as {other} now")


def _told(function: Function, parts: list[str], *, returned: bool, waiting: bool) -> str:
    before = "async " if waiting and isinstance(function, ast.AsyncFunctionDef) else ""
    after = f" -> {ast.unparse(function.returns)}" if returned and function.returns else ""
    return f"{before}{function.name}({', '.join(parts)}){after}"


def _compare_positional(
    mine: ast.arguments, wanted: ast.arguments, here: _Names, there: _Names, parts: _Parts
) -> None:
    owned = [*mine.posonlyargs, *mine.args]
    optional = len(owned) - len(mine.defaults)  # from here on each has a default
    for place, (one, other) in enumerate(zip_longest(owned, [*wanted.posonlyargs, *wanted.args])):
        if one is not None and other is not None:
            differ = _differ(one.annotation, other.annotation, here, there)
            parts.pair(_shown(one, typed=differ), _shown(other, typed=differ), differ=differ)
        elif one is not None:
            parts.pair(_shown(one), "", differ=place < optional)
        elif other is not None:
            parts.pair("", _shown(other), differ=mine.vararg is None)
    if mine.vararg is not None:
        parts.pair(f"*{mine.vararg.arg}", "", differ=False)


def _compare_named(
    mine: ast.arguments, wanted: ast.arguments, here: _Names, there: _Names, parts: _Parts
) -> None:
    """Compares what is given by name alone."""
    owned = {argument.arg: argument for argument in mine.kwonlyargs}
    called = {argument.arg: argument for argument in wanted.kwonlyargs}
    required = {a.arg for a, d in zip(mine.kwonlyargs, mine.kw_defaults, strict=True) if d is None}
    parts.pair("*" if owned and not mine.vararg else "", "*" if called else "", differ=False)
    for name in dict.fromkeys([*owned, *called]):
        one, other = owned.get(name), called.get(name)
        if one is not None and other is not None:
            differ = _differ(one.annotation, other.annotation, here, there)
            parts.pair(_shown(one, typed=differ), _shown(other, typed=differ), differ=differ)
        elif one is not None:
            parts.pair(_shown(one), "", differ=name in required)
        elif other is not None:
            parts.pair("", _shown(other), differ=mine.kwarg is None)


def _differ(
    one: ast.expr | None,
    other: ast.expr | None,
    here: _Names,
    there: _Names,
    *,
    result: bool = False,
) -> bool:
    """Whether both say a type, and not the same one."""
    mine, wanted = here.meaning(one), there.meaning(other)
    if mine is None or wanted is None or mine == wanted:
        return False
    return mine != "Any" if result else mine not in _ANYTHING


def _shown(argument: ast.arg, *, typed: bool = True) -> str:
    if not typed or argument.annotation is None:
        return argument.arg
    return f"{argument.arg}: {ast.unparse(argument.annotation)}"
