"""How operations in drafts answer: their errors, and the versions in which they do."""

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import OperationDraft
from tests.properties.drafting.pools import TEXTS


def declare_error(dice: Dice, operation: OperationDraft, name: str, status: int) -> bool:
    """Declares an error of an operation, with the status it has elsewhere; whether it could."""
    context = operation.home
    if name not in context.errors:
        pascal = "".join(map(str.capitalize, name.split("_")))
        if pascal in context.classes:
            return False
        context.classes.take(pascal)
    status = context.errors.setdefault(name, status)
    errors = operation.written.setdefault("errors", {})
    if isinstance(errors, dict) and name not in errors:
        long = dice.chance(30)
        errors[name] = {"status": status, "about": dice.pick(TEXTS)} if long else status
        operation.errors.append(name)
    return True


def served(operation: OperationDraft) -> list[str]:
    """The versions in which others may call an operation."""
    versions = operation.home.versions or {"v1": "active"}
    found = [name for name, status in versions.items() if status != "retired"]
    for limit in (operation.written.get("versions"), operation.written.get("http")):
        if isinstance(limit, list | dict):
            found = [name for name in found if name in limit]
    return found
