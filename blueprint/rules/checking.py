"""Runs every rule over a document, and parts what its exceptions accept from what is left."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from blueprint.diagnostics import MOST_OF_A_KIND, Diagnostic, Mark, Severity, sort
from blueprint.document import Document
from blueprint.load import Path, Positions
from blueprint.rules import reading
from blueprint.rules.accepting import judge
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.registry import Rule, rules

MOST_FINDINGS = 1000  # of one rule: of more of them nobody reads
MOST_ERRORS = 2 * MOST_OF_A_KIND  # which no exception accepts, so that some are left to show


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the rules find, and what of it is accepted; both sorted."""

    found: list[Diagnostic]
    accepted: list[Diagnostic]


def check(
    document: Document,
    positions: Positions,
    today: date | None = None,
    may_say: Callable[[Rule, Finding], bool] = lambda *_: True,
) -> Checked:
    """Everything the rules find in *document*; without *today*, nothing about days that passed.

    A finding that *may_say* refuses is as if it were not there.
    """
    index = Index(reading.system(document), today)
    found = [
        (rule, finding)
        for rule in rules().values()
        if rule.check is not None
        for finding in islice(rule.check(index), _most(rule))
        if may_say(rule, finding)
    ]
    verdict = judge(index, found)
    return Checked(
        found=sort(_diagnostic(*each, positions) for each in verdict.left if may_say(*each)),
        accepted=sort(_diagnostic(*each, positions) for each in verdict.accepted),
    )


def _most(rule: Rule) -> int:
    return MOST_ERRORS if rule.severity is Severity.ERROR else MOST_FINDINGS


def _diagnostic(rule: Rule, finding: Finding, positions: Positions) -> Diagnostic:
    mark = _place(finding, positions)
    return Diagnostic.at(
        mark, rule.code, finding.message, help=finding.help, severity=rule.severity
    )


def _place(finding: Finding, positions: Positions) -> Mark:
    """Where a finding is shown; the steps that a short form leaves out are passed over."""
    path: Path = ()
    last = False
    for step in finding.path:
        last = (*path, step) in positions.spans
        path = (*path, step) if last else path
    on_value = finding.on_value and (last or _is_short(path, positions))
    return positions.value(path) if on_value else positions.key(path)


def _is_short(path: Path, positions: Positions) -> bool:
    """Whether a single word or number stands at a path: a short form of what is spoken of."""
    return path not in positions.parents
