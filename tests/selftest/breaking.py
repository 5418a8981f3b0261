"""Ways to break a rule, and which of its tests notice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from blueprint.diagnostics import Diagnostic
from blueprint.read import Reading, read_text
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.registry import Rule, rules
from tests import test_cases
from tests.test_cases import CASES

_FAR_OFF = ("system",)
"""A node of every blueprint that no example is wrong about."""


def _off(rule: Rule) -> Rule:
    return replace(rule, check=lambda _: iter(()))


def _always(rule: Rule) -> Rule:
    def check(index: Index) -> Iterator[Finding]:
        yield from _findings(rule, index)
        yield Finding(_FAR_OFF, "said of everything", "nothing")

    return replace(rule, check=check)


def _elsewhere(rule: Rule) -> Rule:
    def check(index: Index) -> Iterator[Finding]:
        yield from (replace(found, path=_FAR_OFF) for found in _findings(rule, index))

    return replace(rule, check=check)


def _findings(rule: Rule, index: Index) -> Iterator[Finding]:
    return rule.check(index) if rule.check else iter(())


_RULES: dict[str, Callable[[Rule], Rule]] = {
    "off": _off,
    "always": _always,
    "elsewhere": _elsewhere,
}
WAYS = tuple(_RULES)
"""The rule says nothing; says something of everything too; says all in another place."""


@contextmanager
def broken(code: str, way: str) -> Iterator[None]:
    """The rule broken for a while.

    What the loader, the document's models or the exceptions find has no function to be put in
    another's place; there it is what they said that is left out, added or moved.
    """
    rule = rules()[code]
    if rule.check is None:
        with patch("tests.examples.read_text", _rewritten(rule, way)):
            yield
        return
    rules()[code] = _RULES[way](rule)
    try:
        yield
    finally:
        rules()[code] = rule


def _rewritten(rule: Rule, way: str) -> Callable[..., Reading]:
    def read(*arguments: object) -> Reading:
        reading = read_text(*arguments)  # type: ignore[arg-type]
        own = [found for found in reading.diagnostics if found.code == rule.code]
        others = [found for found in reading.diagnostics if found.code != rule.code]
        first = {"file": "blueprint.yaml", "line": 2, "column": 1, "source_line": ""}
        added = Diagnostic(
            code=rule.code, severity=rule.severity, message="said of everything", **first
        )
        said = {
            "off": others,
            "always": [*reading.diagnostics, added],
            "elsewhere": [*others, *(replace(found, **first) for found in own)],
        }
        return replace(reading, diagnostics=said[way])

    return read


def tests_of(code: str) -> dict[str, Callable[[], None]]:
    """The tests of one rule: its examples, and each case that is named by it."""
    found: dict[str, Callable[[], None]] = {
        "wrong": lambda: test_cases.test_the_wrong_example_of_a_rule_is_wrong_where_it_is_marked(
            code
        ),
        "right": lambda: test_cases.test_nothing_is_said_of_the_right_example(code),
    }
    for case in CASES:
        if case.stem.startswith(f"{code}-"):
            found[case.stem.removeprefix(f"{code}-")] = _of_case(case)
    return found


def _of_case(case: object) -> Callable[[], None]:
    return lambda: test_cases.test_a_case_is_diagnosed_as_it_says(case)


def fallen(code: str) -> list[str]:
    """Which of the rule's tests fall now."""
    return [name for name, test in tests_of(code).items() if _falls(test)]


def _falls(test: Callable[[], None]) -> bool:
    try:
        test()
    except AssertionError:
        return True
    return False
