"""The code of use cases: their signatures, their plain bodies, what fills their values."""

import re

from blueprint import model as m
from blueprint.names import Name
from generator.filters.finding import listing
from generator.words import python
from generator.words.answers import answer_class
from generator.words.filling import (
    CHILD,
    FOUND,
    Variables,
    arguments,
    asks_of_row,
    expression,
    patched_input,
    steps_after,
    steps_before,
    steps_of,
    variable,
)

INDENT = "\n    "


def result_annotation(operation: m.Operation) -> str:
    """What the use case answers."""
    if isinstance(operation.output, m.AnswerRef) and operation.needs:
        return answer_class(operation.needs[0])
    return "None" if operation.output is None else python.annotation(operation.output)


def data_parameter(operation: m.Operation) -> str:
    """The second parameter of a use case, a comma before it; nothing where it takes no input."""
    return f", data: {operation.name.pascal}Input" if operation.has_input else ""


def signature(operation: m.Operation) -> str:
    """The head of the use case's function, without its colon."""
    name = operation.name
    data = data_parameter(operation)
    result = result_annotation(operation)
    return f"async def {name.snake}(scope: {name.pascal}Scope{data}) -> {result}"


def plain_body(operation: m.Operation) -> str:
    """The statements of the body, for four columns of indent."""
    first = _read(operation) + _needs(operation) if not operation.is_custom else []
    body = _child if operation.entity else BODIES[operation.kind]
    return INDENT.join(first + body(operation))


def _read(operation: m.Operation) -> list[str]:
    """Reads what is changed, before others are asked: where there is none, they need not be."""
    if operation.kind == "get" and asks_of_row(operation):
        return [f"found = {_got(operation)}"]
    if operation.kind not in ("update", "transition", "delete", "add", "remove"):
        return []
    read = [f"before = await {_repository(operation)}.get(data.{_id(operation)})"]
    return read + _found(operation)


def _found(operation: m.Operation) -> list[str]:
    """Finds the entity that is updated or removed among those of its aggregate."""
    entity, reference = operation.entity, operation.reference
    if entity is None or reference is None:
        return []
    name = FOUND if operation.kind == "update" else CHILD
    given = f'before.{entity.children.snake}, data.{reference.name.snake}, "{entity.name.pascal}"'
    return [f"{name} = child_of({given})"]


def _patched(operation: m.Operation) -> dict[str, str]:
    """By input that may be absent what it leaves as it is."""
    whole = FOUND if operation.entity else "before"
    names = (field.name.snake for field in operation.input if operation.patches(field))
    return {name: f"{whole}.{name}" for name in names}


def _variables(operation: m.Operation, aggregate: str = "after") -> Variables:
    before = "found" if operation.kind == "get" else "before"
    return Variables(
        before=before,
        may_be_new=operation.kind == "put",
        aggregate=aggregate,
        patched=_patched(operation),
    )


def _needs(operation: m.Operation) -> list[str]:
    if operation.kind == "call":
        return []
    lines = [*_steps(operation), *_new_values(operation)]
    for need in operation.needs:
        given = arguments(need.fills, _variables(operation))
        call = f"await scope.{need.name.snake}({given})"
        lines.append(f"{need.name.snake}_answer = {call}" if _is_used(need, operation) else call)
    return lines


def _new_values(operation: m.Operation) -> list[str]:
    """What others are asked of input that may be absent, and that is made anew for them."""
    patched, fills = _patched(operation), (fill for n in operation.needs for fill in n.fills)
    named = dict.fromkeys(patched_input(fill.source, patched) for fill in fills)
    return [f"new_{name} = given(data.{name}, {patched[name]})" for name in named if name]


def _is_used(need: m.Need, operation: m.Operation) -> bool:
    fills = [*operation.writes, *need.keep]
    return any(isinstance(f.source, m.FromAnswer) and f.source.need == need.name for f in fills)


def _steps(operation: m.Operation) -> list[str]:
    """Reads what the writes and the calls reach by one step through a reference."""
    found = {s.ref.name.snake: s for s in steps_before(operation)}
    variables = _variables(operation)
    return [
        _step(step, expression(_reference(step), step.ref, variables)) for step in found.values()
    ]


def _reference(step: m.Step) -> m.Source:
    if step.of_entity:
        return m.FromEntity(field=step.ref, before=True)
    return m.FromInput(field=step.ref) if step.of_input else m.Before(field=step.ref)


def _steps_after(operation: m.Operation, name: str) -> list[str]:
    """Reads what events and answers reach by one step through a reference of what was written."""
    found = {s.ref.name.snake: s for s in steps_after(operation)}
    return [
        _step(step, f"{CHILD if step.of_entity else name}.{ref}") for ref, step in found.items()
    ]


def _step(step: m.Step, id_: str) -> str:
    """The statement that reads the row at the end of a step; None where there is no reference."""
    row = f"await scope.{step.aggregate.plural_snake}.get({id_})"
    return f"{variable(step)} = {f'None if {id_} is None else {row}' if step.ref.optional else row}"


def steps_through(operation: m.Operation) -> list[Name]:
    """The other aggregates that a plain operation reads, each once."""
    if operation.is_custom:
        return []
    return list({step.aggregate.text: step.aggregate for step in steps_of(operation)}.values())


def _create(operation: m.Operation) -> list[str]:
    return _stored(operation, "created", f"{_repository(operation)}.add({_made(operation)})")


def _stored(operation: m.Operation, name: str, stored: str) -> list[str]:
    """The statement that stores, and what comes after it with its result in the variable *name*."""
    after = [
        *_steps_after(operation, name),
        *_emit(operation, name),
        *_answered(operation, name),
    ]
    said = [line for line in after if not line.startswith("#")]
    if said == [f"return {name}"]:
        return [*after[:-1], f"return {stored}"]
    return [f"{name} = {stored}", *after]


def _put(operation: m.Operation) -> list[str]:
    things = _repository(operation)
    put = [f"new = {_made(operation)}", f"before = await {things}.find(data.{_id(operation)})"]
    kept = ", ".join(f"{name}=before.{name}" for name in _kept(operation))
    stored = f"{things}.add(new) if before is None else {things}.save(replace(new, {kept}))"
    return put + _stored(operation, "after", stored)


def _kept(operation: m.Operation) -> list[str]:
    """What stays as it was where another is put in its place."""
    aggregate = operation.aggregate
    assert aggregate is not None
    fixed = [f.name.snake for f in aggregate.fields if f.immutable and f is not aggregate.id_from]
    fixed += [field.name.snake for field in aggregate.children]
    return ["version", "created_at", *(["status"] if aggregate.lifecycle else []), *fixed]


def _update(operation: m.Operation) -> list[str]:
    writes = ", ".join(_written(operation, fill) for fill in operation.writes)
    return _changed(operation, f"replace(before, {writes})" if writes else "before")


def _transition(operation: m.Operation) -> list[str]:
    assert operation.transition is not None
    assert operation.aggregate is not None
    moved = f"{operation.aggregate.name.snake}.{operation.transition.name.snake}(before)"
    writes = ", ".join(_written(operation, fill) for fill in operation.writes)
    return _changed(operation, f"replace({moved}, {writes})" if writes else moved)


def _changed(operation: m.Operation, changed: str) -> list[str]:
    things = _repository(operation)
    return _stored(operation, "after", f"{things}.save({changed})")


def _delete(operation: m.Operation) -> list[str]:
    things = _repository(operation)
    return [
        f"{things}.remove(before)",
        *_steps_after(operation, "before"),
        *_emit(operation, "before"),
    ]


def _child(operation: m.Operation) -> list[str]:
    """Adds, updates or removes an entity: the aggregate is saved with its other children."""
    entity = operation.entity
    assert entity is not None
    field, lines = f"before.{entity.children.snake}", []
    match operation.kind:
        case "add":
            lines = [f"{CHILD} = {entity.name.pascal}({arguments(operation.writes)})"]
            kept = f"(*{field}, {CHILD})"
        case "update":
            writes = ", ".join(_written(operation, fill) for fill in operation.writes)
            lines = [f"{CHILD} = {f'replace({FOUND}, {writes})' if writes else FOUND}"]
            kept = f"with_child({field}, {CHILD})"
        case _:
            kept = f"without_child({field}, {CHILD})"
    saved = f"{_repository(operation)}.save(replace(before, {entity.children.snake}={kept}))"
    return lines + _saved(operation, saved)


def _saved(operation: m.Operation, saved: str) -> list[str]:
    """The statement that saves the aggregate, and what comes after it."""
    later = [
        *_steps_after(operation, "after"),
        *_emit(operation, "after"),
        *_answered(operation, "after"),
    ]
    if later == ["return after"]:
        return [f"return {saved}"]
    named = any(re.search(r"\bafter\b", line) for line in later)
    return [f"after = {saved}" if named else saved, *later]


def _get(operation: m.Operation) -> list[str]:
    read = [] if asks_of_row(operation) else [f"found = {_got(operation)}"]
    if operation.output_fills:
        before = _steps(operation)  # the same rows, since nothing is written between
        steps = [step for step in _steps_after(operation, "found") if step not in before]
        return [*read, *steps, f"return {_record(operation, 'found')}"]
    return [f"return {_got(operation)}"] if read else ["return found"]


def _got(operation: m.Operation) -> str:
    return f"await {_repository(operation)}.get(data.{_id(operation)})"


def _list(operation: m.Operation) -> list[str]:
    names = ["sort", "cursor", "limit", *(one.name for one in listing([operation]))]
    given = ", ".join(f"{name}=data.{name}" for name in names)
    page = f"await scope.{_things(operation)}.page({given})"
    if operation.output_fills:
        return [f"page = {page}", f"return page.map(lambda found: {_record(operation, 'found')})"]
    return [f"return {page}"]


def _call(operation: m.Operation) -> list[str]:
    need = operation.needs[0]
    given = ", ".join(f"{f.name.snake}=data.{f.name.snake}" for f in operation.input)
    returned = "" if operation.output is None else "return "
    return [f"{returned}await scope.{need.name.snake}({arguments(need.fills) or given})"]


def _custom(operation: m.Operation) -> list[str]:
    return ["raise NotImplementedError"]


BODIES = {
    "create": _create,
    "put": _put,
    "update": _update,
    "transition": _transition,
    "delete": _delete,
    "get": _get,
    "list": _list,
    "call": _call,
    "custom": _custom,
}


def _things(operation: m.Operation) -> str:
    holder = operation.aggregate or operation.view
    assert holder is not None
    return holder.name.plural_snake


def _repository(operation: m.Operation) -> str:
    return f"scope.{_things(operation)}"


def _id(operation: m.Operation) -> str:
    return operation.id.name.snake if operation.id else "id"


def _made(operation: m.Operation) -> str:
    aggregate = operation.aggregate
    assert aggregate is not None
    given = {
        fill.target.name.snake: expression(fill.source, fill.target) for fill in operation.writes
    }
    own = {"created_at": "scope.now", "updated_at": "scope.now"}
    if aggregate.tenancy:
        own["tenant"] = "scope.caller.tenant"
    keys = {"id": given.pop("id", "uuid7()")} | own | given
    return f"{aggregate.name.pascal}({', '.join(f'{k}={v}' for k, v in keys.items())})"


def _written(operation: m.Operation, fill: m.Fill) -> str:
    value = expression(fill.source, fill.target, _variables(operation))
    return f"{fill.target.name.snake}={value}"


def _answered(operation: m.Operation, name: str) -> list[str]:
    if operation.output is None:
        return []
    if isinstance(operation.output, m.EntityRef):
        name = CHILD
    made = _record(operation, name) if operation.output_fills else name
    return [f"return {made}"]


def _record(operation: m.Operation, name: str) -> str:
    item = operation.item
    assert item is not None
    given = arguments(operation.output_fills, _variables(operation, name))
    return f"{python.annotation(item)}({given})"


def _emit(operation: m.Operation, name: str) -> list[str]:
    lines: list[str] = []
    for emission in operation.emits:
        event = emission.event.name.pascal
        if emission.by_code:
            lines.append(f"# Where it is so: scope.emit({event}(…))")
            continue
        given = arguments(emission.fills, _variables(operation, name))
        call = f"scope.emit({event}({given}))"
        if emission.when == "changed":
            now, was = (CHILD, FOUND) if operation.entity else ("after", "before")
            tests = [f"{now}.{f.name.snake} != {was}.{f.name.snake}" for f in emission.changed]
            tests = [f"{was} is None", *tests] if operation.kind == "put" else tests
            lines += [f"if {' or '.join(tests)}:", f"    {call}"]
        else:
            lines.append(call)
    return lines
