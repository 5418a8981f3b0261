"""Changes of contracts as text for people, and as objects for tools."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.changes import Change

SHOWN = 6  # operations that are named; the rest is counted


def as_text(changes: Sequence["Change"]) -> str:
    """Every change, by context and contract; the worst first within each."""
    groups = groupby(changes, key=lambda one: one.contract.label)
    return "\n\n".join(_group(label, list(found)) for label, found in groups)


def _group(label: str, changes: Iterable["Change"]) -> str:
    return "\n".join([label, *(_change(one) for one in changes)])


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
    return "\n".join(lines)


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
