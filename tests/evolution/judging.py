"""What holds after each step, said of trees of files, so that a failure says what it is about."""

import ast
import difflib
import re
from collections import Counter
from collections.abc import Mapping

from tests.evolution.lines import ORPHANS, Line, Lines, functions_by_line, same_line
from tests.evolution.needs import Had, functions, names_in
from tests.evolution.shop import Shop
from tests.evolution.workspace import comparable, different

Files = Mapping[str, bytes]


def same_tree(one: Files, other: Files, what: str) -> None:
    """Asserts that two ways to one blueprint end in the same bytes."""
    found = different(comparable(one), comparable(other))
    assert not found, f"{what}: {found[0]} differs\n{difference(one, other, found[0])}"


def difference(one: Files, other: Files, path: str) -> str:
    """How a file differs in two trees."""
    texts = [tree.get(path, b"").decode("utf-8", "replace").splitlines() for tree in (one, other)]
    return "\n".join(list(difflib.unified_diff(*texts, lineterm="", n=1))[:30])


def speaks_of_one(before: Files, after: Files, shop: Shop, changed: tuple[str, str]) -> None:
    """Asserts that what an aggregate's change did to files is about it and its context alone."""
    context, aggregate = changed
    others = [name for _, name in shop.aggregates if name != aggregate]
    names = re.compile("|".join(rf"(?i:\b{name}s?\b|{name}_)" for name in others) or "(?!)")
    foreign = re.compile(rf"services/(?!{context}/)|\.blueprint/\w+/(?!{context}\b)\w+\.json")
    for path in different(before, after):
        if path in ("blueprint.yaml", f"contexts/{context}.yaml", ".blueprint/workspace.jsonl"):
            continue
        assert not foreign.match(path), (
            f"{path} changed with {context}.{aggregate}\n{difference(before, after, path)}"
        )
        if path.startswith(".blueprint/"):
            continue
        said = [_that_speak(names, tree.get(path, b"")) for tree in (before, after)]
        assert said[0] == said[1], (
            f"{path} speaks otherwise of others after {changed}\n{difference(before, after, path)}"
        )


def _that_speak(names: re.Pattern[str], content: bytes) -> list[str]:
    """The lines that speak of other aggregates, in their order."""
    lines = content.decode("utf-8", "replace").splitlines()
    return [line for line in lines if names.search(line)]


def nothing_lost(before: Lines, after: Lines, moves: dict[str, str]) -> None:
    """Asserts that each marked line is where it was, or where its file went, and as it was."""
    for mark, places in before.items():
        for line in places:
            found = [one for one in after.get(mark, ()) if same_line(line.content, one.content)]
            assert found, f"{mark} of {line.path} is lost: {line.content!r}"
            assert any(_is_home(line, one, moves) for one in found), (
                f"{mark} of {line.path}, in {line.function}, went to {found}"
            )


def _is_home(before: Line, after: Line, moves: dict[str, str]) -> bool:
    """Whether the line is in its file, wherever that went, and under the same function's name."""
    home = moves.get(before.path, before.path)
    if _came_from(after.path) not in (before.path, _came_from(before.path), home):
        return False
    return before.function in (None, after.function) or after.function is None


def _came_from(path: str) -> str:
    """Where a file was before it was put aside."""
    aside = path.startswith(ORPHANS)
    return re.sub(r"\.\d+$", "", path.removeprefix(ORPHANS)) if aside else path


def functions_stand_alone(before: Files, after: Files, owned: Mapping[str, str]) -> None:
    """Asserts that no run gives a fill a second function of one name, or loses one's body."""
    for path, owner in owned.items():
        if owner != "fill" or path not in after or not functions_by_line(after[path]):
            continue
        now = _definitions(after[path])
        then = _definitions(before.get(path, b""))
        twice = {name for name, count in now.items() if count > max(1, then[name])}
        assert not twice, f"{path} has {twice} twice"


def _definitions(content: bytes) -> Counter[str]:
    if not functions_by_line(content):
        return Counter()
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return Counter(node.name for node in ast.parse(content).body if isinstance(node, kinds))


def had_in(wanted: bytes) -> Had:
    """The functions that a fill is to have, and the names in it."""
    module = ast.parse(wanted)
    return Had(set(functions(module)), names_in(module))
