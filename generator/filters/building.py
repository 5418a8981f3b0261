"""Builders of aggregates and entities, for tests: every field has a value that is made up."""

from dataclasses import dataclass

from blueprint import model as m
from generator.filters.declaring import annotation
from generator.words.made_up import made_up_field, made_up_unique


def builder_parameters(node: m.Aggregate | m.Entity) -> str:
    """The parameters of a builder; None stands for what is made up anew."""
    return f"*, {', '.join(map(_parameter, _built_values(node)))}"


@dataclass(frozen=True, slots=True)
class Built:
    """One field of what is built, and the value that is made up for it."""

    name: str
    annotation: str
    value: str

    @property
    def is_called(self) -> bool:
        """Whether the value is made by a call, and so must not stand among the defaults."""
        return "(" in self.value and not self.value.startswith(("'", '"'))


def _parameter(built: Built) -> str:
    if built.is_called:
        return f"{built.name}: {built.annotation} | None = None"
    return f"{built.name}: {built.annotation} = {built.value}"


def _given(built: Built) -> str:
    if built.is_called:
        return f"{built.name}={built.value} if {built.name} is None else {built.name}"
    return f"{built.name}={built.name}"


def _built_values(node: m.Aggregate | m.Entity) -> list[Built]:
    repeated = node.id_from if isinstance(node, m.Aggregate) else None
    return [
        Built(field.name.snake, annotation(field), _own_value(field, node) or made_up_field(field))
        for field in node.all_fields
        if field is not repeated
    ]


def _own_value(field: m.Field, node: m.Aggregate | m.Entity) -> str | None:
    if isinstance(node, m.Aggregate) and field is node.version:
        return "1"
    if isinstance(node, m.Aggregate) and field is node.tenant:
        return "SOMEBODY.tenant"
    alone = field.unique or field is node.id
    return made_up_unique(field.type) if alone else None


def child_built(entity: m.Entity) -> str:
    """The statement of an entity's builder."""
    return f"return {entity.name.pascal}({', '.join(map(_given, _built_values(entity)))},)"


def built(aggregate: m.Aggregate) -> str:
    """The statements of a builder, for four columns of indent; rules have their say."""
    values = _built_values(aggregate)
    given = list(map(_given, values))
    lines = []
    if aggregate.id_from is not None:
        lines = [given[0].replace("=", " = ", 1)]
        given[0] = f"id=id, {aggregate.id_from.name.snake}=id"
    made = f"{aggregate.name.pascal}({', '.join(given)},)"
    made = f"seeds.{aggregate.name.snake}({made})" if aggregate.invariants else made
    return "\n    ".join([*lines, f"return {made}"])
