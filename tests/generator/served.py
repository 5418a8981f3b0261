"""A service around hand-written routers, enough of one to ask FastAPI for its document."""

from _system__chassis.runtime import Runtime
from _system__chassis.security.tokens import Tokens
from _system__chassis.service import ApiVersion, Service
from _system__chassis.work import Work
from fastapi import APIRouter
from sqlalchemy import MetaData


async def _no_seeds(work: Work) -> None:
    pass


def _as_it_is(runtime: Runtime) -> Runtime:
    return runtime


def service(name: str, *routers: APIRouter, **first: object) -> Service:
    """A context of the system `shop` with the versions v1, v2, … of *routers*.

    *first* are the further arguments of the first version.
    """
    versions = [ApiVersion(f"v{i}", router) for i, router in enumerate(routers, start=1)]
    versions[0] = ApiVersion("v1", routers[0], **first)
    return Service(
        system="shop",
        name=name,
        title=name.capitalize(),
        about="What is sold.",
        package=f"shop_{name}",
        base=f"/api/{name}",
        versions=tuple(versions),
        custom=APIRouter(),
        metadata=MetaData(),
        tenant_tables=(),
        tenancy=False,
        subscriptions=(),
        schedules=(),
        fills=(),
        pii=frozenset(),
        rate_limit=None,
        callers=(),
        tokens=Tokens(issuer="https://id.example.org/", audience="shop"),
        cors=(),
        configure=_as_it_is,
        seed=_no_seeds,
    )
