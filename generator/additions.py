"""What a fill of yours lacks: functions that the blueprint now asks for, added at its end."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

# As Python counts lines: a form feed or U+2028 ends none, unlike for str.splitlines.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """The text with what could be added, the names of that, and why the rest was not."""

    text: str
    added: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def add_missing(yours: str, new: str, but: Collection[str] = ()) -> Addition:
    """*yours* with every function of *new* that it lacks at its end, and their imports.

    Those named in *but* are left out: it has them under former names. Nothing that is there is
    touched, not even a line end. A function whose name is bound to something else, or whose import
    would mean something else here, is a problem instead, as is a module that does not parse.
    """
    try:
        mine = ast.parse(yours)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        return Addition(text=yours, problems=(f"line {line} does not parse",))
    wanted = ast.parse(new)
    bound, starred = _bound(mine), _star_imports(mine)
    there = _defined(mine) | set(but)
    missing = [one for one in _functions(wanted) if one.name not in there]
    text, added, problems = yours, list[str](), list[str]()
    for function in missing:
        problem = _problem(function, bound, starred=starred) or _clash(function, wanted, mine)
        if problem:
            problems.append(problem)
            continue
        longer = _with_imports(text, _imports_for(function, wanted))
        longer = _appended(longer, _source(new, function))
        if not _still_holds(longer, mine):
            problems.append(f"`{function.name}` is missing, and could not be added by itself")
            continue
        text = longer
        added.append(function.name)
    return Addition(text=text, added=tuple(added), problems=tuple(problems))


def unplaced(yours: str, had: Iterable[str], new: str) -> list[str]:
    """Functions of *had*, once asked for, that *new* no longer asks for and nothing here uses.

    Empty where *yours* does not parse.
    """
    try:
        mine = ast.parse(yours)
    except (SyntaxError, ValueError):
        return []
    wanted = {function.name for function in _functions(ast.parse(new))}
    gone = [name for name in had if name in _defined(mine) - wanted]
    used = {node.id for node in ast.walk(mine) if isinstance(node, ast.Name)}
    return [name for name in gone if name not in used]


Function = ast.FunctionDef | ast.AsyncFunctionDef
Import = ast.Import | ast.ImportFrom


def _functions(module: ast.Module) -> list[Function]:
    return [node for node in module.body if isinstance(node, Function)]


def _defined(module: ast.Module) -> set[str]:
    return {function.name for function in _functions(module)}


def _problem(function: Function, bound: set[str], *, starred: bool) -> str | None:
    if function.name in bound:
        return f"`{function.name}` is wanted as a function at the top level, and is something else"
    if starred:
        return f"`{function.name}` may come from an `import *`; import it by name"
    return None


def _clash(function: Function, wanted: ast.Module, mine: ast.Module) -> str | None:
    """Why a name that the function imports would mean something else in *mine*."""
    here = {alias: _key(node, one) for node, one, alias in _imported(mine)}
    others = _bound(mine) - here.keys()
    for node, one, alias in _imports_for(function, wanted):
        if alias in others or here.get(alias, _key(node, one)) != _key(node, one):
            return f"`{function.name}` needs `{alias}`, which means something else here"
    return None


def _imports_for(function: Function, wanted: ast.Module) -> list[tuple[Import, ast.alias, str]]:
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return [found for found in _imported(wanted) if found[2] in names]


def _imported(module: ast.Module) -> Iterator[tuple[Import, ast.alias, str]]:
    for node in module.body:
        if isinstance(node, Import):
            for one in node.names:
                yield node, one, one.asname or one.name.partition(".")[0]


def _key(node: Import, one: ast.alias) -> tuple[str, int, str]:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "", node.level, one.name)
    return (one.name if one.asname else one.name.partition(".")[0], 0, "")


def _with_imports(text: str, wanted: list[tuple[Import, ast.alias, str]]) -> str:
    module = ast.parse(text)
    here = {alias for _, _, alias in _imported(module)}
    lines, end = _LINE.findall(text), _line_end(text)
    place = _import_place(module)
    added = [f"{_statement(node, one)}{end}" for node, one, alias in wanted if alias not in here]
    if added and place and not lines[place - 1].endswith(("\r", "\n")):
        lines[place - 1] += end
    return "".join([*lines[:place], *added, *lines[place:]])


def _appended(text: str, source: str) -> str:
    """*text*, two empty lines, and *source*, with the line ends of *text*."""
    end = _line_end(text)
    written = source.replace("\n", end) + end
    if not text.strip():
        return text + written
    ends = len(text) - len(text.rstrip("\r\n"))
    return text + end * max(0, 3 - ends // len(end)) + written


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _still_holds(text: str, mine: ast.Module) -> bool:
    """Whether *text* parses, and every statement of *mine* stands in it, in their order."""
    try:
        found = iter([ast.dump(node) for node in ast.parse(text).body])
    except (SyntaxError, ValueError):
        return False
    return all(ast.dump(node) in found for node in mine.body)


def _import_place(module: ast.Module) -> int:
    """The line below the last import at the top; below the docstring where there is none."""
    place = 0
    for number, node in enumerate(module.body):
        docstring = number == 0 and isinstance(node, ast.Expr)
        if not docstring and not isinstance(node, Import):
            break
        place = node.end_lineno or place
    return place


def _statement(node: Import, one: ast.alias) -> str:
    name = f"{one.name} as {one.asname}" if one.asname else one.name
    if isinstance(node, ast.ImportFrom):
        return f"from {'.' * node.level}{node.module or ''} import {name}"
    return f"import {name}"


def _source(text: str, function: Function) -> str:
    first = min([function.lineno, *(node.lineno for node in function.decorator_list)])
    return "".join(_LINE.findall(text)[first - 1 : function.end_lineno]).rstrip("\r\n")


def _star_imports(module: ast.Module) -> bool:
    return any(one.name == "*" for _, one, _ in _imported(module))


def _bound(module: ast.Module) -> set[str]:
    """Every name that anything in the module binds, at whatever depth."""
    names: set[str] = set()
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.Import(names=found) | ast.ImportFrom(names=found):
                names.update(one.asname or one.name.partition(".")[0] for one in found)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                names.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                names.add(name)
    return names
