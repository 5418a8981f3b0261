"""`crud:` in drafts: short for the plain operations on an aggregate."""

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import AggregateDraft, ContextDraft, OperationDraft
from tests.properties.drafting.fields import Written

_VERBS = ("create", "get", "list", "update", "delete")


def draft_crud(
    dice: Dice, context: ContextDraft, aggregate: AggregateDraft, roles: tuple[str, ...]
) -> bool:
    """Perhaps `crud` in the place of the plain operations; whether it stands there."""
    shy = aggregate.is_personal and not context.tenancy
    if not dice.chance(30) or (shy and not roles):
        return False
    verbs = [verb for verb in _VERBS if verb != "update" or aggregate.mutable]
    said: Written = {"at": f"/{aggregate.plural}"}
    if len(verbs) < len(_VERBS) or dice.chance(60):
        said["only"] = ["create", *dice.some([verb for verb in verbs if verb != "create"], 0, 4)]
        verbs = said["only"]
    if shy or aggregate.owner or dice.chance(50):
        said["allow"] = dice.some(roles, 1, 1) or "authenticated"
    elif aggregate.own_subject and context.default_allow == "public":
        return False
    aggregate.written["crud"] = said["at"] if [*said] == ["at"] and dice.chance(60) else said
    for verb in verbs:
        _take(context, aggregate, f"{verb.capitalize()}{aggregate.name}", verb)
    return True


def _take(context: ContextDraft, aggregate: AggregateDraft, name: str, verb: str) -> None:
    context.functions.take(name)
    context.classes.take(f"{name}Input")
    if verb not in ("get", "delete"):
        return
    operation = OperationDraft(
        name=name,
        home=context,
        verb=verb,
        is_command=verb == "delete",
        subject=aggregate,
        on_one=True,
        written={"does": f"{verb} {aggregate.name}", "crud": True},
    )
    operation.answers = dict(aggregate.fields) if verb == "get" else {}
    context.operations.append(operation)
