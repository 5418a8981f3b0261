"""Builders of aggregates, for tests: every field has a value that is made up."""

from dataclasses import dataclass

from blueprint import model as m
from generator.filters.declaring import annotation
from generator.words.made_up import made_up_field


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
    return [
        Built(
            field.name.snake,
            annotation(field),
            _own_value(field, aggregate) or made_up_field(field),
        )
        for field in aggregate.all_fields
    ]


def _own_value(field: m.Field, aggregate: m.Aggregate) -> str | None:
    if field is aggregate.version:
        return "1"
    return "SOMEBODY.tenant" if field is aggregate.tenant else None


def built(aggregate: m.Aggregate) -> str:
    """The last statement of a builder; where there are rules, they have their say."""
    given = ", ".join(map(_given, _built_values(aggregate)))
    made = f"{aggregate.name.pascal}({given},)"
    return f"seeds.{aggregate.name.snake}({made})" if aggregate.invariants else made
