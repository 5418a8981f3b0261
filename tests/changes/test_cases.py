"""Every rule about changes, by the cases beside this file.

`UPDATE_CASES=1 pytest tests/changes` writes what each case says now.
"""

import os
import re
from pathlib import Path

import pytest

from blueprint.cli.changed import as_text
from generator.changes import Compatibility, Severity
from generator.changes.catalogue import as_markdown, catalogue, subjects
from tests import txtar
from tests.changes.cases import CASES, WANTED, changes_of, parsed, rule_of

NAMES = re.compile(r"[a-z]+(-[a-z]+)+")
SIDES = {"callers", "subscribers", "publishers", "service"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_says_what_changed(case: Path) -> None:
    prose, files = parsed(case)

    found = as_text(changes_of(files)) + "\n"

    if os.environ.get("UPDATE_CASES"):
        case.write_text(txtar.render(prose, {**files, WANTED: found}))
        return
    assert found == files[WANTED]
    assert f" {rule_of(case)}: " in found, "the rule in the file's name is not among them"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_without_its_rule_is_another(case: Path) -> None:
    _, files = parsed(case)
    others = {name: rule for name, rule in catalogue().items() if name != rule_of(case)}

    assert as_text(changes_of(files, others)) + "\n" != files[WANTED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_nothing_changed_between_a_state_and_itself(case: Path) -> None:
    _, files = parsed(case)
    old = {name: text for name, text in files.items() if name.startswith("old/")}
    same = {name.replace("old/", "new/", 1): text for name, text in old.items()}

    assert changes_of(old | same) == []


@pytest.mark.parametrize("rule", catalogue())
def test_every_rule_has_a_case(rule: str) -> None:
    assert any(rule_of(case) == rule for case in CASES)


def test_every_case_shows_a_rule() -> None:
    assert {rule_of(case) for case in CASES} <= catalogue().keys()


@pytest.mark.parametrize("rule", catalogue().values(), ids=lambda rule: rule.id)
def test_a_rule_says_for_whom_why_and_what_to_do_instead(rule) -> None:
    assert NAMES.fullmatch(rule.id)
    assert SIDES & set(re.findall("[a-z]+", rule.whom)), rule.whom
    assert rule.why.endswith(".")
    assert bool(rule.instead) == (rule.severity is not Severity.COMPATIBLE)


def test_there_are_rules_enough_for_apis_and_for_events() -> None:
    events = [name for name in catalogue() if name.startswith("event-")]

    assert len(events) >= 30
    assert len(catalogue()) - len(events) >= 50


def test_the_catalogue_as_markdown_has_a_row_for_each_rule() -> None:
    text = as_markdown()

    assert [name for name in catalogue() if f"| `{name}` |" not in text] == []
    assert text.count("\n## ") + 1 == len(subjects())


@pytest.mark.parametrize("promise", Compatibility)
def test_what_an_event_promises_decides_what_breaks_it(promise: Compatibility) -> None:
    """A rule that breaks only what was not promised is told, and breaks nobody."""
    for case in CASES:
        _, files = parsed(case)
        for change in changes_of(files, events=promise):
            breaks = change.rule.breaks
            if breaks is not None:
                broken = breaks in (promise, Compatibility.FULL) or promise is Compatibility.FULL
                assert (change.severity is Severity.BREAKING) == broken, (case.stem, change)
