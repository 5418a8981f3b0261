"""Ordering as a service: its API, its worker, its migrations."""

from datetime import date

from diagnostics_chassis.security.auth import Tokens
from diagnostics_chassis.service import ApiVersion, Service, build_app
from diagnostics_chassis.web.ratelimit import RateLimit
from fastapi import FastAPI

from .. import extensions, seeds
from ..adapters import tables
from ..application import cancel_stale
from ..domain import lab_order as lab_order_rules
from . import custom, http_v1, http_v2, messaging

SERVICE = Service(
    system="diagnostics",
    name="ordering",
    package="diagnostics_ordering",
    title="Ordering",
    about="From the doctor's wish to a placed order.",
    base="/api/ordering",
    versions=(
        ApiVersion("v1", http_v1.router, deprecated=True, sunset=date(2027, 6, 30), successor="v2"),
        ApiVersion("v2", http_v2.router),
    ),
    custom=custom.router,
    metadata=tables.metadata,
    tenant_tables=tables.TENANT_TABLES,
    tenancy=True,
    subscriptions=messaging.SUBSCRIPTIONS,
    schedules=messaging.SCHEDULES,
    fills=(
        cancel_stale,
        lab_order_rules,
        custom,
    ),
    pii=frozenset({"notes"}),
    rate_limit=RateLimit(100, seconds=60, per="token"),
    callers=("laboratory", "billing", "notifications"),
    externals=(),
    tokens=Tokens(
        issuer="https://id.example.org/",
        audience="diagnostics",
        roles="realm_access.roles",
        tenant="org_id",
    ),
    cors=("https://app.example.org",),
    configure=extensions.configure,
    seed=seeds.seed,
)


def create_app() -> FastAPI:
    """The ASGI application; its settings come from the environment."""
    return build_app(SERVICE)
