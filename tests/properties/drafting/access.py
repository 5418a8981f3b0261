"""Who may call, in drafts."""

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import ContextDraft, OperationDraft


def default_allow(dice: Dice, roles: tuple[str, ...]) -> object:
    """What a system or a context says for operations that say nothing."""
    if roles and dice.chance(50):
        return dice.some(roles, 1, 2)
    return "authenticated"


def allow(dice: Dice, operation: OperationDraft, roles: tuple[str, ...]) -> object:
    """Who may call an operation, None where the default holds."""
    if _is_shy(operation):
        return [f"{roles[0]}"] if roles else ["authenticated own"]
    # Beside operations for owners those for everybody say so.
    unsaid = "authenticated" if operation.subject and operation.subject.owner else None
    if not dice.chance(60):
        return unsaid
    if _may_be_public(operation) and dice.chance(20):
        return "public"
    if dice.chance(20):
        return "authenticated"
    return _grants(dice, operation, roles) or unsaid


def _is_shy(operation: OperationDraft) -> bool:
    """Whether what it shows is not for whoever has a token."""
    subject = operation.subject
    personal = subject is not None and subject.is_personal and not operation.home.tenancy
    return personal and operation.verb in ("get", "list")


def _may_be_public(operation: OperationDraft) -> bool:
    if operation.verb in ("call", "custom"):
        return False  # its answer may tell of a person
    subject = operation.subject
    if operation.home.tenancy and (subject is not None or operation.verb in ("get", "list")):
        return False
    owned = subject is not None and subject.own_subject
    return not (owned and operation.verb in ("create", "put"))


def _grants(dice: Dice, operation: OperationDraft, roles: tuple[str, ...]) -> list[str]:
    if dice.chance(15):
        return ["authenticated", *_services(dice, operation.home)]
    words = dice.some(roles, 0, 2)
    if not _may_own(operation):
        return words + _services(dice, operation.home)
    if dice.chance(25):
        return ["authenticated own", *words]
    grants = [f"{word} own" if dice.chance(50) else word for word in words]
    return grants + _services(dice, operation.home)


def _may_own(operation: OperationDraft) -> bool:
    subject = operation.subject
    if subject is None or not subject.owner:
        return False
    if operation.verb in ("create", "put"):
        return subject.own_subject
    return operation.verb != "custom" or operation.on_one


def _services(dice: Dice, home: ContextDraft) -> list[str]:
    """Contexts that call this one are built later; those before it may be named as well."""
    names = [f"service:{other.name}" for other in home.upstream]
    return dice.some(names, 1, 1) if names and dice.chance(35) else []
