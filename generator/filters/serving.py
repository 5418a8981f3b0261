"""A context over HTTP: its policies, its routes, its versions."""

from collections.abc import Iterator
from itertools import zip_longest

from blueprint import model as m
from generator.filters.showing import wire
from generator.words import python, shapes
from generator.words.borrowed import borrowed
from generator.words.hidden import unlike
from generator.words.statuses import problem_statuses

ALWAYS = (500, 503, 504)  # which the chassis adds by itself


def policy(operation: m.Operation) -> str:
    """The policy of an operation."""
    said = [f'"{operation.name.pascal}"', *_grants(operation.access)]
    if operation.is_command:
        said.append("writes=True")
    if operation.guarded and operation.aggregate:
        said.append(f'guards="{operation.aggregate.name.pascal}"')
    if any(need.endpoint.is_command or need.endpoint.external for need in operation.needs):
        said.append("reaches=True")
    if not operation.is_command and any(route.method != "GET" for route in operation.routes):
        said.append("safe=True")
    if (kept := operation.first.pascal) != operation.name.pascal:
        said.append(f'kept_as="{kept}"')
    return f"Policy({', '.join(said)})"


def _grants(access: m.Access) -> Iterator[str]:
    if access.public:
        yield "Public()"
    for grant in access.grants:
        own = "own=True" if grant.own else ""
        if grant.service is not None:
            yield f'ServiceCaller("{grant.service}")'
        elif grant.role is not None:
            yield f'Role("{grant.role}"{", " if own else ""}{own})'
        else:
            yield f"Authenticated({own})"


def routes(context: m.Context, version: m.ApiVersion) -> list[m.Operation]:
    """The operations of an API version; one whose path would hide another's comes after it."""
    exposed = context.exposed(version)
    found = [_route(operation, version) for operation in exposed]
    return sorted(
        exposed, key=lambda one: any(_hides(_route(one, version), other) for other in found)
    )


def _hides(route: m.Route, other: m.Route) -> bool:
    """Whether a request for the fixed path of *other* would match *route*."""
    if route.method != other.method or route.path == other.path:
        return False
    pairs = list(zip_longest(route.path.split("/"), other.path.split("/"), fillvalue=""))
    return all(ours == theirs or (ours[:1] == "{" and theirs[:1] != "{") for ours, theirs in pairs)


def _route(operation: m.Operation, version: m.ApiVersion) -> m.Route:
    route = operation.route(version.name)
    assert route is not None
    return route


def decorator(operation: m.Operation, version: m.ApiVersion, context: m.Context) -> str:
    """The route, after `@router.`."""
    route, answer = _route(operation, version), _answer(operation, version, context)
    said = [f'"{route.path}"']
    if route.status != 200:
        said.append(f"status_code={route.status}")
    said.append(f"response_model={answer}")
    said.append(f'operation_id="{operation.name.pascal}"')
    said.append(f"responses={_responses(operation, answer, context)}")
    if route.internal:
        said.append("include_in_schema=False")
    return f"{route.method.lower()}({', '.join(said)},)"


def _answer(operation: m.Operation, version: m.ApiVersion, context: m.Context) -> str:
    answer = shapes.answer_type(operation, context, version.name)
    return "None" if answer is None else wire(answer, context, limited=False)


def _responses(operation: m.Operation, answer: str, context: m.Context) -> str:
    own = {error.status for error in operation.errors}
    found = problem_statuses(operation, context)
    told = [str(s) for s, names in found.items() if s not in ALWAYS and not (names and s in own)]
    if operation.errors:
        named = ", ".join(f'"{e.name.snake}": {e.status}' for e in operation.errors)
        told.append(f"refused={{{named}}}")
    responses = f"problems({', '.join(told)})"
    return f"{responses} | created({answer})" if operation.kind == "put" else responses


def route_parameters(operation: m.Operation, version: m.ApiVersion, context: m.Context) -> str:
    """The parameters of the route's function."""
    route, name = _route(operation, version), operation.name
    said = [f"{_own('call', route)}: Annotated[Call, Depends({name.screaming})]"]
    said += [
        f"{field.name.snake}: {wire(borrowed(field.type, context), context)}"
        for field in route.path_fields
    ]
    query, body = _taken(operation, context, version)
    if query:
        said.append(f"{_own('query', route)}: Annotated[{name.pascal}Query, Query()]")
    if body:
        said.append(f"{_own('body', route)}: {name.pascal}Body")
    return ", ".join(said)


def _own(name: str, route: m.Route) -> str:
    """A name of the route's function itself, which none of its path's is."""
    return unlike(name, route.path_fields)


def import_use_cases(context: m.Context) -> str:
    """The module of the use cases with their scopes, as the routes' functions call it."""
    name = use_cases(context)
    return f"from ..adapters import {'scopes' if name == 'scopes' else f'scopes as {name}'}"


def use_cases(context: m.Context) -> str:
    """What that module is called where no path has a field of its name."""
    routes = (route for operation in context.operations for route in operation.routes)
    return unlike("scopes", (field for route in routes for field in route.path_fields))


def _taken(operation: m.Operation, context: m.Context, version: m.ApiVersion) -> tuple[bool, bool]:
    """Whether clients give a query, whether a body: not where the version knows none of it."""
    query = shapes.query(operation, context, version.name)
    body = shapes.body(operation, context, version.name)
    return bool(query and query.members), bool(body and body.members)


def route_body(operation: m.Operation, version: m.ApiVersion, context: m.Context) -> str:
    """The statements of the route's function, for four columns of indent."""
    route = _route(operation, version)
    answer = _answer(operation, version, context)
    data = _own("data", route)
    case = f"{use_cases(context)}.{operation.name.snake}"
    said = [case, data if operation.has_input else "None", answer]
    if route.status != 200:
        said.append(f"status={route.status}")
    if location := _location(operation, version, context):
        said.append(f'location="{location}"')
    if operation.cache:
        said.append(f"cache={_cache(operation)}")
    asked = f"return await {_own('call', route)}.answer({', '.join(said)})"
    if not operation.has_input:
        return asked
    return f"{data} = {_data(operation, version, context)}\n    {asked}"


def _data(operation: m.Operation, version: m.ApiVersion, context: m.Context) -> str:
    route, cls = _route(operation, version), f"{operation.name.pascal}Input"
    path = [f"{field.name.snake}={field.name.snake}" for field in route.path_fields]
    whole = (f(operation, context, version.name) for f in (shapes.query, shapes.body))
    added = [
        f"{one.field.name.snake}={python.literal(one.field.type, one.value)}"
        for shape in whole
        if shape is not None
        for one in shape.added
    ]
    if operation.is_list and operation.page is None:
        added.append(f"limit={EVERYTHING}")
    query, body = _taken(operation, context, version)
    source = _own("query", route) if query else _own("body", route) if body else None
    if source is None:
        return f"{cls}({', '.join([*path, *added])})"
    return f"into({', '.join([cls, source, *path, *added])})"


EVERYTHING = 10_000  # items of a list that says `page: all`


def _location(operation: m.Operation, version: m.ApiVersion, context: m.Context) -> str | None:
    """The path at which what was made can be got, in the same version."""
    if operation.kind == "add":
        return _child_location(operation, version, context)
    if operation.kind not in ("create", "put") or operation.aggregate is None:
        return None
    for other in context.exposed(version):
        if other.kind == "get" and other.aggregate == operation.aggregate:
            return _route(other, version).path
    return None


def _child_location(
    operation: m.Operation, version: m.ApiVersion, context: m.Context
) -> str | None:
    """The path at which an entity that was added can be updated or removed."""
    others = (other for other in context.exposed(version) if other.entity == operation.entity)
    named = (_route(other, version) for other in others if other.kind != "add")
    return next((route.path for route in named if not route.internal), None)


def _cache(operation: m.Operation) -> str:
    assert operation.cache is not None
    subject = operation.aggregate or operation.view
    tags = [subject.name.pascal] if subject else []
    tags += [operation.name.pascal] if operation.cache.until else []
    listed = "".join(f'"{tag}", ' for tag in tags)
    return f"Cache(ttl={operation.cache.ttl:g}, tags=({listed}))"


def api_version(version: m.ApiVersion) -> str:
    """A version as the service lists it."""
    said = [f'"{version.name}"', f"http_{version.name}.router"]
    if version.deprecated:
        said.append("deprecated=True")
    if version.sunset:
        day = version.sunset
        said.append(f"sunset=date({day.year}, {day.month}, {day.day})")
    if version.successor:
        said.append(f'successor="{version.successor}"')
    return f"ApiVersion({', '.join(said)})"


def rate(limit: m.RateLimit | None) -> str:
    """The limit on calls."""
    if limit is None:
        return "None"
    return f'RateLimit({limit.count}, seconds={limit.seconds}, per="{limit.per}")'


def tokens(security: m.Security) -> str:
    """Where tokens come from; None where the blueprint names no issuer."""
    found = security.tokens
    if found is None:
        return "None"
    said = (
        f"{name}={getattr(found, name)!r}" for name in ("issuer", "audience", "roles", "tenant")
    )
    return f"Tokens({', '.join(said)})"
