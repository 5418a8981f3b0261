"""Systems that are not ours: called by contexts, faked in tests."""

from dataclasses import dataclass
from typing import Literal as OneOf

from blueprint.model.endpoint import Endpoint
from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """How we say who we are; the secret is a setting. `header` is set where the kind says so."""

    kind: OneOf["none", "bearer", "basic", "header"]
    header: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """One external system; `url` is None where the address is data (`by-address`)."""

    name: Name
    about: str
    url: str | None
    auth: Auth
    operations: tuple[Endpoint, ...]

    @property
    def title(self) -> str:
        """Its name as a heading."""
        return self.name.title
