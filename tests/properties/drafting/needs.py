"""Calls between contexts, in drafts."""

from collections.abc import Iterator

from tests.properties.drafting.answering import declare_error, served
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import OperationDraft, id_field
from tests.properties.drafting.fields import FieldDraft, Group, Written, by_name
from tests.properties.drafting.pools import ERRORS

_WRITES = ("create", "put", "update", "transition")


def draft_needs(dice: Dice, operation: OperationDraft) -> None:
    """What an operation calls first, if anything."""
    if not dice.chance(70):
        return
    kept: set[str] = set()
    used: set[str] = set()
    needs: Written = {}
    for called in dice.some([*_callable(operation)], 1, 2):
        need = _need(dice, operation, called)
        if need is not None:
            _refuse(dice, operation, called, need)
            used |= {str(source).rpartition(".")[2] for source in need.get("with", {}).values()}
            kept |= _keep(dice, operation, called, need, kept, used)
            operation.given = {n: one for n, one in operation.given.items() if n not in kept}
            needs[_named(dice, operation, called)] = need
            operation.depth = max(operation.depth, called.depth + 1)
    if needs:
        operation.written["needs"] = needs


def _callable(operation: OperationDraft) -> Iterator[OperationDraft]:
    """Operations of contexts upstream that do something by themselves, and answer."""
    for home in operation.home.upstream:
        for one in home.operations:
            if "crud" in one.written and not operation.acting:
                continue  # its crud would have to let the service in
            if one.verb != "call" and one.depth < 1 and served(one) and "every" not in one.written:
                yield one
    for external in operation.home.externals:
        yield from external.operations


def _named(dice: Dice, operation: OperationDraft, called: OperationDraft) -> str:
    """The name of the call; a context calls one operation in one version everywhere."""
    name = f"{called.home.name}.{called.name}"
    needed = operation.home.needed
    if name not in needed:
        needed[name] = dice.pick(served(called)) if dice.chance(30) and not called.external else ""
    return f"{name}@{needed[name]}" if needed[name] else name


def _need(dice: Dice, operation: OperationDraft, called: OperationDraft) -> Written | None:
    """One call, None where what it takes cannot be filled, or would be with another type."""
    wanted = dict(called.given)
    if called.on_one and called.subject is not None:
        wanted["id"] = id_field(called.subject)
    lent, fill = _lent(operation), {}
    for name, target in wanted.items():
        sources = [*by_name(lent, target), *_others(operation, target)]
        equal = lent.get(name)
        asked = target.required or target.more.get("=") in ("now", "today")
        must = (asked and operation.verb != "custom") or (equal is not None and name not in sources)
        if sources and (must or dice.chance(60)):
            fill[name] = dice.pick(sources)
        elif must:
            return None
    need: Written = {"with": fill} if fill else {}
    if dice.chance(40):
        need["timeout"] = dice.pick(("300ms", "2s", "1.5s"))
    if dice.chance(30):
        need["retry"] = dice.number(0, 3)
    return need


def _lent(operation: OperationDraft) -> Group:
    """The fields that are there before the write, by the names that fill their equals."""
    lent, subject = dict(operation.given), operation.subject
    if subject is not None and operation.on_one:
        own = {} if operation.verb == "put" else subject.fields
        lent |= own | {"id": id_field(subject)}
    return lent


def _others(operation: OperationDraft, target: FieldDraft) -> list[str]:
    """Sources that are no fields."""
    found = []
    if target.kind.text == "subject" and operation.acting:
        found.append("caller")
    if target.kind.text == "datetime":
        found.append("now")
    if target.kind.literal and target.kind.made != "list":
        found.append(f"= {target.kind.literal}")
    found += [f"input.{name}" for name in by_name(operation.given, target)]
    return found


def _refuse(dice: Dice, operation: OperationDraft, called: OperationDraft, need: Written) -> None:
    if not dice.chance(40):
        return
    theirs = dice.pick(["not_found", *called.errors])
    name, status = dice.pick(ERRORS)
    if declare_error(dice, operation, name, status):
        need["refused"] = {theirs: name}


def _keep(
    dice: Dice,
    operation: OperationDraft,
    called: OperationDraft,
    need: Written,
    kept: set[str],
    used: set[str],
) -> set[str]:
    """The field that an answer fills, if one does."""
    subject, said = operation.subject, operation.written
    if subject is None or operation.verb not in _WRITES:
        return set()
    filled = {*said.get("set", ()), *said.get("input", ()), *kept, *used}
    pairs = [
        (mine, theirs)
        for mine, target in subject.mutable.items()
        if mine not in filled and target.kind.made not in ("value", "enum", "list", "map")
        for theirs in by_name(called.answers, target)
        if not called.answers[theirs].is_hidden
    ]
    if not pairs or not dice.chance(95):
        return set()
    mine, theirs = dice.pick(pairs)
    need["keep"] = {mine: theirs}
    return {mine}
