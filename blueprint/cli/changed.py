"""Changes of contracts as text for people, and as objects for tools."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from blueprint.diagnostics import MOST_OF_A_KIND, visible

if TYPE_CHECKING:
    from generator.changes import Change

SHOWN = 6  # operations that are named; the rest is counted


def as_text(changes: Sequence["Change"]) -> str:
    """The changes by context and contract, the worst first within each.

    Of each rule no more are told than anybody reads.
    """
    told: Counter[str] = Counter()
    groups = groupby(changes, key=lambda one: one.contract.label)
    return "\n\n".join(text for label, found in groups if (text := _group(label, found, told)))


def _group(label: str, changes: Iterable["Change"], told: Counter[str]) -> str:
    """A contract's changes, empty where none is told; *told* counts those of each rule."""
    lines = [line for one in changes if (line := _told(one, told))]
    return "\n".join([label, *lines]) if lines else ""


def _told(change: "Change", told: Counter[str]) -> str:
    rule = change.rule.id
    told[rule] += 1
    if told[rule] > MOST_OF_A_KIND + 1:
        return ""
    if told[rule] > MOST_OF_A_KIND:
        return f"  more of {rule} follow; the first {MOST_OF_A_KIND} are shown"
    return _change(change)


def _change(change: "Change") -> str:
    where = "" if change.where in ("api", change.contract.name) else f"{change.where}: "
    lines = [f"  {change.severity} {change.rule.id}: {where}{change.message}"]
    if named := [name for name in change.operations if not change.where.startswith(name)]:
        more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
        lines.append(f"    in {', '.join(named[:SHOWN])}{more}")
    if change.severity != "compatible":
        lines.append(f"    = for {change.rule.whom}: {change.rule.why}")
        if change.rule.instead:
            lines.append(f"    = help: {change.rule.instead}")
    return "\n".join(map(visible, lines))


def summary(changes: Iterable["Change"]) -> str:
    """How many there are of each severity."""
    from generator.changes import Severity

    found = list(changes)
    counts = [(sum(one.severity is kind for one in found), kind.value) for kind in Severity]
    return ", ".join(f"{number} {kind}" for number, kind in counts if number)


def as_objects(changes: Iterable["Change"]) -> list[dict[str, object]]:
    """The changes for tools."""
    return [
        {
            "rule": one.rule.id,
            "severity": one.severity.value,
            "breaks": one.rule.breaks.value if one.rule.breaks else None,
            "context": one.contract.context,
            "contract": one.contract.name,
            "document": one.contract.path,
            "where": one.where,
            "pointer": one.pointer,
            "change": one.message,
            "operations": list(one.operations),
            "whom": one.rule.whom,
            "why": one.rule.why,
            "instead": one.rule.instead,
        }
        for one in changes
    ]
