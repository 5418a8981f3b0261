"""The schema classes of an API version: what its clients send and get, whole by whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from blueprint import model as m
from blueprint.names import Name
from generator.filters.declaring import describe
from generator.words.borrowed import borrowed
from generator.words.members import (
    NOTHING_UNKNOWN,
    SNAKE,
    Member,
    Sight,
    Spelling,
    answered,
    given,
    sight,
    still_answered,
    still_held,
    still_taken,
)
from generator.words.queries import CURSOR, listing_members

TAKES_A_WHOLE = ("create", "put", "update", "add")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One schema class; `added` are the fields of a body or query that the version does not know.

    Answers, results and pages are only given out, values go both ways, bodies, patches and
    queries come in.
    """

    name: str
    kind: OneOf["answer", "value", "body", "patch", "query", "result", "page"]
    about: str
    members: tuple[Member, ...]
    added: tuple[m.Assigned, ...] = ()

    @property
    def comes_in(self) -> bool:
        """Whether clients send it."""
        return self.kind in ("value", "body", "patch", "query")


def shapes(context: m.Context, version: str) -> tuple[Shape, ...]:
    """Every schema class of an API version, each once, parts before wholes."""
    found: dict[str, Shape] = {}
    for operation in context.exposed(version):
        for shape in (query(operation, context, version), body(operation, context, version)):
            if shape is not None and shape.members:
                _collect_members(shape, context, version, found)
                found[shape.name] = shape
        answer = answer_type(operation, context, version)
        if answer is not None:
            _collect(answer, context, version, found)
    return tuple(found.values())


def class_name(kind: m.Type) -> str | None:
    """The schema class of a type, or None where it has none of its own."""
    match kind:
        case m.ValueRef(value=node) | m.ViewRef(view=node) | m.AggregateRef(aggregate=node):
            return node.name.pascal
        case m.EntityRef(entity=entity):
            return entity.name.pascal
        case m.PublishedRef(type=m.EnumRef() | m.StatusRef()):
            return None
        case m.PublishedRef(type=m.Record() as record, alias=alias):
            return class_name(replace(record, name=alias) if alias else record)
        case m.PublishedRef(type=inner, alias=alias):
            return alias.pascal if alias else class_name(inner)
        case m.Record():
            return f"{kind.name.pascal}Result"
        case m.AnswerRef():
            return _answer_name(kind)
        case m.PageOf(item=item):
            return f"{class_name(item) or type(item).__name__}Page"
    return None


def _answer_name(kind: m.AnswerRef) -> str | None:
    output = kind.endpoint.output
    named = output is not None and class_name(output) is not None
    return f"{kind.endpoint.name.pascal}Answer" if named else None


def query(operation: m.Operation, context: m.Context, version: str) -> Shape | None:
    """What the operation takes in its query, or None."""
    route = operation.route(version)
    assert route is not None
    seen = _input_sight(operation, context, version)
    members = given(route.query_fields, seen, SNAKE)
    if operation.is_list:
        members += listing_members(operation, seen)
    if route.method in ("GET", "DELETE"):
        members += _still_taken(operation, context, version, SNAKE)
    members = _borrowed(members, context)
    return _input(f"{operation.name.pascal}Query", "query", operation, members, (), seen)


def body(operation: m.Operation, context: m.Context, version: str) -> Shape | None:
    """What the operation takes as its body, or None."""
    route = operation.route(version)
    assert route is not None
    seen, spelling = _input_sight(operation, context, version), Spelling(context.json)
    members = given(route.body_fields, seen, spelling)
    if route.method not in ("GET", "DELETE"):
        members += _still_taken(operation, context, version, spelling)
    kind: OneOf["patch", "body"] = "patch" if operation.patch else "body"
    fields = tuple(f for f in route.body_fields if not operation.patches(f))
    if operation.patch:
        own = {f.name.snake for f in fields}
        members = [replace(one, patched=one.name not in own) for one in members]
    members = _borrowed(members, context)
    name = f"{operation.name.pascal}Body"
    # What a patch may leave out stays as it is when an older client sends one.
    return _input(name, kind, operation, members, fields, seen)


def _borrowed(
    members: Iterable[Member], context: m.Context, home: Name | None = None
) -> list[Member]:
    """The same members, what is others' under the names that it has here."""
    return [replace(one, type=borrowed(one.type, context, home)) for one in members]


def answer_type(operation: m.Operation, context: m.Context, version: str) -> m.Type | None:
    """What the operation answers: a record of its own where only its own answer has changed."""
    output = operation.output
    if isinstance(output, m.AnswerRef) and class_name(output) is None and output.endpoint.output:
        return borrowed(output.endpoint.output, context, output.endpoint.context)
    if output is not None:
        output = borrowed(output, context)
    own = sight(context, version, (operation.name, "output"))
    if output is None or not own.changes:
        return output
    if isinstance(output, m.PageOf):
        return m.PageOf(item=_own(operation, output.item))
    return _own(operation, output)


def _own(operation: m.Operation, kind: m.Type) -> m.Type:
    match kind:
        case m.AggregateRef(aggregate=holder) | m.EntityRef(entity=holder) | m.ViewRef(view=holder):
            return m.Record(name=operation.name, fields=holder.shown_fields)
    return kind


def _input(
    name: str,
    kind: OneOf["body", "patch", "query"],
    operation: m.Operation,
    members: list[Member],
    fields: Iterable[m.Field],
    seen: Sight,
) -> Shape | None:
    added = tuple(_added(fields, seen))
    if not members and not added:
        return None
    absent = "; what is absent stays as it is" if kind == "patch" else ""
    where = " in its query" if kind == "query" else ""
    return Shape(
        name=name,
        kind=kind,
        about=f"What {operation.name.pascal} takes{where}{absent}.",
        members=tuple(members),
        added=added,
    )


def _added(fields: Iterable[m.Field], seen: Sight) -> Iterator[m.Assigned]:
    for field in fields:
        change = seen.hides(field.name.snake)
        if change is not None:
            yield m.Assigned(field=field, value=change.value)


def _holder(operation: m.Operation) -> m.Aggregate | m.Entity | m.View | None:
    """What the fields of its input and of its answer are those of."""
    return operation.entity or operation.aggregate or operation.view


def _input_sight(operation: m.Operation, context: m.Context, version: str) -> Sight:
    holder = _holder(operation)
    whose = (holder.name if holder else None, "fields")
    return sight(context, version, whose, (operation.name, "input"))


def _still_taken(
    operation: m.Operation, context: m.Context, version: str, spelling: Spelling
) -> list[Member]:
    """What is no more, but clients may send: the operation's own, or a field of its aggregate."""
    own = sight(context, version, (operation.name, "input"))
    holder = operation.entity or operation.aggregate
    if holder is None or operation.kind not in TAKES_A_WHOLE:
        return still_taken(own.gone(), spelling)
    whole = _gone_from(operation, sight(context, version, (holder.name, "fields")))
    return still_taken([*whole, *own.gone()], spelling)


def _gone_from(operation: m.Operation, seen: Sight) -> Iterator[m.Removed]:
    """What an operation took of its aggregate; a written input says for itself what it took."""
    for gone in seen.gone():
        if not _is_kept(gone.field, operation) and not (gone.declared and operation.input_written):
            yield gone


def _is_kept(field: m.Field, operation: m.Operation) -> bool:
    """Whether clients cannot send the field to the operation."""
    return field.internal or (field.immutable and operation.kind == "update")


def _collect(kind: m.Type, context: m.Context, version: str, found: dict[str, Shape]) -> None:
    """Adds the shapes that a type is made of, and its own."""
    match kind:
        case m.ListOf(item=item) | m.MapOf(item=item):
            _collect(item, context, version, found)
    name = class_name(kind)
    if name is not None and name not in found:
        shape = _shape(name, kind, context, version)
        _collect_members(shape, context, version, found)
        found[name] = shape


def _collect_members(
    shape: Shape, context: m.Context, version: str, found: dict[str, Shape]
) -> None:
    for member in shape.members:
        _collect(member.type, context, version, found)


def _shape(name: str, kind: m.Type, context: m.Context, version: str) -> Shape:
    match kind:
        case m.PublishedRef(context=home, type=inner):
            shape = _of_others(name, inner, Spelling(context.json))
        case m.AnswerRef(endpoint=endpoint) if endpoint.output is not None:
            home, about = endpoint.context, f"What {endpoint.label} answers."
            shape = _passed_on(name, about, endpoint.output, Spelling(context.json))
        case _:
            home, shape = context.name, _own_shape(name, kind, context, version)
    return replace(shape, members=tuple(_borrowed(shape.members, context, home)))


def _own_shape(name: str, kind: m.Type, context: m.Context, version: str) -> Shape:
    spelling = Spelling(context.json)
    match kind:
        case m.ValueRef(value=value):
            seen = sight(context, version, (value.entity or value.name, "fields"))
            members = given(value.fields, seen, spelling) + still_held(seen, spelling)
            added = tuple(_added(value.fields, seen))
            return Shape(
                name=name, kind="value", about=describe(value), members=tuple(members), added=added
            )
        case m.AggregateRef(aggregate=node) | m.ViewRef(view=node) | m.EntityRef(entity=node):
            seen = sight(context, version, (node.name, "fields"))
            return _answer(name, "answer", describe(node), node.shown_fields, seen, spelling)
        case m.PageOf(item=item):
            return _page(name, item)
    assert isinstance(kind, m.Record)
    return _result(name, kind, context, version)


def _answer(
    name: str,
    kind: OneOf["answer", "result"],
    about: str,
    fields: Iterable[m.Field],
    seen: Sight,
    spelling: Spelling,
) -> Shape:
    members = answered(fields, seen, spelling) + still_answered(seen, spelling)
    return Shape(name=name, kind=kind, about=about, members=tuple(members))


def _result(name: str, kind: m.Record, context: m.Context, version: str) -> Shape:
    operation = context.operation(kind.name)
    holder = _holder(operation) if operation else None
    whole = holder is not None and kind.fields == holder.shown_fields
    seen = sight(
        context, version, (holder.name if holder else None, "fields"), (kind.name, "output")
    )
    if not whole:
        own = sight(context, version, (kind.name, "output"))
        kept = [c for c in seen.changes if c in own.changes or not isinstance(c.what, m.Removed)]
        seen = Sight(tuple(kept))
    about = f"What {kind.name.pascal} answers."
    return _answer(name, "result", about, kind.fields, seen, Spelling(context.json))


def _of_others(name: str, kind: m.Type, spelling: Spelling) -> Shape:
    """A whole that another context defines: nothing of its own versions is known here."""
    match kind:
        case m.ValueRef(value=value):
            members = tuple(given(value.fields, NOTHING_UNKNOWN, spelling))
            return Shape(name=name, kind="value", about=describe(value), members=members)
        case m.AggregateRef(aggregate=node) | m.EntityRef(entity=node) | m.ViewRef(view=node):
            about = describe(node)
        case _:
            about = f"What {m.named(kind)} answers." if isinstance(kind, m.Record) else ""
    return _passed_on(name, about, kind, spelling)


def _passed_on(name: str, about: str, output: m.Type, spelling: Spelling) -> Shape:
    nothing = NOTHING_UNKNOWN
    match output:
        case m.AggregateRef(aggregate=node) | m.EntityRef(entity=node) | m.ViewRef(view=node):
            return _answer(name, "answer", about, node.shown_fields, nothing, spelling)
        case m.Record(fields=fields):
            return _answer(name, "answer", about, fields, nothing, spelling)
        case m.PageOf(item=item):
            return _page(name, item)
    raise ValueError(f"{name}: {type(output).__name__} has no fields")


def _page(name: str, item: m.Type) -> Shape:
    members = (
        Member(name="items", key="items", type=m.ListOf(item=item)),
        Member(name="next", key="next", type=CURSOR, optional=True),
    )
    about = f"A page of {class_name(item) or 'values'}; `next` is the cursor of the one after it."
    return Shape(name=name, kind="page", about=about, members=members)
