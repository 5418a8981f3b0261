"""What `exceptions:` accept: findings at a node, until a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from blueprint.diagnostics import MOST_OF_A_KIND, Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.facts import Context, Exempted
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.registry import Rule, rules

UNNEEDED, ENDED = "BP803", "BP804"

Found = tuple[Rule, Finding]
Named = tuple[str, str]  # a rule, and a node


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is left to say, what is accepted, and what is to be said of the exceptions."""

    left: list[Found]
    accepted: list[Found]


def judge(index: Index, found: list[Found]) -> Verdict:
    """Parts what the rules found by the exceptions; of these, says which are of no use."""
    exceptions = index.system.exceptions
    if not exceptions:
        return Verdict(found, [])
    lasting = {(one.rule, one.node) for one in exceptions if not _ended(one, index)}
    named = {(one.rule, one.node) for one in exceptions}
    ended = named - lasting
    used: set[Named] = set()
    left: list[Found] = []
    accepted: list[Found] = []
    for rule, finding in found:
        names = _names(rule, finding, index)
        used |= names & named
        (left if names.isdisjoint(lasting) else accepted).append((rule, finding))
    over = [one for one in exceptions if (one.rule, one.node) in used & ended]
    left += [
        (rules()[UNNEEDED], each) for each in islice(_unneeded(index, used), MOST_OF_A_KIND + 1)
    ]
    left += [(rules()[ENDED], _over(one)) for one in over]
    return Verdict(left, accepted)


def _names(rule: Rule, finding: Finding, index: Index) -> set[Named]:
    """What an exception may say to accept a finding; nothing accepts an error."""
    if rule.severity is Severity.ERROR:
        return set()
    return {(rule.code, node) for node in _nodes(finding.path, index)}


def _ended(exception: Exempted, index: Index) -> bool:
    return index.today is not None and exception.until < index.today


def _nodes(path: Path, index: Index) -> set[str]:
    """The names by which exceptions call what stands at a path.

    They are the context, its node, and what is named below that; of a relation, both contexts;
    elsewhere the keys that lead there.
    """
    names = [str(step) for step in path]
    if names[0] == "relations":
        sides = index.system.relations[int(names[1])].sides if len(names) > 1 else ()
        return {"relations", *sides}
    if names[0] != "contexts":
        return {".".join(names[:end]) for end in range(1, len(names) + 1)}
    context, node = names[1], names[3:4] or names[2:3]
    found = {context, ".".join([context, *node]), ".".join([context, *node, names[-1]])}
    return found | {f"{context}.api"} if names[2:3] == ["api"] else found


def _unneeded(index: Index, used: set[Named]) -> Iterator[Finding]:
    nodes = _known(index)
    for exception in index.system.exceptions:
        if exception.rule.startswith("BC") or (exception.rule, exception.node) in used:
            continue  # a BC rule is one about code, which is checked later
        known = rules().get(exception.rule)
        node = ".".join(exception.node.split(".")[:2])
        if known is None:
            message, hint = f"there is no rule {exception.rule}", "name the rule that was shown"
        elif known.severity is Severity.ERROR:
            message, hint = f"{exception.rule} is an error, which nothing accepts", "mend it"
        elif node not in nodes and exception.node not in nodes:
            message = f"there is no {exception.node} at which {exception.rule} could be accepted"
            hint = nearest(exception.node, nodes)
        else:
            message, hint = f"{exception.rule} finds nothing at {exception.node}", "delete it"
        yield Finding(exception.path, message, hint)


def _known(index: Index) -> set[str]:
    """The names of all nodes at which an exception may stand."""
    found = {"relations", "security", "defaults", "kernels", "system"}
    found |= {f"kernels.{name}" for name in index.system.kernels}
    for context in index.system.contexts.values():
        found.add(context.name)
        found |= {f"{context.name}.{node}" for node in _inside(context)}
    return found


def _inside(context: Context) -> Iterator[str]:
    for family in (
        context.enums,
        context.values,
        context.aggregates,
        context.operations,
        context.events,
        context.views,
    ):
        yield from family
    yield from (consumption.event for consumption in context.consumes)
    yield "api"


def _over(exception: Exempted) -> Finding:
    message = f"{exception.rule} was accepted at {exception.node} until {exception.until}"
    hint = "mend what it finds, or say with a reason: until: a later day"
    return Finding((*exception.path, "until"), message, hint, on_value=True)
