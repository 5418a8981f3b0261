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
    return f"{member.name}: {written}{' = ABSENT' if patched else _member_default(member)}"


def _member_default(member: Member) -> str:
    default = member.removed or member.default
    if default is not None and default.value is not None:
        return f" = {python.literal(member.type, default.value)}"
    return "" if member.required and member.removed is None else " = None"


def _notes(member: Member, shape: Shape, context: m.Context) -> list[str]:
    """What is said to pydantic besides the type: another key, a description, other words."""
    camel = context.json == "camel" and shape.kind != "query"
    usual = Name(member.name).camel if camel else member.name
    said = [f'alias="{member.key}"'] if member.key != usual else []
    said += [f"description={member.about!r}"] if member.about else []
    notes = [f"Field({', '.join(said)})"] if said else []
    if member.removed is not None and member.default is None:
        notes.append(f"Gone(required={member.required})")
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
        case m.PublishedRef(type=m.EnumRef() | m.StatusRef(), alias=alias) if alias:
            return f'Annotated[{python.annotation(kind)}, Named("{alias.pascal}")]'
    return shapes.class_name(kind) or python.annotation(kind)


def _digits(kind: m.Decimal) -> str:
    bounds = "".join(
        f', {name}="{bound}"' for name, bound in (("ge", kind.min), ("le", kind.max)) if bound
    )
    return f"Digits({kind.precision}, {kind.scale}{bounds})"
