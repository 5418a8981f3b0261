"""Who may do what: tokens, roles, and the access that one operation grants."""

from dataclasses import dataclass

from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Where tokens come from and where their claims stand, as dotted paths."""

    issuer: str
    audience: str
    roles: str
    tenant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role, and what it is for."""

    name: Name
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One way to be let in: by a role, as anybody with a token, or as another context's service.

    Exactly one of `role`, `authenticated` and `service` is set; `own` narrows the first two to
    what the caller owns.
    """

    role: Name | None = None
    authenticated: bool = False
    service: Name | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """`allow`: public, or any of the grants."""

    public: bool
    grants: tuple[Grant, ...]

    @property
    def owned(self) -> bool:
        """Whether a grant says `own`."""
        return any(grant.own for grant in self.grants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """The system's security; `tokens` is None where the blueprint names no issuer."""

    tokens: Tokens | None
    cors: tuple[str, ...]
    roles: tuple[Role, ...]
