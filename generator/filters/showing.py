"""The schema classes of an API version: what clients send and get, field by field."""

from blueprint import model as m
from blueprint.names import Name
from generator.filters.declaring import quoted
from generator.words import python, shapes
from generator.words.members import Member
from generator.words.shapes import Shape

BASES = {
    "answer": "Answer",
    "value": "Schema",
    "body": "Schema",
    "patch": "Patch",
    "result": "Answer",
    "page": "Answer",
}


def schemas(context: m.Context, version: m.ApiVersion) -> tuple[Shape, ...]:
    """The schema classes of an API version, parts before wholes."""
    return shapes.shapes(context, version.name)


def schema_base(shape: Shape, context: m.Context) -> str:
    """The chassis' class that a schema class derives from."""
    if shape.kind == "query":
        return "QueryModel"
    return f"{'Camel' if context.json == 'camel' else ''}{BASES[shape.kind]}"


def schema_docstring(shape: Shape) -> str:
    """What the class says of itself."""
    return quoted(shape.about)


def member_line(member: Member, shape: Shape, context: m.Context) -> str:
    """One field of a schema class."""
    written = wire(member.type, context, limited=shape.comes_in) + (
        " | None" if member.optional else ""
    )
    patched = member.patched
    written = _annotated(
        f"{written} | Absent" if patched else written, _notes(member, shape, context)
    )
    return f"{member.name}: {written}{' = ABSENT' if patched else _member_default(member, context)}"


def _member_default(member: Member, context: m.Context) -> str:
    default = member.removed or member.default
    if default is not None and default.value is not None:
        return f" = {python.literal(_from_home(member.type, context), default.value)}"
    return "" if member.required else " = None"


def _notes(member: Member, shape: Shape, context: m.Context) -> list[str]:
    """What is said to pydantic besides the type: another key, a description, other words."""
    camel = context.json == "camel" and shape.kind != "query"
    usual = Name(member.name).camel if camel else member.name
    said = [f'alias="{member.key}"'] if member.key != usual else []
    said += [f"description={member.about!r}"] if member.about else []
    notes = [f"Field({', '.join(said)})"] if said else []
    if member.shown and not shape.comes_in:
        notes.append(f"shown_as({dict(member.shown)!r})")
    if member.read and shape.comes_in:
        notes.append(f"read_as({dict(member.read)!r})")
    return notes


def _annotated(written: str, notes: list[str]) -> str:
    return f"Annotated[{', '.join([written, *notes])}]" if notes else written


def wire(kind: m.Type, context: m.Context, *, limited: bool = True) -> str:
    """A type as clients see it; with its limits where it is they who send it."""
    if isinstance(kind, m.Decimal):
        return f"Annotated[Decimal, {_digits(kind)}]"
    if isinstance(kind, m.Time | m.Duration):
        return python.WIRE[type(kind)]
    written = _wire(kind, context, limited=limited)
    return python.limited(written, kind) if limited else written


def _wire(kind: m.Type, context: m.Context, *, limited: bool) -> str:
    match kind:
        case m.Ref():
            return wire(kind.key, context, limited=limited)
        case m.ListOf(item=item):
            return f"tuple[{wire(item, context, limited=limited)}, ...]"
        case m.MapOf(item=item):
            return f"Mapping[str, {wire(item, context, limited=limited)}]"
        case m.EnumRef() | m.StatusRef():
            return python.annotation(_from_home(kind, context))
        case m.AnswerRef(endpoint=endpoint) if shapes.class_name(kind) is None and endpoint.output:
            return wire(endpoint.output, context, limited=limited)
    return shapes.class_name(kind) or python.annotation(kind)


def _from_home(kind: m.Type, context: m.Context) -> m.Type:
    """The type, through the module of the context whose word it is where that is another's."""
    if not isinstance(kind, m.EnumRef | m.StatusRef):
        return kind
    home = None if _is_own(kind, context) else _homes(context).get(python.annotation(kind))
    return kind if home is None else m.PublishedRef(context=home, type=kind)


def _is_own(kind: m.EnumRef | m.StatusRef, context: m.Context) -> bool:
    """Whether the context has such words itself: another's may only be called like its own."""
    if isinstance(kind, m.EnumRef):
        return kind.enum in context.all_enums
    return any(
        one.name == kind.aggregate and one.lifecycle and one.lifecycle.states == kind.states
        for one in context.aggregates
    )


def _homes(context: m.Context) -> dict[str, Name]:
    """By the name of an enum of another context, that context: what calls and values bring in."""
    found: dict[str, Name] = {}
    for operation in context.operations:
        kinds = [field.type for field in operation.input]
        kinds += [operation.output] if operation.output else []
        for part in (part for kind in kinds for part in m.parts(kind)):
            found |= _brought(part)
    return found


def _brought(kind: m.Type) -> dict[str, Name]:
    match kind:
        case m.PublishedRef(context=home, type=inner):
            parts = m.parts(inner)
        case m.AnswerRef(endpoint=endpoint) if endpoint.output:
            home, parts = endpoint.context, m.parts(endpoint.output)
        case _:
            return {}
    words = (part for part in parts if isinstance(part, m.EnumRef | m.StatusRef))
    return {python.annotation(word): home for word in words}


def _digits(kind: m.Decimal) -> str:
    bounds = "".join(
        f', {name}="{bound}"' for name, bound in (("ge", kind.min), ("le", kind.max)) if bound
    )
    return f"Digits({kind.precision}, {kind.scale}{bounds})"
