"""Contracts as a workspace has them and as its blueprint gives them; changes that are accepted."""

import json
from collections.abc import Iterable, Iterator, Mapping

from blueprint.model import System
from generator.changes import Change
from generator.contracts import emit
from generator.json_lines import line_of, objects_in
from generator.tree import Tree
from generator.workspace import Reader

FOLDER = "contracts"
ACCEPTED = f"{FOLDER}/accepted.jsonl"
"""A line for each breaking change that somebody accepted: what it was, and why."""
_KEY = ("rule", "context", "contract", "where", "change")

Key = tuple[str, ...]
"""What tells one accepted change apart: rule, context, contract, place and words."""


def contracts_of(system: System) -> dict[str, Mapping[str, object]]:
    """The contracts that a blueprint gives, by their paths below contracts/."""
    return dict(_documents((path, text) for path, text, _ in emit(system)))


def renamed(
    contracts: Mapping[str, Mapping[str, object]], system: System
) -> dict[str, Mapping[str, object]]:
    """The contracts under the present names of the contexts that had others."""
    present = {
        former.snake: context.name.snake for context in system.contexts for former in context.was
    }
    for context in system.contexts:
        present.pop(context.name.snake, None)
    return {_in_context(path, present): document for path, document in contracts.items()}


def _in_context(path: str, present: Mapping[str, str]) -> str:
    context, slash, rest = path.partition("/")
    return f"{present.get(context, context)}{slash}{rest}"


def contracts_in(tree: Tree) -> dict[str, Mapping[str, object]]:
    """The contracts among the files that are to be written, but for those that stand."""
    files = ((path, file) for path, file in tree.items() if path.startswith(f"{FOLDER}/"))
    return dict(_documents((path, _text(f.content)) for path, f in files if not f.stands))


def contracts_at(
    reader: Reader, but: frozenset[str] = frozenset()
) -> dict[str, Mapping[str, object]]:
    """The contracts that a workspace has, but for those of some contexts.

    What is no JSON, as after a conflict, is left out.
    """
    paths = (path for path in reader.below(FOLDER) if path.split("/")[1] not in but)
    found = ((path, reader.read(path)) for path in paths)
    return dict(_documents((path, _text(content)) for path, content in found if content))


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _documents(files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path, text in files:
        if path.startswith(f"{FOLDER}/") and path.endswith(".json"):
            try:
                document = json.loads(text)
            except (ValueError, RecursionError):
                continue
            if isinstance(document, dict):
                yield path.removeprefix(f"{FOLDER}/"), document


def accepted(reader: Reader) -> frozenset[Key]:
    """The changes that were accepted in a workspace."""
    return parse_accepted(reader.read(ACCEPTED) or b"")


def parse_accepted(content: bytes) -> frozenset[Key]:
    """The changes that a file of accepted ones names; what is no line of it is passed over."""
    return frozenset(_keys(_text(content)))


def _keys(text: str) -> Iterator[Key]:
    for found in objects_in(text):
        if found.get("because"):
            yield tuple(found.get(word, "") for word in _KEY)


def with_accepted(content: bytes, changes: Iterable[Change], because: str) -> bytes:
    """The file with a line more for each change; what is there stays as it is."""
    lines = "".join(_line(change, because) for change in changes)
    start = b"\n" if content and not content.endswith(b"\n") else b""
    return content + start + lines.encode("utf-8")


def _line(change: Change, because: str) -> str:
    return line_of(**dict(zip(_KEY, change.key, strict=True)), because=because)
