"""The terms of an API's versions: what OpenAPI has no word for, and callers still rely on."""

from blueprint import model as m
from generator.contracts.text import Document


def terms(context: m.Context) -> Document:
    """Each version's status and sunset, and who may call its operations; how often one may call."""
    versions: dict[str, m.Json] = {one.name: _version(context, one) for one in context.api.versions}
    limit = context.api.rate_limit
    return {"versions": versions} if limit is None else {"versions": versions} | _rate(limit)


def _version(context: m.Context, version: m.ApiVersion) -> dict[str, m.Json]:
    callers = {
        operation.name.text: _callers(operation.access)
        for operation in context.operations
        if (route := operation.route(version.name)) is not None and not route.internal
    }
    found: dict[str, m.Json] = {"status": version.status}
    if version.sunset is not None:
        found["sunset"] = version.sunset.isoformat()
    return found | {"callers": callers if version.is_served else {}}


def _callers(access: m.Access) -> list[m.Json]:
    """The grants as `allow` writes them."""
    return ["public"] if access.public else [_grant(grant) for grant in access.grants]


def _grant(grant: m.Grant) -> str:
    if grant.service is not None:
        return f"service:{grant.service}"
    who = "authenticated" if grant.role is None else str(grant.role)
    return f"{who} own" if grant.own else who


def _rate(limit: m.RateLimit) -> dict[str, m.Json]:
    return {"rate_limit": {"count": limit.count, "seconds": limit.seconds, "per": limit.per}}
