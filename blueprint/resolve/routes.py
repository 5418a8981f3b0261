"""Routes: where an operation answers in each version, and what of its input travels where."""

from blueprint.document.phrases import Http
from blueprint.model import Api, ApiVersion, Field, Route
from blueprint.names import Name
from blueprint.resolve.fields import by_name
from blueprint.resolve.written import AnyOperation

_STATUS = {"create": 201, "delete": 204, "add": 201, "remove": 204}
IN_QUERY = ("GET", "DELETE")
"""The methods whose input travels in the query, less what the path carries."""


def resolve_routes(
    name: str,
    word: AnyOperation,
    fields: tuple[Field, ...],
    api: Api,
    *,
    answers: bool,
    reached: bool,
) -> tuple[Route, ...]:
    """A route in each version that has one; *answers* says that there is an output.

    An operation that answers nowhere, but is *reached* by another context, has an internal one.
    """
    versions = [version for version in api.served if _is_in(version, word)]
    said = ((v, word.http.get(v.name) or word.http.get(None)) for v in versions)
    code = status(word, answers=answers)
    found = tuple(route(http, fields, code, version.name) for version, http in said if http)
    return found if found or not reached else _internal(name, code, fields, api, versions)


def _is_in(version: ApiVersion, word: AnyOperation) -> bool:
    return not word.versions or version.name in word.versions


def status(word: AnyOperation, *, answers: bool) -> int:
    """The status that answers it when all is well: 204 where nothing is said."""
    if word.status is not None:
        return word.status
    return _STATUS.get(word.does.verb, 200 if answers else 204)


def route(http: Http, fields: tuple[Field, ...], status: int, version: str) -> Route:
    """One route; the input that its path does not name goes into the query or the body."""
    known = by_name(fields)
    in_path = tuple(known[name] for name in http.placeholders if name in known)
    rest = tuple(field for field in fields if field not in in_path)
    return Route(
        version=version,
        method=http.method,
        path=http.path,
        status=status,
        path_fields=in_path,
        query_fields=rest if http.method in IN_QUERY else (),
        body_fields=() if http.method in IN_QUERY else rest,
    )


def _internal(
    name: str,
    status: int,
    fields: tuple[Field, ...],
    api: Api,
    versions: list[ApiVersion],
) -> tuple[Route, ...]:
    """One route for other contexts alone, in the version that they call."""
    where = api.current if api.current in versions or not versions else versions[-1]
    return (
        Route(
            version=where.name,
            method="POST",
            path=f"/internal/{Name(name).kebab}",
            status=status,
            path_fields=(),
            query_fields=(),
            body_fields=fields,
            internal=True,
        ),
    )
