"""Which named types a context publishes: those that its events and its called operations carry."""

from collections.abc import Iterator

from blueprint.rules.facts import Context, Fields, Type
from blueprint.rules.index import Index


def published(index: Index, context: Context) -> set[str]:
    """The names, without their context, of the enums, values and states that others may use."""
    found: set[str] = set()
    ahead = [kind for kind in _spoken(index, context) if kind.named]
    while ahead:
        name = ahead.pop().word
        if name not in found:
            found.add(name)
            inside = _inside(context, name)
            ahead += [kind for field in inside.values() for kind in field.type.walk() if kind.named]
    return found


def _spoken(index: Index, context: Context) -> Iterator[Type]:
    fields = [
        field for e in context.events.values() for v in e.versions.values() for field in v.values()
    ]
    called = (o for o in context.operations.values() if o.full_name in index.called)
    for operation in called:
        fields += index.input(operation).values()
        fields += (operation.declared_output or {}).values()
        if operation.answer is not None:
            yield from operation.answer.walk()
        elif operation.declared_output is None and operation.target:
            yield Type(word=operation.target, named=True)
    for field in fields:
        yield from field.type.walk()


def _inside(context: Context, name: str) -> Fields:
    """The fields of what a name stands for, none where it has none."""
    whole = context.aggregates.get(name) or context.views.get(name)
    return whole.all_fields if whole else context.values.get(name, {})
