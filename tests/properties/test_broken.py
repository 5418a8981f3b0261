"""A blueprint broken in one place is told there, by the rule that is meant, and by no other."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from blueprint.diagnostics import Severity
from blueprint.rules.registry import rules
from tests.properties import commands
from tests.properties.breaking import BREAKAGES, Breakage, Broken, broken
from tests.properties.breaking.grafts import graft_of
from tests.properties.budget import BROKEN, budget
from tests.properties.drafting import blueprints
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint
from tests.properties.keeping import kept

pytestmark = pytest.mark.slow

STYLES = st.integers(0, 2**16)
STATUSES = {Severity.ERROR: 1, Severity.WARNING: 1, Severity.NOTE: 0}


@pytest.mark.parametrize("code", rules())
def test_what_breaks_a_rule_is_told_where_it_stands_and_nothing_else_is(code, capsys):
    done = sum(ways(code))
    with capsys.disabled():  # on stderr, which the processes of a parallel run have in common
        print(f"\n{code}: {done} mutations", end="", file=sys.stderr)
    assert done >= BROKEN


def ways(code: str) -> Iterator[int]:
    """Breaks a rule in each way that there is; answers how often each was tried."""
    share = -(-BROKEN // max(1, len(BREAKAGES[code])))
    for number, breakage in enumerate(BREAKAGES[code]):
        yield break_in_place(code, breakage, share, number)
    if not BREAKAGES[code]:
        yield graft_wrong_example(code, BROKEN)


def break_in_place(code: str, breakage: Breakage, examples: int, number: int) -> int:
    """Breaks random blueprints in one way."""
    done = []

    @budget(examples, number)
    @given(blueprints(), STYLES, st.data())
    def test(blueprint: Blueprint, style: int, data: st.DataObject) -> None:
        found = broken(Dice(data.draw), breakage, blueprint, style)
        assume(found is not None)
        done.append(breakage)
        with kept(found.files, f"{code} {breakage.name}"):
            is_told(code, found)

    test()
    return len(done)


def graft_wrong_example(code: str, examples: int) -> int:
    """Puts the rule's wrong example into random blueprints, none of whose names it has."""
    graft = graft_of(code)
    assert graft is not None, f"nothing in tests/properties/breaking breaks {code}"
    done = []

    @budget(examples)
    @given(blueprints(but=graft.names), STYLES)
    def test(blueprint: Blueprint, style: int) -> None:
        found = graft.onto(blueprint, style)
        done.append(graft)
        with kept(found.files, f"{code} grafted"):
            is_told(code, found)

    test()
    return len(done)


def is_told(code: str, found: Broken) -> None:
    """Asserts that the finding is there, alone, and that nothing is made of the blueprint."""
    severity = rules()[code].severity
    with commands.on_disk(found.whole) as folder:
        before = commands.check(folder)
    assert before.status == 0, before.said
    with commands.on_disk(found.files) as folder:
        after = commands.check(folder)
        known = {(code, message) for code, _, _, message in before.said}
        told = [one for one in after.said if (one[0], one[3]) not in known]
        assert {(file, line) for at, file, line, _ in told if at == code} == found.places, told
        assert {at for at, *_ in told} - found.beside == {code}, told
        assert after.status == STATUSES[severity]
        if severity is Severity.ERROR:
            there = commands.tree_of(folder)
            assert commands.new(folder, folder / "made") == 2
            assert commands.tree_of(folder) == there
