"""How aggregates and views are found: the parameters of `where` and `page`, their conditions."""

from collections.abc import Iterable
from dataclasses import dataclass

from blueprint import model as m
from generator.guard import unguarded
from generator.words import python
from generator.words.hidden import unlike

Holder = m.Aggregate | m.View
INSTANTS = (m.Date, m.DateTime, m.Time)
NUMBERS = (m.Int, m.BigInt, m.Decimal, m.Float)
LONG = (m.Text, m.JsonDocument, m.Bytes, m.ListOf, m.MapOf, m.ValueRef, m.Money)


@dataclass(frozen=True, slots=True)
class Finder:
    """One keyword by which rows are found; `test` is the chassis' condition for it."""

    name: str
    annotation: str
    test: str
    field: m.Field

    @property
    def parameter(self) -> str:
        """The keyword with its annotation; None means that it does not narrow."""
        return f"{self.name}: {self.annotation} | None = None"


def finders(holder: Holder) -> list[Finder]:
    """What `where` takes: equality and ranges over every indexed field."""
    found: dict[str, Finder] = {}
    for field in _indexed(holder):
        if not isinstance(field.type, LONG):
            found |= {one.name: one for one in _indexed_finders(field)}
    return list(found.values())


def _indexed(holder: Holder) -> list[m.Field]:
    if isinstance(holder, m.View):
        return [field for field in holder.fields if field.index]
    fields = [field for index in holder.indexes for field in index.fields]
    unique = [field for field in holder.fields if field.unique or field.index]
    status = [holder.status] if holder.status else []
    return [*status, *(f for f in [*fields, *unique] if f.name.snake not in ("id", "tenant"))]


def _indexed_finders(field: m.Field) -> list[Finder]:
    ranged = _range(field) if isinstance(field.type, INSTANTS + NUMBERS) else []
    return ranged if isinstance(field.type, m.DateTime) else [_equals(field), *ranged]


def listing(operations: Iterable[m.Operation]) -> list[Finder]:
    """What lists may be narrowed by, over *operations*, each keyword once."""
    found: dict[str, Finder] = {}
    for operation in operations:
        for narrowed in operation.filters:
            found |= {one.name: one for one in _filters(narrowed)}
    return list(found.values())


def _filters(narrowed: m.Filter) -> list[Finder]:
    field, name = narrowed.field, narrowed.field.name.snake
    match narrowed.comparison:
        case "equals":
            return [_equals(field)]
        case "range":
            return _range(field)
        case "in":
            kind = f"Sequence[{python.annotation(field.type)}]"
            return [Finder(f"{name}_in", kind, "among", field)]
        case "prefix":
            return [Finder(f"{name}_prefix", "str", "starts_with", field)]
        case "contains":
            return [Finder(f"{name}_contains", "str", "contains", field)]
    return [Finder(f"{name}_present", "bool", "present", field)]


def _equals(field: m.Field) -> Finder:
    return Finder(field.name.snake, python.annotation(field.type), "equals", field)


def _range(field: m.Field) -> list[Finder]:
    name, kind = field.name.snake, python.annotation(field.type)
    if isinstance(field.type, INSTANTS):
        first, last = (f"{name}_from", "at_least"), (f"{name}_before", "before")
    else:
        first, last = (f"{name}_min", "at_least"), (f"{name}_max", "at_most")
    return [Finder(keyword, kind, test, field) for keyword, test in (first, last)]


def finder_parameters(holder: Holder) -> str:
    """The parameters of `where`, a star before them; empty where nothing is indexed."""
    return _starred(one.parameter for one in finders(holder))


def where_body(holder: Holder) -> str:
    """The statements of `where`, for eight columns of indent."""
    found = finders(holder)
    if not found:
        return "return self._each()"
    column = _columns(found)
    conditions = _conditions(found, column)
    return f"{column} = self._table.c\n        return self._each({conditions})"


def is_listed(holder: Holder, context: m.Context) -> bool:
    """Whether a query lists it, or custom code may read it page by page."""
    return isinstance(holder, m.View) or bool(context.lists(holder))


def listing_parameters(holder: Holder, context: m.Context) -> str:
    """The parameters by which `page` is narrowed, a comma before each."""
    return "".join(f", {one.parameter}" for one in listing(context.lists(holder)))


def listing_body(holder: Holder, context: m.Context) -> str:
    """The statements of `page`, for eight columns of indent."""
    found = listing(context.lists(holder))
    if not found:
        return "return await self._keyset(sort, cursor, limit)"
    column = _columns(found)
    page = f"return await self._keyset(sort, cursor, limit, {_conditions(found, column)})"
    return f"{column} = self._table.c\n        {page}"


def key_parameter(holder: Holder) -> str:
    """The parameter that names one: `id: UUID`, or a view's key."""
    key = holder.id if isinstance(holder, m.Aggregate) else holder.key
    return f"{key.name.snake}: {key_type(holder)}"


def key_type(holder: Holder) -> str:
    """The type of an aggregate's id, or of a view's key."""
    key = holder.id if isinstance(holder, m.Aggregate) else holder.key
    return python.annotation(key.type)


def sorts(holder: Holder, context: m.Context) -> list[str]:
    """The columns by which `page` may sort."""
    named = [field.name.snake for op in context.lists(holder) for field in op.sorts]
    return sorted(set(named) or {_default_sort(holder)})


def _default_sort(holder: Holder) -> str:
    return "created_at" if isinstance(holder, m.Aggregate) else holder.key.name.snake


def _starred(parameters: Iterable[str]) -> str:
    joined = ", ".join(parameters)
    return f", *, {joined}" if joined else ""


def _columns(found: Iterable[Finder]) -> str:
    """The variable that holds the columns, beside parameters that are named after them."""
    return unlike("column", (one.field for one in found))


def _conditions(found: Iterable[Finder], columns: str) -> str:
    return ", ".join(
        f"{one.test}({column_in(columns, one.field.name.snake)}, {one.name})" for one in found
    )


_METHODS = frozenset(
    {"compare", "contains_column", "corresponding_column", "get", "items", "keys", "values"}
)
"""What SQLAlchemy's collection of columns has under names that columns may have, too."""


def column_in(columns: str, name: str) -> str:
    """The column *name* among *columns*, as an attribute where it is one."""
    return f'{columns}["{name}"]' if unguarded(name) in _METHODS else f"{columns}.{name}"
