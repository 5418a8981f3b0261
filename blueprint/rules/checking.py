"""Runs every rule over a document, and leaves out what its exceptions accept."""

from collections.abc import Iterator

from blueprint.diagnostics import Diagnostic, Mark, Severity, sort
from blueprint.document import Document
from blueprint.load import Path, Positions
from blueprint.rules import reading
from blueprint.rules.facts import Exempted
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.registry import Rule, rules

_UNNEEDED = "BP803"


def check(document: Document, positions: Positions) -> list[Diagnostic]:
    """Everything the rules find in *document*, sorted."""
    index = Index(reading.system(document))
    found = [
        (rule, finding)
        for rule in rules().values()
        if rule.check is not None
        for finding in rule.check(index)
    ]
    exceptions = index.system.exceptions
    left = [(rule, finding) for rule, finding in found if not _accepted(rule, finding, exceptions)]
    left += [(rules()[_UNNEEDED], finding) for finding in _unneeded(exceptions, found)]
    return sort(_diagnostic(rule, finding, positions) for rule, finding in left)


def _accepted(rule: Rule, finding: Finding, exceptions: tuple[Exempted, ...]) -> bool:
    return any(_accepts(exception, rule, finding) for exception in exceptions)


def _accepts(exception: Exempted, rule: Rule, finding: Finding) -> bool:
    if exception.rule != rule.code or rule.severity is Severity.ERROR:
        return False
    return exception.node in _nodes(finding.path)


def _nodes(path: Path) -> tuple[str, ...]:
    """The names by which exceptions call what stands at a path: the context, and its node."""
    names = [str(step) for step in path]
    if names[:1] != ["contexts"]:
        return (".".join(names),)
    return (names[1], ".".join([names[1], *names[3:4]]))


def _unneeded(
    exceptions: tuple[Exempted, ...], found: list[tuple[Rule, Finding]]
) -> Iterator[Finding]:
    for exception in exceptions:
        known = rules().get(exception.rule)
        if exception.rule.startswith("BC") or any(_accepts(exception, *each) for each in found):
            continue  # a BC rule is one about code, which is checked later
        if known is None:
            message, hint = f"there is no rule {exception.rule}", "name the rule that was shown"
        elif known.severity is Severity.ERROR:
            message, hint = f"{exception.rule} is an error, which nothing accepts", "mend it"
        else:
            message, hint = f"{exception.rule} finds nothing at {exception.node}", "delete it"
        yield Finding(exception.path, message, hint)


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
    size = len(path)
    return not any(len(other) > size and other[:size] == path for other in positions.spans)
