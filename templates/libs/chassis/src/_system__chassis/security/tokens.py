"""Where in a bearer token the claims stand that the services read."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """What the blueprint says of tokens; dots in a claim lead into what lies inside."""

    issuer: str
    audience: str
    roles: str = "realm_access.roles"
    tenant: str = "org_id"

    def roles_of(self, claims: Mapping[str, object]) -> frozenset[str]:
        """The roles that *claims* grant; a text holds one, or several between blanks."""
        found = at(claims, self.roles)
        if isinstance(found, str):
            return frozenset(found.split())
        if isinstance(found, list):
            return frozenset(role for role in found if isinstance(role, str))
        return frozenset()

    def tenant_of(self, claims: Mapping[str, object]) -> str:
        """The tenant that *claims* name; "" where they name none."""
        found = at(claims, self.tenant)
        return found if isinstance(found, str) else ""


def at(claims: Mapping[str, object], path: str) -> object:
    """What stands at *path* in *claims*: by the whole name, or step by step at its dots."""
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
