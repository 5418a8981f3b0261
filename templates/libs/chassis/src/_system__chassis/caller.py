"""Who calls: what a use case may know of the token that let the request in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The subject on whose behalf something is done.

    `tenant` is "" where there is none. `service` is the context that calls, where a context does;
    `acting` says that a user stands behind it, whose subject, tenant and roles these are.
    """

    subject: str
    tenant: str = ""
    roles: frozenset[str] = frozenset()
    service: str | None = None
    acting: bool = True
