"""What the test of an API needs: rows in place, what others answer, who may ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint import model as m
from blueprint.names import Name
from generator.filters.declaring import noun
from generator.words import python
from generator.words.filling import steps_of
from generator.words.made_up import made_up, made_up_field, made_up_json
from generator.words.named import Named

ANYBODY = "anybody"  # a role that no operation asks for


def stored_aggregates(context: m.Context) -> list[m.Aggregate]:
    """The aggregates that a path names by their id, or an input."""
    named = [operation.aggregate for operation in _with_rows(context)]
    named += [one for op in context.operations for _, one in _named_by(op, context)]
    return [aggregate for aggregate in context.aggregates if aggregate in named]


def stored_views(context: m.Context) -> list[m.View]:
    """The views that a path names by their key."""
    named = [operation.view for operation in _with_rows(context)]
    return [view for view in context.views if view in named]


def _with_rows(context: m.Context) -> list[m.Operation]:
    found = (operation for operation in context.operations if operation.routes and operation.id)
    return [operation for operation in found if operation.aggregate or operation.view]


def storing_parameters(aggregate: m.Aggregate) -> str:
    """The parameters of the function that puts one in place: the state it is in, if it has any."""
    if aggregate.lifecycle is None:
        return "work: Work"
    state = _state(aggregate, aggregate.lifecycle.initial)
    return f"work: Work, status: {aggregate.name.pascal}Status = {state}"


def stored_children(context: m.Context) -> list[tuple[m.Entity, m.Aggregate]]:
    """The entities that a path names, each with its aggregate."""
    named = [operation.entity for operation in _with_rows(context) if operation.reference]
    held = ((entity, one) for one in context.aggregates for entity in one.entities)
    return [(entity, aggregate) for entity, aggregate in held if entity in named]


def storing_child(entity: m.Entity, aggregate: m.Aggregate) -> str:
    """The function that puts one in place inside its aggregate: `an_owner_with_a_pet`."""
    return f"{storing_name(aggregate)}_with_{storing_name(entity)}"


def storing_values(
    aggregate: m.Aggregate, context: m.Context, child: m.Entity | None = None
) -> str:
    """What is not made up of it: its state, its tenant, its owner, the rows that it leads to.

    With a *child*, that instead of the state.
    """
    given = {"status": "status"} if aggregate.lifecycle and child is None else {}
    given |= {child.children.snake: "(child,)"} if child else {}
    tenant = {"tenant": "work.caller.tenant"} if aggregate.tenancy else {}
    own = aggregate.owner and {_owner_argument(aggregate.owner, aggregate): "work.caller.subject"}
    given |= tenant | (own if own and aggregate.owner and not aggregate.owner.through else {})
    for ref, led_to in _led_to(aggregate, context).items():
        holds = own if own and aggregate.owner and _is(aggregate.owner.through, ref) else {}
        named = "id" if _is(aggregate.id_from, ref) else ref
        given[named] = f"{led_to.pascal}Repository(work).add({_call(led_to, tenant | holds)}).id"
    return ", ".join(f"{name}={value}" for name, value in given.items())


def _owner_argument(owner: m.Owner, aggregate: m.Aggregate) -> str:
    """What the builder calls the owner: where the owner is the identity, `id`."""
    snake = owner.field.name.snake
    return "id" if _is(aggregate.id_from, snake) else snake


def _led_to(aggregate: m.Aggregate, context: m.Context) -> dict[str, Name]:
    """By reference of *aggregate*, what it leads to where an operation or the owner asks for it."""
    about = (one for one in context.operations if one.aggregate == aggregate)
    steps = (s for one in about for s in steps_of(one) if not (s.of_input or s.of_entity))
    found = {step.ref.name.snake: step.aggregate for step in steps}
    owner = aggregate.owner
    if owner and owner.through and owner.of:
        found[owner.through.name.snake] = owner.of
    return found


def _is(field: m.Field | None, name: str) -> bool:
    return field is not None and field.name.snake == name


def _call(aggregate: Name, given: Mapping[str, str]) -> str:
    return f"{aggregate.snake}({', '.join(f'{name}={value}' for name, value in given.items())})"


def storing_name(node: Named) -> str:
    """The function that puts one in place: `a_lab_order`."""
    return noun(node).replace(" ", "_")


def stored_rows(context: m.Context) -> list[tuple[str, str]]:
    """By operation that names something stored, the way to put it in place."""
    rows = ((operation.name.pascal, _row(operation, context)) for operation in context.operations)
    return [(name, f"Row({row})") for name, row in rows if row]


def _row(operation: m.Operation, context: m.Context) -> str:
    named = [_in_path(operation)] if operation in _with_rows(context) else []
    given = ", ".join(f'"{name}": {store}' for name, store in _given(operation, context))
    return ", ".join([*named, *([f"given={{{given}}}"] if given else [])])


def _in_path(operation: m.Operation) -> str:
    """What the path names."""
    aggregate, view = operation.aggregate, operation.view
    if aggregate is None:
        assert view is not None
        return f'{storing_name(view)}, parameter="{view.key.name.snake}"'
    name, lifecycle = storing_name(aggregate), aggregate.lifecycle
    if operation.entity is not None and operation.reference is not None:
        return storing_child(operation.entity, aggregate)
    if operation.transition is None or lifecycle is None:
        return name
    start = operation.transition.moves[0].from_state
    if start == lifecycle.initial:
        return name
    return f"partial({name}, status={_state(aggregate, start)})"


def _given(operation: m.Operation, context: m.Context) -> list[tuple[str, str]]:
    """What the input names, by its name on the wire."""
    spelled = "camel" if context.json == "camel" else "snake"
    return [
        (getattr(field.name, spelled), storing_name(named))
        for field, named in _named_by(operation, context)
    ]


def _named_by(operation: m.Operation, context: m.Context) -> list[tuple[m.Field, m.Aggregate]]:
    """The inputs that must name an aggregate of this context: code may read it, or a step does."""
    if not operation.routes:
        return []
    read = {step.ref.name.snake for step in steps_of(operation) if step.of_input}
    return [
        (field, named)
        for field in operation.input
        if field is not operation.id and (operation.is_custom or field.name.snake in read)
        for named in _aggregates(field.type, context)
    ]


def _aggregates(kind: m.Type, context: m.Context) -> list[m.Aggregate]:
    """The aggregate of this context that a reference leads to."""
    if not isinstance(kind, m.Ref) or kind.context != context.name:
        return []
    return [one for one in context.aggregates if one.name == kind.aggregate]


def _state(aggregate: m.Aggregate, state: Name) -> str:
    return f"{aggregate.name.pascal}Status.{python.constant(state)}"


def view_sets(view: m.View) -> str:
    """Made-up fields of a row of a view."""
    return "".join(
        f", {field.name.snake}={made_up(field.type)}"
        for field in view.fields
        if field is not view.key and field.required
    )


@dataclass(frozen=True, slots=True)
class TenantProbe:
    """How another tenant is kept out: what is stored, where it is asked for, by whom."""

    stored: str
    path: str
    role: str


def tenant_probes(context: m.Context) -> list[TenantProbe]:
    """At most one: the first query that gets an aggregate, where rows belong to tenants."""
    if not context.tenancy:
        return []
    got = (one for one in _with_rows(context) if one.kind == "get" and one.aggregate)
    return [probe for operation in got for probe in _probes(operation, context)][:1]


def _probes(operation: m.Operation, context: m.Context) -> list[TenantProbe]:
    route = operation.route(context.api.current.name)
    if route is None or operation.access.public or operation.aggregate is None:
        return []
    grants = [grant for grant in operation.access.grants if not grant.service]
    path = f"{context.base_path}/{route.version}{route.path}"
    return [
        TenantProbe(
            storing_name(operation.aggregate), path, grant.role.text if grant.role else ANYBODY
        )
        for grant in grants
    ]


def roles_of(context: m.Context) -> tuple[str, ...]:
    """The roles that any operation lets in, in the order of their first mention.

    Where a token is enough, whatever it says, `anybody` is among them.
    """
    asked = [operation for operation in context.operations if operation.routes]
    grants = [grant for operation in asked for grant in operation.access.grants]
    named = [grant.role.text for grant in grants if grant.role]
    named += [ANYBODY] if any(grant.authenticated for grant in grants) else []
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
