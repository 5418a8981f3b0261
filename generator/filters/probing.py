"""What the test of an API needs: rows in place, what others answer, who may ask."""

from blueprint import model as m
from generator.words import python
from generator.words.made_up import made_up, made_up_field, made_up_json


def stored_rows(context: m.Context) -> list[tuple[str, str]]:
    """By operation whose path names a row, the expression that puts one in place."""
    found = {}
    for operation in context.operations:
        if operation.routes and operation.id and (operation.aggregate or operation.view):
            found[operation.name.pascal] = _stored(operation)
    return list(found.items())


def _stored(operation: m.Operation) -> str:
    aggregate, view = operation.aggregate, operation.view
    if aggregate is not None:
        given = [f"status={_first_state(operation)}"] if aggregate.lifecycle else []
        if aggregate.tenancy:
            given.append("tenant=work.caller.tenant")
        if aggregate.owner and aggregate.owner.through is None:
            given.append(f"{aggregate.owner.field.name.snake}=work.caller.subject")
        made = f"{aggregate.name.snake}({', '.join(given)})"
        return f"Row(lambda work: {aggregate.name.pascal}Repository(work).add({made}).id)"
    assert view is not None
    return f"Row(a_{view.name.snake}, parameter={view.key.name.snake!r})"


def _first_state(operation: m.Operation) -> str:
    aggregate = operation.aggregate
    assert aggregate is not None
    assert aggregate.lifecycle is not None
    state = aggregate.lifecycle.initial
    if operation.transition:
        state = operation.transition.moves[0].from_state
    return f"{aggregate.name.pascal}Status.{python.constant(state)}"


def got_views(context: m.Context) -> list[m.View]:
    """The views that a query gets by its key."""
    got = [operation.view for operation in context.operations if operation.kind == "get"]
    return [view for view in context.views if view in got]


def view_sets(view: m.View) -> str:
    """Made-up fields of a row of a view."""
    return "".join(
        f", {field.name.snake}={made_up(field.type)}"
        for field in view.fields
        if field is not view.key and field.required
    )


def roles_of(context: m.Context) -> tuple[str, ...]:
    """The roles that any operation lets in, in the order of their first mention.

    Where a token is enough, whatever it says, `anybody` is among them.
    """
    grants = [grant for operation in context.operations for grant in operation.access.grants]
    named = [grant.role.text for grant in grants if grant.role]
    named += ["anybody"] if any(grant.authenticated for grant in grants) else []
    return tuple(dict.fromkeys(named))


def canned_answers(context: m.Context, system: m.System) -> dict[str, m.Json]:
    """What each need of the context answers, as JSON."""
    return {need.title: _canned(need, system) for need in context.needs}


def _canned(need: m.Need, system: m.System) -> m.Json:
    answer = need.endpoint.output
    callee = system.context(need.endpoint.context)
    camel = callee is not None and callee.json == "camel"
    return None if answer is None else made_up_json(answer, camel=camel)


def made_up_key(view: m.View) -> str:
    """Some valid key of a view, as Python source."""
    return made_up_field(view.key)


def custom_operations(context: m.Context) -> tuple[str, ...]:
    """The operations over HTTP of whose body nothing is known."""
    found = (operation for operation in context.operations if operation.is_custom)
    return tuple(operation.name.pascal for operation in found if operation.routes)
