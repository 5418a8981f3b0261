"""What can go wrong on purpose: refusals, which are answers, and faults, which are tried again."""

from typing import ClassVar


class Refusal(Exception):
    """The rules say no. Answered as a problem with `status`, recorded, and never tried again."""

    name: ClassVar[str] = "refused"
    """How a client tells refusals apart: the end of the problem's type."""
    status: ClassVar[int] = 422
    title: ClassVar[str] = ""

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or type(self).title or type(self).name)
        self.detail = detail

    def __init_subclass__(cls) -> None:
        if "title" not in vars(cls):
            cls.title = cls.name.replace("_", " ").capitalize()


class InvalidInput(Refusal):
    """The input says something that it cannot say."""

    name = "invalid_input"
    status = 422


class Unauthenticated(Refusal):
    """No token, or none that is valid."""

    name = "unauthenticated"
    status = 401


class NotAllowed(Refusal):
    """The caller is known and may not do this."""

    name = "not_allowed"
    status = 403


class NotFound(Refusal):
    """There is no such thing, or none that the caller may see."""

    name = "not_found"
    status = 404


class Conflict(Refusal):
    """Somebody else wrote first; read again and repeat."""

    name = "conflict"
    status = 409


class TransitionRefused(Refusal):
    """The state does not permit this step."""

    name = "transition_refused"
    status = 409


class DuplicateValue(Refusal):
    """A value that must be the only one of its kind is taken."""

    name = "duplicate_value"
    status = 409


class KeyInFlight(Refusal):
    """A request with this idempotency key is being worked on."""

    name = "key_in_flight"
    status = 409


class PreconditionFailed(Refusal):
    """The version that If-Match names is not the current one."""

    name = "precondition_failed"
    status = 412


class KeyReused(Refusal):
    """This idempotency key belongs to another request."""

    name = "key_reused"
    status = 422


class InvariantBroken(Refusal):
    """The result would break a rule that always holds; the detail says which."""

    name = "invariant_broken"
    status = 422


class TooManyChildren(Refusal):
    """The aggregate would hold more entities of one kind than it may."""

    name = "too_many_children"
    status = 422


class TooManyRequests(Refusal):
    """The caller asks more often than is allowed."""

    name = "too_many_requests"
    status = 429


TRANSIENT: tuple[type[Refusal], ...] = (Conflict, PreconditionFailed, KeyInFlight, TooManyRequests)
"""Refusals that say "not now" and not "no": whoever acts by itself tries again."""


class Unwritten(Exception):
    """Somebody has still to write this; answered with 501, and a message waits until it is."""


class Unavailable(Exception):
    """What this needs does not answer now: a database, another context, an external; 503."""


class Busy(Unavailable):
    """Others keep what this needs; a moment later it may be free. Nothing was done."""


class NotFitToStartError(Exception):
    """The service would run, and should not: the message says why, and what to do."""


class DeadlineExceeded(Exception):
    """The time that the request had is over; 504."""
