"""Builders of aggregates, for tests: every field has a value that is made up."""

from dataclasses import dataclass

from blueprint import model as m
from generator.filters.declaring import annotation
from generator.words.made_up import made_up_field, made_up_unique


def builder_parameters(aggregate: m.Aggregate) -> str:
    """The parameters of an aggregate's builder; None stands for what is made up anew."""
    return f"*, {', '.join(map(_parameter, _built_values(aggregate)))}"


@dataclass(frozen=True, slots=True)
class Built:
    """One field of what is built, and the value that is made up for it."""

    name: str
    annotation: str
    value: str

    @property
    def is_called(self) -> bool:
        """Whether the value is made by a call, and so must not stand among the defaults."""
        return "(" in self.value


def _parameter(built: Built) -> str:
    if built.is_called:
        return f"{built.name}: {built.annotation} | None = None"
    return f"{built.name}: {built.annotation} = {built.value}"


def _given(built: Built) -> str:
    if built.is_called:
        return f"{built.name}={built.value} if {built.name} is None else {built.name}"
    return f"{built.name}={built.name}"


def _built_values(aggregate: m.Aggregate) -> list[Built]:
    fields = [field for field in aggregate.all_fields if field is not aggregate.id_from]
    return [
        Built(
            field.name.snake,
            annotation(field),
            _own_value(field, aggregate) or made_up_field(field),
        )
        for field in fields
    ]


def _own_value(field: m.Field, aggregate: m.Aggregate) -> str | None:
    if field is aggregate.version:
        return "1"
    if field is aggregate.tenant:
        return "SOMEBODY.tenant"
    alone = field.unique or field is aggregate.id
    return made_up_unique(field.type) if alone else None


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
