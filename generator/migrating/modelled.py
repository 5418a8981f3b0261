"""The tables that a context's model wants, their former names, what rows get in new columns."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from blueprint import model as m
from blueprint.names import Name
from generator.filters import storing
from generator.migrating.reading import table_of_lines
from generator.migrating.tables import Wanted
from generator.words import python


def wanted(context: m.Context) -> Wanted:
    """What the model of *context* wants."""
    return Wanted(
        tables={
            one.name: table_of_lines(one.lines, tenancy=context.tenancy)
            for one in storing.first_tables(context)
        },
        existing=dict(_existing(context)),
        former_tables=dict(_former_tables(context)),
        former_columns=dict(_former_columns(context)),
    )


def _existing(context: m.Context) -> Iterator[tuple[tuple[str, str], str]]:
    for table, field in _fields(context):
        if field.default is not None and field.default.value is not None:
            yield (table, field.name.snake), _literal(field.type, field.default.value)


def _fields(context: m.Context) -> Iterator[tuple[str, m.Field]]:
    """Each field that is a column, with its table; the lifecycle's state with where it begins."""
    for aggregate in context.aggregates:
        yield from ((aggregate.table, field) for field in storing.row_fields(aggregate))
        for entity in aggregate.entities:
            yield from ((entity.table, field) for field in entity.all_fields)
    for view in context.views:
        yield from ((view.table, field) for field in view.fields)


def _literal(kind: m.Type, value: m.Json) -> str:
    """What the column takes as *value*."""
    if storing.column_type(kind) == storing.WORD:
        return repr(str(value))
    if storing.column_type(kind) == "Document":
        return repr(_plain(kind, value))
    return python.literal(kind, value)


def _plain(kind: m.Type, value: m.Json) -> object:
    """*value* as plain JSON, as documents hold it."""
    match kind:
        case m.Money():
            return _money(value)
        case m.Decimal():
            return f"{Decimal(str(value)):.{kind.scale}f}"
        case m.ListOf() if isinstance(value, list | tuple):
            return [_plain(kind.item, one) for one in value]
        case m.MapOf() if isinstance(value, Mapping):
            return {key: _plain(kind.item, one) for key, one in value.items()}
        case m.PublishedRef():
            return _plain(kind.type, value)
        case m.ValueRef() if isinstance(value, Mapping):
            kinds = {field.name.text: field for field in kind.value.fields}
            return {
                kinds[key].name.snake: _plain(kinds[key].type, one) for key, one in value.items()
            }
    return _thawed(value)


def _thawed(value: m.Json) -> object:
    if isinstance(value, Mapping):
        return {key: _thawed(one) for key, one in value.items()}
    return [_thawed(one) for one in value] if isinstance(value, list | tuple) else value


def _money(value: m.Json) -> dict[str, str]:
    """An amount with two decimals, or as many as it has, and its currency."""
    written = f"{value['amount']} {value['currency']}" if isinstance(value, Mapping) else str(value)
    number, _, currency = written.partition(" ")
    amount = Decimal(number).normalize()
    places = max(2, -int(amount.as_tuple().exponent))
    return {"amount": f"{amount:.{places}f}", "currency": currency}


def _former_tables(context: m.Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    nodes: list[m.Aggregate | m.Entity | m.View] = [*context.aggregates, *context.entities]
    for node in [*nodes, *context.views]:
        if node.was:
            yield node.table, tuple(name.table for name in reversed(node.was))


def _former_columns(context: m.Context) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for table, field in _fields(context):
        if field.was:
            yield (table, field.name.snake), _snakes(field.was)
    for aggregate in context.aggregates:
        owners = tuple(f"{name}_id" for name in _snakes(aggregate.was))
        for entity in aggregate.entities if owners else ():
            yield (entity.table, entity.owner_column), owners


def _snakes(names: Iterable[Name]) -> tuple[str, ...]:
    """The latest first."""
    return tuple(name.snake for name in reversed(tuple(names)))
