"""What a context's contracts speak of and others define: whose it is, and what it is called there.

A context may have a `Colour` of its own and pass on another's. In its contracts the other one is
`SalesColour`; where there is only one of a name, it keeps it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from blueprint import model as m
from blueprint.names import Name
from generator.words.named import Named

Defined: TypeAlias = (
    m.EnumRef | m.ValueRef | m.StatusRef | m.EntityRef | m.AggregateRef | m.ViewRef | m.Record
)
_DEFINED = (
    m.EnumRef,
    m.ValueRef,
    m.StatusRef,
    m.EntityRef,
    m.AggregateRef,
    m.ViewRef,
    m.Record,
)


def borrowed(kind: m.Type, context: m.Context, home: Name | None = None) -> m.Type:
    """The type as the contracts of *context* have it; *home* is whose words it is written in."""
    match kind:
        case m.ListOf(item=item) | m.MapOf(item=item):
            return replace(kind, item=borrowed(item, context, home))
        case m.PageOf(item=item):
            return replace(kind, item=borrowed(item, context, home))
        case m.PublishedRef(context=other, type=inner):
            return inner if other == context.name else _of(other, inner, context)
        case m.Ref(key=key):
            return replace(kind, key=borrowed(key, context, home))
    if home is None or home == context.name or not isinstance(kind, _DEFINED):
        return kind
    return kind if _is_ours(kind, context) else _of(home, kind, context)


def _of(home: Name, kind: Defined, context: m.Context) -> m.PublishedRef:
    alias = _alias(home, kind, context)
    return m.PublishedRef(context=home, type=kind, alias=alias)


def _alias(home: Name, kind: Defined, context: m.Context) -> Name | None:
    """Another name, where its own would stand for two things."""
    name, own = m.named(kind).pascal, _own_names(context)
    if name not in own and not any(
        m.named(other).pascal == name and other != kind for other in _others(context)
    ):
        return None
    while name in own:
        name = home.pascal + name
    return Name(name)


def _is_ours(kind: Defined, context: m.Context) -> bool:
    """Whether it is the context's, or of one of its kernels: then it is the same."""
    match kind:
        case m.EnumRef(enum=enum):
            return enum in context.all_enums
        case m.ValueRef(value=value):
            return value in context.all_values
    return False


def _own_names(context: m.Context) -> set[str]:
    """The names of the context's own classes."""
    nodes: list[Named] = [*context.all_enums, *context.all_values]
    nodes += [*context.entities, *context.views, *context.operations]
    names = {node.name.pascal for node in nodes}
    for aggregate in context.aggregates:
        names |= {aggregate.name.pascal, f"{aggregate.name.pascal}Status"}
    return names


def _others(context: m.Context) -> Iterator[Defined]:
    """Everything with a name that others define, and that the context's operations speak of."""
    for operation in context.operations:
        kinds = [field.type for field in operation.input]
        kinds += [operation.output] if operation.output is not None else []
        for part in (part for kind in kinds for part in m.parts(kind)):
            if isinstance(part, m.PublishedRef):
                yield from (one for one in m.parts(part.type) if isinstance(one, _DEFINED))
            elif isinstance(part, m.AnswerRef) and part.endpoint.output is not None:
                inner = m.parts(part.endpoint.output)
                yield from (one for one in inner if isinstance(one, _DEFINED))
