"""The cases beside this file: an old state of contracts, a new one, and what changed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.changes import Change, Comparison, Compatibility, Rule
from generator.documents import parse
from tests import txtar

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*.txt"))
TODAY = date(2026, 11, 24)
WANTED = "want:changes"


def states(files: Mapping[str, str]) -> tuple[dict, dict]:
    """The contracts of both sides: their files stand below old/ and new/, written as YAML."""
    sides: dict[str, dict] = {"old": {}, "new": {}}
    for name, text in files.items():
        side, _, path = name.partition("/")
        if side in sides:
            sides[side][path.replace(".yaml", ".json")] = parse(path, text.encode())
    return sides["old"], sides["new"]


def changes_of(
    files: Mapping[str, str],
    rules: Mapping[str, Rule] | None = None,
    events: Compatibility = Compatibility.FULL,
) -> list[Change]:
    """What changed between the two states of a case."""
    return Comparison(TODAY, events, rules).changes(*states(files))


def rule_of(case: Path) -> str:
    """The rule that a case shows, by its file's name: `RULE.txt`, or `RULE@another.txt`."""
    return case.stem.partition("@")[0]


def parsed(case: Path) -> tuple[str, dict[str, str]]:
    """The prose of a case, and its files."""
    return txtar.parse(case.read_text())
