"""Tasks as a service: its API, its worker, its migrations."""

from fastapi import FastAPI
from hello_chassis.service import ApiVersion, Service, build_app

from .. import extensions, seeds
from ..adapters import tables
from . import custom, http_v1, messaging

SERVICE = Service(
    system="hello",
    name="tasks",
    package="hello_tasks",
    title="Tasks",
    about="What is to be done, and what is done.",
    base="/api/tasks",
    versions=(ApiVersion("v1", http_v1.router),),
    custom=custom.router,
    metadata=tables.metadata,
    tenant_tables=tables.TENANT_TABLES,
    tenancy=False,
    subscriptions=messaging.SUBSCRIPTIONS,
    schedules=messaging.SCHEDULES,
    fills=(custom,),
    pii=frozenset(),
    rate_limit=None,
    callers=(),
    externals=(),
    tokens=None,
    cors=(),
    configure=extensions.configure,
    seed=seeds.seed,
)


def create_app() -> FastAPI:
    """The ASGI application; its settings come from the environment."""
    return build_app(SERVICE)
