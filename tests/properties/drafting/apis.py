"""The versions of an API in drafts, and what older clients still see."""

from collections.abc import Container, Iterator

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import AggregateDraft, ContextDraft
from tests.properties.drafting.fields import FieldDraft, Written
from tests.properties.drafting.kinds import Kind

_RATES = ("100/min per token", "5/s per address", "1/d per address")


def draft_versions(dice: Dice, context: ContextDraft, *, has_tenants: bool) -> None:
    """Versions of a context, none where v1 alone is served without a word."""
    rates = ("9/h per tenant", "5/s per tenant", *_RATES) if has_tenants else _RATES
    if dice.chance(50):
        context.written["api"] = {"rate_limit": dice.pick(rates)}
    if not dice.chance(65):
        return
    statuses = dice.pick(
        (
            ("deprecated", "active"),
            ("active",),
            ("active", "draft"),
            ("retired", "active"),
            ("retired", "deprecated", "active", "draft"),
        )
    )
    context.versions = {f"v{number}": status for number, status in enumerate(statuses, 1)}
    said = {version: _version(dice, status) for version, status in context.versions.items()}
    context.family("api")["versions"] = said


def _version(dice: Dice, status: str) -> Written:
    if status == "active" and dice.chance(20):
        return {}
    return {"status": status, **({"sunset": "2031-06-30"} if status == "deprecated" else {})}


def answer_everywhere(context: ContextDraft) -> None:
    """Takes limits back until every version has an operation that answers in it."""
    if any("crud" in one.written for one in context.aggregates):
        return
    routed = [one.written for one in context.operations if "http" in one.written]
    for version in context.versions:
        if not any(version in _answered(said, context) for said in routed):
            for said in routed:
                said.pop("versions", None)


def _answered(said: Written, context: ContextDraft) -> Container[str]:
    http = said["http"]
    answered: Container[str] = said.get("versions") or context.versions
    return answered if isinstance(http, str) else http


def draft_changes(dice: Dice, context: ContextDraft) -> None:
    """What became different in the last active version, where there is an older one."""
    served = [name for name, status in context.versions.items() if status != "draft"]
    if len(served) < 2:
        return
    changes: Written = {}
    for aggregate in context.aggregates:
        found = [*_changes(dice, aggregate)]
        others = [one for one in found if "values" in one[1] and dice.chance(60)]
        for name, change in others[:1] or dice.some(found, 1, 3):
            changes[f"{aggregate.name}.{name}"] = change
        if dice.chance(40):
            changes[f"{aggregate.name}.gone"] = _removed(dice)
    if changes:
        context.family("api")["changes"] = {served[-1]: changes}


def _changes(dice: Dice, aggregate: AggregateDraft) -> Iterator[tuple[str, Written]]:
    for name, one in aggregate.fields.items():
        if one.kind.text.startswith("ref(") or name in (aggregate.natural, aggregate.owner):
            continue
        if "internal" in one.words or "secret" in one.words:
            continue
        if len(one.kind.words) > 1:
            new, old = one.kind.words[-1], one.kind.words[0]
            yield name, {"values": {new: old}}
        yield name, {"renamed_from": f"old_{name}"}
        if (added := _addable(one)) is not None:
            yield name, {"added": added}


def _removed(dice: Dice) -> Written:
    removed: tuple[tuple[object, str], ...] = ((0, "int"), ("none", "string"), (True, "bool"))
    value, kind = dice.pick(removed)
    return {"removed": value, **({"is": kind} if dice.chance(70) else {})}


def _addable(one: FieldDraft) -> object:
    kind: Kind = one.kind
    return kind.value if kind.made in ("text", "integer", "bool", "enum", "uuid") else None
