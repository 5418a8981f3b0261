"""Who may call an operation; a route that says nothing keeps the service from starting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext
from starlette.routing import BaseRoute

from ..caller import Caller
from ..errors import NotAllowed, TooManyRequests, Unauthenticated
from ..runtime import Runtime
from .call import Call
from .exchange import Exchange
from .ratelimit import RateLimit

ANONYMOUS: Final = Caller(subject="anonymous", acting=False)


@dataclass(frozen=True, slots=True)
class Role:
    """Users with the role *name*; with *own* only for what is theirs."""

    name: str
    own: bool = False

    def admits(self, caller: Caller) -> bool:
        """Whether *caller* is one of them."""
        return caller.acting and self.name in caller.roles


@dataclass(frozen=True, slots=True)
class Authenticated:
    """Every user who is known; with *own* only for what is theirs."""

    own: bool = False

    def admits(self, caller: Caller) -> bool:
        """Whether *caller* is one of them."""
        return caller.acting


@dataclass(frozen=True, slots=True)
class ServiceCaller:
    """The context *name*, where it calls on nobody's behalf; else the user behind it counts."""

    name: str
    own: bool = False

    def admits(self, caller: Caller) -> bool:
        """Whether *caller* is that context."""
        return not caller.acting and caller.service == self.name


@dataclass(frozen=True, slots=True)
class Public:
    """Everybody, with or without a token, which is not looked at."""

    own: bool = False

    def admits(self, caller: Caller) -> bool:
        """Always."""
        return True


Grant = Role | Authenticated | ServiceCaller | Public


class Policy:
    """Who may call one operation, and what else must hold before it runs.

    A dependency of the route: it gives the Call. *writes*: it is a command; *guards*: the aggregate
    whose version If-Match names; *reaches*: it does something outside the database, so that an
    idempotency key is reserved before it begins; *safe*: it only asks although its method is that
    of a write, as a search by POST does; *kept_as*: the name under which idempotency keys are
    kept, where the operation had another one first.
    """

    def __init__(
        self,
        operation: str,
        *grants: Grant,
        writes: bool = False,
        guards: str | None = None,
        reaches: bool = False,
        safe: bool = False,
        kept_as: str = "",
    ) -> None:
        if not grants:
            raise ValueError(f"{operation}: a policy that admits nobody")
        if writes and safe:
            raise ValueError(f"{operation}: it writes, or it only asks")
        self.operation = operation
        self.grants = grants
        self.writes = writes
        self.guards = guards
        self.reaches = reaches
        self.safe = safe
        self.kept_as = kept_as or operation

    @property
    def public(self) -> bool:
        """Whether no token is asked for."""
        return any(isinstance(grant, Public) for grant in self.grants)

    async def __call__(self, request: Request) -> Call:
        """Lets the request in; raises Unauthenticated, TooManyRequests, NotAllowed."""
        exchange = Exchange.of(request.scope)
        if exchange.call is None or exchange.call.policy is not self:
            exchange.operation = self.operation
            exchange.call = await self._admit(request, exchange)
        return exchange.call

    async def _admit(self, request: Request, exchange: Exchange) -> Call:
        runtime = exchange.runtime
        caller = await self._caller(request, runtime)
        await _count(request, exchange, caller)
        service = runtime.service
        if caller.service is not None and caller.service not in service.callers:
            raise NotAllowed(f"{caller.service} has no relation to {service.name}")
        if service.tenancy and not caller.tenant and not self.public:
            raise NotAllowed("the token names no tenant")
        return Call(
            request=request, runtime=runtime, caller=caller, own=self._own(caller), policy=self
        )

    async def _caller(self, request: Request, runtime: Runtime) -> Caller:
        if self.public:
            return ANONYMOUS
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("a bearer token is needed")
        return await runtime.verifier.caller(token.strip())

    def _own(self, caller: Caller) -> bool:
        """Whether only what is the caller's may be seen; the widest grant decides."""
        admitting = [grant for grant in self.grants if grant.admits(caller)]
        if not admitting:
            raise NotAllowed()
        return all(grant.own for grant in admitting)


async def _count(request: Request, exchange: Exchange, caller: Caller) -> None:
    """Counts the request; not one of another context, which stands for users counted there."""
    limit = exchange.runtime.service.rate_limit
    if limit is None or caller.service is not None:
        return
    key = _key(limit, request, caller)
    verdict = await exchange.runtime.limiter.hit(limit, exchange.runtime.service.name, *key)
    exchange.headers.update(verdict.headers())
    if not verdict.allowed:
        raise TooManyRequests(f"{limit.count} requests in {limit.seconds} s are allowed")


def _key(limit: RateLimit, request: Request, caller: Caller) -> tuple[str, ...]:
    address = request.client.host if request.client else ""
    if limit.per == "address" or caller is ANONYMOUS:
        return "address", address
    if limit.per == "tenant":
        return "tenant", caller.tenant
    return "token", caller.tenant, caller.subject


def policy_of(route: BaseRoute) -> Policy | None:
    """The policy of *route*, wherever among its dependencies it stands; None without one."""
    return next(iter(policies_of(route)), None)


def policies_of(route: BaseRoute | RouteContext) -> list[Policy]:
    """The policies of *route*, each once: a route that may be served has exactly one."""
    dependant = getattr(route, "dependant", None)
    if not isinstance(dependant, Dependant):
        return []
    calls = [each.call for each in _all(dependant)]
    return list(dict.fromkeys(call for call in calls if isinstance(call, Policy)))


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _all(inner)
