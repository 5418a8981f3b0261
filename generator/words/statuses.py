"""Which problems an operation can answer with, so that its contract and its route say the same."""

from collections.abc import Iterator

from blueprint import model as m
from generator.words.filling import steps_of

ALWAYS = (500, 503, 504)
"""A fault; something that did not answer; no time left."""


def problem_statuses(operation: m.Operation, context: m.Context) -> dict[int, list[str]]:
    """Each status of a problem that the operation can answer, rising, in any of its versions.

    With it the names of the declared errors that answer with this status; the runtime's own
    refusals are not named.
    """
    found: dict[int, list[str]] = {status: [] for status in sorted(_own(operation, context))}
    for error in operation.errors:
        found.setdefault(error.status, []).append(error.name.snake)
    return dict(sorted(found.items()))


def _own(operation: m.Operation, context: m.Context) -> Iterator[int]:
    yield from ALWAYS
    if not operation.access.public:
        yield from (401, 403)
    if _looks_up(operation):
        yield 404
    if operation.is_command:
        yield 409
    if operation.guarded:
        yield 412
    if any(route.body_fields for route in operation.routes):
        yield 413
    if _takes_anything(operation):
        yield 422
    if context.api.rate_limit:
        yield 429
    if operation.is_custom:
        yield 501


def _looks_up(operation: m.Operation) -> bool:
    """Whether something may not be there: what an id names, or whatever code asks for."""
    through = operation.is_plain and steps_of(operation)
    found = operation.aggregate or operation.view or operation.uses
    by_code = not operation.is_plain and found
    passed_on = operation.kind == "call"
    return operation.id is not None or bool(through) or bool(by_code) or passed_on


def _takes_anything(operation: m.Operation) -> bool:
    """Whether there is something to get wrong: an input, a page, an idempotency key."""
    return operation.is_command or operation.has_input
