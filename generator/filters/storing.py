"""Tables and rows: columns, indexes, what goes into a column and comes out, the first migration."""

from dataclasses import dataclass

from blueprint import model as m
from generator.filters.finding import Holder, column_in, sorts
from generator.words import python

COLUMNS: dict[type, str] = {
    m.Text: "Text",
    m.Int: "Integer",
    m.BigInt: "BigInteger",
    m.Float: "Float",
    m.Bool: "Boolean",
    m.Uuid: "Uuid",
    m.Date: "Date",
    m.DateTime: "Instant",
    m.Time: "Time",
    m.Duration: "Span",
    m.Email: "String(254)",
    m.Url: "String(2048)",
    m.Bytes: "LargeBinary",
    m.Subject: "String(255)",
}
DOCUMENTS = (m.JsonDocument, m.Money, m.ListOf, m.MapOf, m.ValueRef, m.PublishedRef)
WORD = "String(64)"
UNQUOTED = ("nothing", "returning")  # reserved by SQLite, and SQLAlchemy does not know it


def stored_as(context: m.Context) -> str:
    """The argument that says under which name a context's data is kept; "" where it is its own."""
    first = context.first.snake
    return "" if first == context.name.snake else f'\n    stored_as="{first}",'


def column_type(kind: m.Type) -> str:
    """The column's type, as SQLAlchemy and the chassis call it."""
    match kind:
        case m.String():
            return f"String({kind.max})"
        case m.Decimal():
            return f"Exact({kind.precision}, {kind.scale})"
        case m.Ref():
            return column_type(kind.key)
        case m.EnumRef() | m.StatusRef() | m.InlineEnum():
            return WORD
        case m.PublishedRef(type=m.EnumRef() | m.StatusRef()):
            return WORD
    return "Document" if isinstance(kind, DOCUMENTS) else COLUMNS[type(kind)]


def column(field: m.Field) -> str:
    """A field's column."""
    # A document may be null by itself: `json` is whatever JSON can say.
    null = field.optional or isinstance(field.type, m.JsonDocument)
    return _column(field, "" if null else ", nullable=False")


def key_column(field: m.Field) -> str:
    """The column of an id, or of a view's key."""
    return _column(field, ", primary_key=True")


def _column(field: m.Field, more: str) -> str:
    name = field.name.snake
    quoted = ", quote=True" if name in UNQUOTED else ""
    return f'Column("{name}", {column_type(field.type)}{more}{quoted})'


def view_columns(view: m.View) -> list[str]:
    """A view's columns; what no first event fills is null until another does."""
    others = [column(field) for field in view.fields if field is not view.key]
    return [*_view_key(view), *others]


def _view_key(view: m.View) -> list[str]:
    tenant = ["tenant_column(key=True)"] if view.tenancy else []
    return [*tenant, key_column(view.key)]


def _filled(field: m.Field) -> str:
    """A view's column as the code knows it: an event that makes a row need not set a default."""
    if field.default is None or field.default.value is None:
        return column(field)
    word = column_type(field.type) == WORD
    value = repr(field.default.value) if word else python.literal(field.type, field.default.value)
    return f"{column(field)[:-1]}, default={value})"


def indexes(holder: Holder) -> list[str]:
    """The indexes and unique keys of a table, inside its definition; the tenant goes first."""
    tenant = ["tenant"] if holder.tenancy else []
    return [
        _index(holder.table, [*tenant, *(field.name.snake for field in fields)], unique=unique)
        for fields, unique in _indexed(holder)
    ]


def _index(table: str, columns: list[str], *, unique: bool) -> str:
    listed = ", ".join(f'"{one}"' for one in (table, *columns))
    return f"{'unique_key' if unique else 'index_on'}({listed})"


def _indexed(holder: Holder) -> list[tuple[tuple[m.Field, ...], bool]]:
    if isinstance(holder, m.Aggregate):
        return [(index.fields, index.unique) for index in holder.indexes]
    wanted = (f for f in holder.fields if (f.index or f.unique) and f is not holder.key)
    return [((field,), field.unique) for field in wanted]


def row_fields(aggregate: m.Aggregate) -> list[m.Field]:
    """What a repository writes; the rest every aggregate has, and the runtime stamps it."""
    return [*([aggregate.status] if aggregate.status else []), *aggregate.fields]


def repository_facts(holder: Holder, context: m.Context) -> list[str]:
    """What a repository says of its table, one assignment a line."""
    columns = f"tables.{holder.table}.c"
    sortable = (f'"{name}": {column_in(columns, name)}' for name in sorts(holder, context))
    return [
        f'_name = "{holder.name.pascal}"',
        f"_table = tables.{holder.table}",
        *(_aggregate_facts(holder) if isinstance(holder, m.Aggregate) else _view_facts(holder)),
        f"_sorts = {{{', '.join(sortable)}}}",
    ]


def _view_facts(view: m.View) -> list[str]:
    return [f'_key = "{view.key.name.snake}"']


def _aggregate_facts(aggregate: m.Aggregate) -> list[str]:
    facts, name = [], aggregate.name.snake
    if aggregate.owner is not None:
        facts.append(f'_owner = "{aggregate.owner.field.name.snake}"')
        facts += _through(aggregate.owner)
    if aggregate.lifecycle is not None:
        facts.append(f"_lifecycle = {name}.MOVES")
        facts.append(f"_first = {name}.{_first_state(aggregate, aggregate.lifecycle)}")
    if fixed := [f'"{f.name.snake}"' for f in aggregate.fields if f.immutable]:
        facts.append(f"_immutable = frozenset({{{', '.join(fixed)}}})")
    if aggregate.entities:
        facts.append(f"_children = ({''.join(f'{_kept(one)}, ' for one in aggregate.entities)})")
    if aggregate.invariants:
        rules = "".join(f"{name}_rules.{rule.name.snake}, " for rule in aggregate.invariants)
        facts.append(f"_invariants = ({rules})")
    return facts


def _kept(entity: m.Entity) -> str:
    """Where the entities of one kind are kept, as the chassis wants it said."""
    said = [f'"{entity.children.snake}"', f"tables.{entity.table}", f'"{entity.owner_column}"']
    said.append(f"most={entity.most}")
    if fixed := [f'"{f.name.snake}"' for f in entity.fields if f.immutable]:
        said.append(f"immutable=frozenset({{{', '.join(fixed)}}})")
    return f"Children({', '.join(said)})"


def _first_state(aggregate: m.Aggregate, lifecycle: m.Lifecycle) -> str:
    return f"{aggregate.name.pascal}Status.{python.constant(lifecycle.initial)}"


def _through(owner: m.Owner) -> list[str]:
    """Where the owner is one step away: the reference, and the table that it leads to."""
    if owner.through is None or owner.of is None:
        return []
    return [f'_through = ("{owner.through.name.snake}", tables.{owner.of.table})']


def from_column(field: m.Field) -> str:
    """The field as the model has it, out of a `row`."""
    value = f'row["{field.name.snake}"]'
    read = _read(field.type, value)
    if read == value or not field.optional:
        return read
    return f"None if {value} is None else {read}"


def _read(kind: m.Type, value: str) -> str:
    if isinstance(kind, m.JsonDocument):
        return value
    if column_type(kind) == "Document":
        # A type to make, not one to promise: an abstract Mapping cannot be made.
        made = python.annotation(kind).replace("Mapping[", "dict[")
        return f"parse({made}, {value})"
    if isinstance(kind, m.EnumRef | m.StatusRef | m.PublishedRef):
        return f"{python.annotation(kind)}({value})"
    return value


@dataclass(frozen=True, slots=True)
class Defined:
    """One table: its name, the lines of its definition, and in a migration what guards it."""

    name: str
    lines: list[str]
    guarded: str = ""


def tables(context: m.Context) -> list[Defined]:
    """Each table as the code knows it."""
    return [
        *(Defined(a.table, [*_defined(a), *indexes(a)]) for a in context.aggregates),
        *(Defined(e.table, _child_lines(e, a)) for a in context.aggregates for e in a.entities),
        *(Defined(v.table, [*_view_defined(v), *indexes(v)]) for v in context.views),
    ]


def _view_defined(view: m.View) -> list[str]:
    return [*_view_key(view), *(_filled(field) for field in view.fields if field is not view.key)]


def _defined(aggregate: m.Aggregate) -> list[str]:
    status = [column(aggregate.status)] if aggregate.status else []
    fields = map(column, aggregate.fields)
    return [*id_columns(aggregate), shared_columns(aggregate), *status, *fields]


def first_tables(context: m.Context) -> list[Defined]:
    """Each table as the first migration makes it: spelled out, since the code goes on."""
    return [
        *(_first(a.table, [*_spelled_out(a), *indexes(a)], context) for a in context.aggregates),
        *(
            _first(e.table, _child_lines(e, a), context)
            for a in context.aggregates
            for e in a.entities
        ),
        *(_first(v.table, [*_keyed(v), *indexes(v)], context) for v in context.views),
    ]


def _first(table: str, lines: list[str], context: m.Context) -> Defined:
    statements = [f'migrations.grant(op, "{table}")']
    if context.tenancy:
        statements.append(f'migrations.protect(op, "{table}")')
    return Defined(table, lines, "\n    ".join(statements))


def _spelled_out(aggregate: m.Aggregate) -> list[str]:
    own = [VERSION, column(aggregate.created_at), column(aggregate.updated_at)]
    own += [TENANT] if aggregate.tenancy and aggregate.id_kind == "uuid" else []
    own += [column(aggregate.status)] if aggregate.status else []
    ids = [TENANT_KEY if "tenant" in line else line for line in id_columns(aggregate)]
    return [*ids, *own, *map(column, aggregate.fields)]


def _child_lines(entity: m.Entity, aggregate: m.Aggregate) -> list[str]:
    """The table of an entity: whose child each row is, where among the others, its fields.

    It goes with its aggregate. What is unique is so among the children of one aggregate.
    """
    owner, shared = entity.owner_column, len(id_columns(aggregate)) > 1
    kin = ["tenant", owner] if shared else [owner]
    uniques = (f for f in entity.fields if f.unique)
    return [
        key_column(entity.id),
        *([TENANT] if aggregate.tenancy else []),
        f'Column("{owner}", {column_type(aggregate.id.type)}, nullable=False)',
        ORDINAL,
        *map(column, entity.fields),
        f'child_key("{entity.table}", "{aggregate.table}", {", ".join(f"{c!r}" for c in kin)})',
        _index(entity.table, [*kin, "ordinal"], unique=False),
        *(_index(entity.table, [*kin, field.name.snake], unique=True) for field in uniques),
    ]


def id_columns(aggregate: m.Aggregate) -> list[str]:
    """The primary key: the id, and the tenant before it where two of them may have one id."""
    key = key_column(aggregate.id)
    shared = aggregate.tenancy and aggregate.id_kind != "uuid"
    return ["tenant_column(key=True)", key] if shared else [key]


def shared_columns(aggregate: m.Aggregate) -> str:
    """The columns that every aggregate has, less the tenant where it is in the key."""
    return f"*aggregate_columns(tenancy={aggregate.tenancy and aggregate.id_kind == 'uuid'})"


def _keyed(view: m.View) -> list[str]:
    return [TENANT_KEY if line.startswith("tenant") else line for line in view_columns(view)]


ORDINAL = 'Column("ordinal", Integer, nullable=False)'
VERSION = 'Column("version", BigInteger, nullable=False)'
TENANT = 'Column("tenant", String(64), nullable=False)'
TENANT_KEY = 'Column("tenant", String(64), primary_key=True)'
