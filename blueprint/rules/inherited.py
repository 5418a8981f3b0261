"""Who is let in where an operation says no `allow` of its own."""

from collections.abc import Iterator

from blueprint.rules.facts import Aggregate, Operation, Permission
from blueprint.rules.index import Index
from blueprint.rules.told import persons


def inherits_any_token(operation: Operation) -> bool:
    """Whether callers reach it with any token, and it does not say so itself."""
    own = any(p.path[: len(operation.path)] == operation.path for p in operation.allow)
    words = {(permission.word, permission.own) for permission in operation.allow}
    return bool(operation.routes) and not own and words <= {("authenticated", False)}


def owned(operation: Operation) -> tuple[Permission, ...]:
    """What an operation allows, where some of it holds for the owner alone; else nothing."""
    return operation.allow if any(permission.own for permission in operation.allow) else ()


def laxer(index: Index) -> Iterator[tuple[Operation, Operation]]:
    """Each operation that inherits what another on the same aggregate demands `own` for.

    Whoever makes an aggregate owns it, so that there is nothing to compare; nor is there where
    nothing says which one a custom operation works on. Of queries that answer something personal
    BP711 speaks.
    """
    strict: dict[tuple[str, str], Operation] = {}
    for operation in index.operations:
        if owned(operation) and (about := _owned_aggregate(index, operation)):
            strict.setdefault((about.context, about.name), operation)
    for operation in index.operations:
        about = _owned_aggregate(index, operation)
        if about is None or not inherits_any_token(operation) or operation.verb == "create":
            continue
        stricter = strict.get((about.context, about.name))
        if (
            stricter
            and not _shows_persons(index, operation)
            and (operation.verb != "custom" or index.on_one(operation))
        ):
            yield operation, stricter


def _shows_persons(index: Index, operation: Operation) -> bool:
    context = index.context(operation.context)
    untenanted = context is not None and context.tenancy == "none"
    return untenanted and not operation.is_command and bool(persons(index, operation))


def _owned_aggregate(index: Index, operation: Operation) -> Aggregate | None:
    subject = index.subject(operation)
    return subject if isinstance(subject, Aggregate) and subject.owner else None
