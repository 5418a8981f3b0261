"""What is left to a person in a workspace, found without asking the tool."""

import ast
import codecs
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.evolution.lines import ORPHANS

GENERATED, FILL, SHARED, APPEND = "generated", "fill", "shared", "append"
PROPOSED = ".blueprint/proposed/"

_CONFLICT = re.compile(rb"^<{7}(?: [^\n]*)?\r?$.*?^>{7}(?: [^\n]*)?\r?$", re.MULTILINE | re.DOTALL)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a person has to decide, and in which file; `name` where it is a function."""

    kind: str
    path: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a blueprint is to give: files, who owns which, and the functions once asked for."""

    files: Mapping[str, bytes]
    owners: Mapping[str, str]

    def of(self, *kinds: str) -> list[str]:
        """The paths of these owners."""
        return [path for path, owner in self.owners.items() if owner in kinds]


@dataclass(slots=True)
class Had:
    """What a fill was ever rendered with: functions that it is to have, and names that it uses."""

    functions: set[str]
    names: set[str]


Asked = dict[str, Had]
"""By the paths of fills."""


def owners(files: Mapping[str, bytes]) -> dict[str, str]:
    """Who owns each rendered file, as the records of a workspace say."""
    found: dict[str, str] = {}
    for path, content in files.items():
        if path.startswith(".blueprint/") and path.endswith(".jsonl"):
            for line in content.decode("utf-8").splitlines():
                said = json.loads(line)
                if "owner" in said and "path" in said:
                    found[said["path"]] = said["owner"]
    return found


def needs(there: Mapping[str, bytes], wanted: Wanted, asked: Asked, own: list[str]) -> list[Need]:
    """Everything that a person has to decide, where *wanted* is to be."""
    found = [Need("orphan", path) for path in there if path.startswith(ORPHANS)]
    found += [Need("proposed", path) for path in there if _is_proposed(path, own)]
    for path, owner in wanted.owners.items():
        if path not in own:
            had = asked.get(path, Had(set(), set()))
            found += _of_file(path, owner, there.get(path), wanted.files[path], had)
    return found


def _is_proposed(path: str, own: list[str]) -> bool:
    return path.startswith(PROPOSED) and path.removeprefix(PROPOSED) not in own


def _of_file(path: str, owner: str, yours: bytes | None, wanted: bytes, had: Had) -> Iterator[Need]:
    if yours is not None and says_the_same(path, yours, wanted):
        return
    if owner == GENERATED:
        yield Need("edited", path)
    elif owner == FILL:
        yield from _of_fill(path, yours, wanted, had)
    elif owner == SHARED and yours is not None and is_conflicted(yours):
        yield Need("conflict", path)


def _of_fill(path: str, yours: bytes | None, wanted: bytes, had: Had) -> Iterator[Need]:
    if yours is None:
        yield Need("missing", path)
    elif is_conflicted(yours):
        yield Need("conflict", path)
    elif (text := _text(yours)) is None:
        yield Need("encoding", path)
    elif (module := _parsed(text)) is None:
        yield Need("syntax", path)
    else:
        yield from _of_functions(path, module, ast.parse(wanted), had)


def _of_functions(path: str, module: ast.Module, wanted: ast.Module, had: Had) -> Iterator[Need]:
    """Functions that lack, that are called otherwise, or that lost their place."""
    mine, asked = functions(module), functions(wanted)
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    for name, function in asked.items():
        if name not in mine:
            yield Need("function", path, name)
        elif _called(mine[name]) != _called(function):
            yield Need("signature", path, name)
    for name in sorted((had.functions & mine.keys()) - asked.keys() - used):
        yield Need("unplaced", path, name)
    if (had.names - names_in(wanted)) & names_in(module):
        yield Need("former", path)


def _called(function: Function) -> str:
    """How a function is called, and what it answers."""
    returned = function.returns and ast.unparse(function.returns)
    return f"{type(function).__name__}({ast.unparse(function.args)}) -> {returned}"


def names_in(module: ast.Module) -> set[str]:
    """Every name that a module speaks of."""
    found: set[str] = set()
    for node in ast.walk(module):
        for part in ("id", "arg", "attr", "name", "module"):
            if isinstance(name := getattr(node, part, None), str):
                found.update(name.split("."))
    return found


def functions(module: ast.Module) -> dict[str, Function]:
    """The functions at the top level, by their names."""
    return {node.name: node for node in module.body if isinstance(node, Function)}


def is_conflicted(content: bytes) -> bool:
    """Whether the marks of a conflict stand in it."""
    return bool(_CONFLICT.search(content))


def says_the_same(path: str, one: bytes, other: bytes) -> bool:
    """Whether two texts differ in their line ends, or in what a formatter may change, at most."""
    if _normalised(one) == _normalised(other):
        return True
    try:
        return _meaning(path, one) == _meaning(path, other)
    except (SyntaxError, ValueError, tokenize.TokenError):
        return False


def _meaning(path: str, content: bytes) -> object:
    text = _normalised(content.removeprefix(codecs.BOM_UTF8)).decode("utf-8")
    if path.endswith(".py"):
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        remarks = [token.string for token in tokens if token.type == tokenize.COMMENT]
        return ast.dump(ast.parse(text)), remarks
    if path.endswith(".json"):
        return json.loads(text)
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _normalised(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _text(content: bytes) -> str | None:
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None
