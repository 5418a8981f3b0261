"""Every rule, by the cases beside this file and by the examples in its own explanation.

`UPDATE_CASES=1 pytest tests/test_cases.py` writes what each case says now.
"""

import os
from pathlib import Path

import pytest

from blueprint.diagnostics import render_all
from blueprint.rules.registry import explain, rules
from tests import txtar
from tests.examples import blueprint_of, diagnose, marked, said

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
HEADINGS = ["What it means", "Why it matters", "Wrong", "Right"]
WANTED = "want:diagnostics"
BESIDE = {"BP804": {"BP235"}}
"""What a wrong example says beside its own: an exception that ended lets a finding come back."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_is_diagnosed_as_it_says(case):
    prose, files = txtar.parse(case.read_text())
    wanted = files.pop(WANTED, "")

    found = render_all(diagnose(files)) + "\n"

    if os.environ.get("UPDATE_CASES"):
        case.write_text(txtar.render(prose, {**files, WANTED: found}))
        return
    assert found == wanted
    assert f": {case.stem[:5]} " in found, "the code in the file's name is not among them"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_diagnostic_of_a_case_says_what_to_write_instead(case):
    _, files = txtar.parse(case.read_text())
    files.pop(WANTED, "")

    assert [found for found in diagnose(files) if not found.help] == []


@pytest.mark.parametrize("code", rules())
def test_every_rule_has_a_case(code):
    assert any(case.name.startswith(f"{code}-") for case in CASES)


@pytest.mark.parametrize("code", rules())
def test_every_rule_is_explained(code):
    rule = rules()[code]

    assert all(rule.section(heading) for heading in HEADINGS)
    assert explain(code).startswith(f"# {code} {rule.name}")


@pytest.mark.parametrize("code", rules())
def test_the_wrong_example_of_a_rule_is_wrong_where_it_is_marked(code):
    example = blueprint_of(rules()[code].section("Wrong"))

    assert said(example) == marked(example), render_all(diagnose(example))
    assert {mark for _, _, mark in marked(example)} == {code} | BESIDE.get(code, set())


@pytest.mark.parametrize("code", rules())
def test_nothing_is_said_of_the_right_example(code):
    found = diagnose(blueprint_of(rules()[code].section("Right")))

    assert found == [], render_all(found)


def test_the_module_of_a_rule_is_named_by_its_code_and_name():
    folder = Path(__file__).parent.parent / "blueprint" / "rules"
    names = {f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py" for rule in rules().values()}

    assert names == {path.name for path in folder.glob("b[pc][0-9]*.py")}
