"""What does not fit the document's models, said in the words of the blueprint."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from blueprint.diagnostics import MOST_OF_A_KIND, Diagnostic, sort
from blueprint.document.operation import UNEXPLAINED
from blueprint.document.word import is_not_yet
from blueprint.load import Path, Positions, Tree
from blueprint.nearest import nearest

_MOST = 2 * MOST_OF_A_KIND
_CODE = re.compile(r"BP\d{3}")
_KINDS = {
    "string_type": ("BP113", "a text belongs here", 'write {}"{}", in quotes'),
    "int_type": ("BP113", "a whole number belongs here", "write {}{}, in digits without quotes"),
    "bool_type": ("BP113", "true or false belongs here", "write {}true, or false, without quotes"),
    "none_required": ("BP113", "nothing may stand here", "delete it"),
    "dict_type": ("BP114", "a mapping belongs here", "write {}{{{}}}"),
    "model_type": ("BP114", "a mapping belongs here", "write {}{{{}: …}}"),
    "list_type": ("BP114", "a list belongs here", "write {}[{}]"),
}
_BOUNDS = {
    "greater_than_equal": ("ge", "{} is too small", "write {} or more"),
    "less_than_equal": ("le", "{} is too large", "write {} or less"),
    "too_short": ("min_length", "too few stand here", "write {} at least"),
    "too_long": ("max_length", "too many stand here", "write {} at most"),
}


def misfits(
    error: ValidationError, model: type[BaseModel], data: Tree, positions: Positions
) -> list[Diagnostic]:
    """The diagnostics of a failed validation; of a value that fits none of several, the best."""
    details = _some_of_each(error.errors(include_url=False, include_input=False))
    placed = [(_in_data(detail, data), detail) for detail in details]
    own = {path for path, detail in placed if _CODE.fullmatch(detail["type"])}
    seen: set[Path] = set()
    found = []
    for path, detail in placed:
        if path in own and not _CODE.fullmatch(detail["type"]):
            continue
        if path in seen and path not in own:
            continue
        seen.add(path)
        found.append(_diagnostic(detail, path, model, data, positions))
    return sort(found)


@dataclass(frozen=True, slots=True)
class Lack:
    """Where the data does not fit; `of_about` where only the word about it is missing."""

    path: Path
    of_about: bool


def lacks(error: ValidationError, data: Tree) -> list[Lack]:
    """Every place of a failed validation once."""
    details = error.errors(include_url=False, include_input=False)
    found: dict[Path, bool] = {}
    for detail in details:
        path = _in_data(detail, data)
        # Of several at one place, one that is more than a missing word counts.
        found[path] = found.get(path, True) and _lacks_about(detail)
    return [Lack(path, of_about) for path, of_about in found.items()]


def _lacks_about(detail: ErrorDetails) -> bool:
    if detail["type"] == "missing":
        return detail["loc"][-1] == "about"
    return detail["type"] == "BP112" and detail["msg"] == UNEXPLAINED


def _some_of_each(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The first of each kind, more of them than are shown."""
    counted: Counter[str] = Counter()
    for detail in details:
        counted[detail["type"]] += 1
        if counted[detail["type"]] <= _MOST:
            yield detail


def _in_data(detail: ErrorDetails, data: Tree) -> Path:
    """The path of an error in the data: pydantic's own, less the names of its choices."""
    path: list[str | int] = []
    node = data
    for step in detail["loc"]:
        if isinstance(node, dict) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def _diagnostic(
    detail: ErrorDetails, path: Path, model: type[BaseModel], data: Tree, positions: Positions
) -> Diagnostic:
    kind = detail["type"]
    on_key = positions.key(path)
    if _CODE.fullmatch(kind):
        context = detail.get("ctx", {})
        hint = context.get("help", "")
        mark = on_key if context.get("on") == "key" else positions.value(path)
        text = hint() if callable(hint) else str(hint)
        return Diagnostic.at(mark, kind, detail["msg"], help=text)
    if kind == "extra_forbidden":
        known = _known_keys(model, detail["loc"][:-1])
        hint = nearest(str(path[-1]), known)
        return Diagnostic.at(on_key, "BP111", f'nothing reads the key "{path[-1]}"', help=hint)
    if kind == "missing":
        key = detail["loc"][-1]
        return Diagnostic.at(on_key, "BP112", f'"{key}" is missing', help=f"write {key}: …")
    if kind in _KINDS:
        code, message, hint = _KINDS[kind]
        inside = _instead(kind, _at(data, path), _in_order(model, detail["loc"]))
        hint = hint.format(_written_key(path), inside)
        return Diagnostic.at(positions.value(path), code, message, help=hint)
    return _of_value(detail, path, data, positions)


def _instead(kind: str, written: Tree, keys: list[str]) -> str:
    """What an example of the right kind holds: what was written, as far as it can be kept."""
    if kind == "model_type":
        return keys[0] if keys else "KEY"
    if kind == "dict_type":
        return _members(written)
    if kind == "list_type":
        return written if isinstance(written, str) and written else "ONE, TWO"
    if kind == "int_type":
        digits = written.strip() if isinstance(written, str) else ""
        return digits if digits.isdecimal() else "NUMBER"
    if isinstance(written, dict | list):
        return "…"
    return str(written).lower() if isinstance(written, bool) else str(written)


def _members(written: Tree) -> str:
    """What a mapping holds, in the place of a list of names or of texts; nothing for nothing."""
    if written is None:
        return ""
    texts = [item for item in written if isinstance(item, str)] if isinstance(written, list) else []
    if not texts:
        return "NAME: …"
    if any(" " in text for text in texts):
        return f"NAME: {texts[0]}{', …' if len(texts) > 1 else ''}"
    return ", ".join(f"{text}: …" for text in texts[:3]) + (", …" if len(texts) > 3 else "")


def _written_key(path: Path) -> str:
    """The key before a value as it is written; none before an item of a list."""
    return f"{path[-1]}: " if path and isinstance(path[-1], str) else ""


def _of_value(detail: ErrorDetails, path: Path, data: Tree, positions: Positions) -> Diagnostic:
    kind, mark = detail["type"], positions.value(path)
    if kind in {"literal_error", "enum"}:
        words = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
        written = _at(data, path)
        message = f'"{written}" is none of the words that may stand here'
        return Diagnostic.at(mark, "BP117", message, help=nearest(str(written), words))
    if kind in _BOUNDS:
        bound, message, hint = _BOUNDS[kind]
        limit = detail.get("ctx", {}).get(bound)
        text = message.format(_at(data, path))
        return Diagnostic.at(mark, "BP120", text, help=hint.format(limit))
    return Diagnostic.at(mark, "BP119", detail["msg"], help="see blueprint rule BP119")


def _at(data: Tree, path: Path) -> Tree:
    node = data
    for step in path:
        if isinstance(node, dict):
            node = node[str(step)]
        elif isinstance(node, list):
            node = node[int(step)]
    return node


def _known_keys(model: type[BaseModel], path: tuple[int | str, ...]) -> set[str]:
    """The keys that may stand at *path* of the model, as they are written."""
    return set(_in_order(model, path))


def _in_order(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The same, what must be said before what may be."""
    kinds: list[object] = [model]
    for step in path:
        kinds = [below for kind in kinds for below in _below(kind, step)] or kinds
    models = dict.fromkeys(found for kind in kinds for found in _models(kind))
    fields = [(name, field) for known in models for name, field in known.model_fields.items()]
    fields.sort(key=lambda named: not named[1].is_required())
    return [field.alias or name for name, field in fields if not is_not_yet(field)]


def _below(kind: object, step: int | str) -> Iterator[object]:
    """The annotations that hold at one step below an annotation; a step may be a choice's tag."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                yield field.annotation
        return
    arguments = get_args(kind)
    if getattr(kind, "__origin__", None) in (dict, list, tuple) and arguments:
        yield arguments[-1] if arguments[-1] is not ... else arguments[0]
        return
    for argument in arguments:
        marks = getattr(argument, "__metadata__", ())
        if any(isinstance(mark, Tag) and mark.tag == step for mark in marks):
            yield argument
        else:
            yield from _below(argument, step)


def _models(kind: object) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        return
    for argument in get_args(kind):
        yield from _models(argument)
