"""Who calls: a bearer token becomes a Caller, or nobody gets in."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

import jwt
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from ..caller import Caller
from ..errors import Unauthenticated
from .jwks import ALGORITHMS, Keys
from .keys import ServiceKeys
from .tokens import Tokens, at

__all__ = ["Tokens", "Verifier"]

LEEWAY = 30  # seconds by which clocks may differ
REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
TYPES = {"jwt", "at+jwt", "application/at+jwt", ""}
REMEMBERED = 60.0  # seconds for which a verified token is not verified again
TENANT_LENGTH = 64
SUBJECT_LENGTH = 255


class Verifier:
    """Verifies users' tokens by their issuer's keys, and other contexts' by the system's."""

    def __init__(
        self,
        tokens: Tokens,
        keys: Keys,
        services: ServiceKeys,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._tokens = tokens
        self._keys = keys
        self._services = services
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Caller]] = OrderedDict()

    async def caller(self, token: str) -> Caller:
        """Whose *token* is; raises Unauthenticated, with no word of why, when it is not good."""
        now = self._clock()
        known = self._known.get(token)
        if known is not None and known[0] > now:
            return known[1]
        try:
            caller, expires = await self._verified(token)
        except (PyJWTError, ValueError, TypeError) as error:
            raise Unauthenticated("the token is not valid") from error
        self._remember(token, min(expires, now + REMEMBERED), caller)
        return caller

    def _remember(self, token: str, until: float, caller: Caller) -> None:
        self._known[token] = (until, caller)
        if len(self._known) > 1024:
            self._known.popitem(last=False)

    async def _verified(self, token: str) -> tuple[Caller, float]:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if not isinstance(kid, str) or str(header.get("typ", "")).lower() not in TYPES:
            raise ValueError("no usable header")
        claimed = jwt.decode(token, options={"verify_signature": False}).get("iss")
        if claimed == self._services.system:
            return self._service(token, kid)
        return await self._user(token, kid)

    async def _user(self, token: str, kid: str) -> tuple[Caller, float]:
        key = await self._keys.find(kid)
        if key is None:
            raise ValueError("no such key")
        claims = self._decode(token, key, self._tokens.issuer, self._tokens.audience)
        subject, tenant = str(claims["sub"]), self._tokens.tenant_of(claims)
        roles = self._tokens.roles_of(claims)
        return _caller(subject, tenant, roles, None, acting=True), _expiry(claims)

    def _service(self, token: str, kid: str) -> tuple[Caller, float]:
        public = self._services.public(kid) if kid.isidentifier() else None
        if public is None:
            raise ValueError("no such service")
        claims = jwt.decode(
            token,
            public,
            algorithms=["EdDSA"],
            audience=self._services.context,
            issuer=self._services.system,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
        if claims["sub"] != f"service:{kid}":
            raise ValueError("signed by another")
        return _from_service(claims, kid), _expiry(claims)

    def _decode(self, token: str, key: PyJWK, issuer: str, audience: str) -> Mapping[str, object]:
        # The key says which algorithm it is for; the token does not get to choose.
        if key.algorithm_name not in ALGORITHMS:
            raise ValueError("an algorithm that is not allowed")
        return jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )


def _from_service(claims: Mapping[str, object], service: str) -> Caller:
    tenant = str(claims.get("tenant", ""))
    acting = claims.get("acting")
    if not isinstance(acting, Mapping):
        return _caller(f"service:{service}", tenant, frozenset(), service, acting=False)
    roles = at(acting, "roles")
    granted = frozenset(map(str, roles)) if isinstance(roles, list) else frozenset()
    return _caller(str(acting["sub"]), tenant, granted, service, acting=True)


def _caller(
    subject: str, tenant: str, roles: frozenset[str], service: str | None, *, acting: bool
) -> Caller:
    if not 0 < len(subject) <= SUBJECT_LENGTH or len(tenant) > TENANT_LENGTH:
        raise ValueError("a subject or a tenant that is too long")
    return Caller(subject=subject, tenant=tenant, roles=roles, service=service, acting=acting)


def _expiry(claims: Mapping[str, object]) -> float:
    expires = claims["exp"]
    if not isinstance(expires, int | float):
        raise ValueError("no expiry")
    return float(expires) + LEEWAY
