"""The table that holds oasdiff's catalogue against ours."""

from docs.contracts import OASDIFF, contracts_page
from generator.changes.catalogue import catalogue

ROWS = [line.split("\t") for line in OASDIFF.read_text().splitlines()]


def test_each_of_its_rules_has_one_of_ours_or_a_reason() -> None:
    for theirs, ours in ROWS:
        if not ours.startswith("- "):
            assert set(ours.split(", ")) <= catalogue().keys(), theirs


def test_it_lists_each_of_its_rules_once() -> None:
    names = [theirs for theirs, _ in ROWS]

    assert names == sorted(set(names))
    assert len(names) == 509  # those of v1.28.0


def test_a_reason_that_names_a_rule_of_ours_names_one_that_is_there() -> None:
    reasons = [ours for _, ours in ROWS if ours.startswith("- ")]
    named = [reason.rpartition("(")[2].rstrip(")") for reason in reasons if reason.endswith(")")]

    assert [name for name in named if "-" in name and name not in catalogue()] == []


def test_the_manual_has_a_row_for_each() -> None:
    page = contracts_page()

    assert [theirs for theirs, _ in ROWS if f"| `{theirs}` |" not in page] == []
