"""Changes of contracts that are out, as diagnostics of the blueprint that makes them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.diagnostics import Diagnostic, Severity, sort

if TYPE_CHECKING:
    from blueprint.load import Positions
    from blueprint.read import Reading
    from generator.changes import Change, Contracts
    from generator.governing import Key

RECORDS = ".blueprint"


def governed(file: Path, reading: "Reading", today: date) -> list[Diagnostic]:
    """What the blueprint at *file* would do, *today*, to the contracts of the workspace around it.

    Nothing where there is no workspace, or where it follows this very blueprint already.
    """
    root = file.parent
    if not reading.valid or not (root / RECORDS).is_dir() or is_followed(root, reading.files):
        return []
    from blueprint.cli.sources import remembered
    from generator.governing import accepted, contracts_at, contracts_of, renamed
    from generator.workspace import Reader

    reader, system = Reader(root), remembered(file, reading)
    promised = renamed(contracts_at(reader), system)
    changes = compared(promised, contracts_of(system), today)
    return diagnosed(unaccepted(changes, accepted(reader)), reading.positions)


def is_followed(root: Path, files: Mapping[str, str]) -> bool:
    """Whether the workspace was last made to follow these very texts.

    The manifests are read as plain lines: whoever only checks need not wait for the generator.
    """
    from hashlib import sha256

    lines = {line for path in _manifests(root) for line in _lines(path) if '"source"' in line}
    recorded: dict[str, set[str]] = {}
    for line in lines:
        try:
            found = json.loads(line)
        except ValueError:
            return False
        recorded.setdefault(str(found.get("source")), set()).add(str(found.get("sha256")))
    texts = {path: text.replace("\r\n", "\n").encode("utf-8") for path, text in files.items()}
    return recorded == {path: {sha256(text).hexdigest()} for path, text in texts.items()}


def _manifests(root: Path) -> Iterator[Path]:
    yield root / RECORDS / "workspace.jsonl"
    yield from sorted((root / RECORDS / "contexts").glob("*.jsonl"))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def compared(old: "Contracts", new: "Contracts", today: date) -> list["Change"]:
    """Every change of the contracts; none where there were none before."""
    from generator.changes import Comparison

    if not old or old == new:
        return []
    differing = {_context(path) for path in {*old, *new} if old.get(path) != new.get(path)}
    return Comparison(today).changes(_of(differing, old), _of(differing, new))


def _of(contexts: set[str], contracts: "Contracts") -> "Contracts":
    """The contracts of some contexts: no change follows from those of another."""
    return {path: one for path, one in contracts.items() if _context(path) in contexts}


def _context(path: str) -> str:
    return path.partition("/")[0]


def unaccepted(changes: Iterable["Change"], accepted: "frozenset[Key]") -> list["Change"]:
    """The changes that matter, less those that somebody accepted."""
    matter = (one for one in changes if one.severity != "compatible")
    return [one for one in matter if one.key not in accepted]


def breaking(changes: Iterable["Change"]) -> list["Change"]:
    """Those that break somebody."""
    return [one for one in changes if one.severity == "breaking"]


def risky(changes: Iterable["Change"]) -> list["Change"]:
    """Those that some may stumble over."""
    return [one for one in changes if one.severity == "risky"]


def diagnosed(changes: Iterable["Change"], positions: "Positions") -> list[Diagnostic]:
    """The changes as diagnostics of the blueprint that makes them."""
    return sort(_diagnostic(change, positions) for change in changes)


def _diagnostic(change: "Change", positions: "Positions") -> Diagnostic:
    from blueprint.cli.contracts.codes import code_of  # which brings in the commands beside it
    from blueprint.cli.placing import place_of

    is_breaking = change.severity == "breaking"
    verb = "breaks" if is_breaking else "is risky for"
    where = "" if change.where in (change.contract.name, "api") else f"{change.where}: "
    message = (
        f"{where}{change.message}, which {verb} {change.rule.whom} of {change.contract.label} "
        f"({change.rule.id})"
    )
    ways = [change.rule.instead]
    if is_breaking:
        ways.append(f'or: blueprint sync --accept {change.rule.id} --because "…"')
    return Diagnostic.at(
        positions.key(place_of(change, positions)),
        code_of(change),
        message,
        help="\n".join(ways),
        severity=Severity.ERROR if is_breaking else Severity.WARNING,
    )
