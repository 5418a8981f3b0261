"""Column types that mean the same on SQLite and on PostgreSQL, and the columns that all share."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b
from typing import TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    FromClause,
    Identity,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.types import TypeDecorator, TypeEngine

from ..documents import dump
from ..values import Json

AnyTable: TypeAlias = Table[ReadOnlyColumnCollection[str, Column[object]]]
"""A table, whatever its columns are."""

AnyRows: TypeAlias = FromClause[ReadOnlyColumnCollection[str, Column[object]]]
"""What rows are selected from: a table, or another name of one."""

NAME_BYTES = 63
"""The longest name that PostgreSQL keeps; longer ones it cuts, and then two may be one."""

ORDINAL = "ordinal"
"""The column by which the entities of one aggregate stand in their order."""

_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment, exact to the microsecond; read back in UTC whatever zone it was written in."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Span(TypeDecorator[timedelta]):
    """A length of time, stored as microseconds so that it sorts alike everywhere."""

    impl = BigInteger
    cache_ok = True

    @property
    def python_type(self) -> type[timedelta]:
        return timedelta

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else value * _MICROSECOND


class Exact(TypeDecorator[Decimal]):
    """A decimal of *precision* digits, *scale* of them behind the point; halves round away from 0.

    SQLite knows only binary fractions: there it is a whole number of the smallest unit, which
    takes eighteen digits.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__(precision, scale)
        self.precision, self.scale = precision, scale

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal] | TypeEngine[int]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(self.precision, self.scale))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        if value is None:
            return None
        exact = Decimal(value).quantize(Decimal(1).scaleb(-self.scale), ROUND_HALF_UP)
        return int(exact.scaleb(self.scale)) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-self.scale) if dialect.name == "sqlite" else Decimal(value)


class Document(TypeDecorator[object]):
    """Plain JSON; JSONB on PostgreSQL. None is NULL. Values go in as `documents.dump` says."""

    impl = JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[object]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))

    def process_bind_param(self, value: object, dialect: Dialect) -> Json:
        return dump(value)


def counted_id() -> Column[int]:
    """A primary key that the database counts up."""
    number = BigInteger().with_variant(Integer(), "sqlite")
    return Column("id", number, Identity(), primary_key=True)


def tenant_column(*, key: bool = False) -> Column[str]:
    """Whose row it is; *key* where other tenants may have a row with the same primary key."""
    return Column("tenant", String(64), primary_key=key, nullable=False)


def aggregate_columns(*, tenancy: bool) -> tuple[Column[object], ...]:
    """What every aggregate has besides its id: version, times, and with tenancy the tenant."""
    shared = (
        Column[object]("version", BigInteger, nullable=False),
        Column[object]("created_at", Instant, nullable=False),
        Column[object]("updated_at", Instant, nullable=False),
    )
    return (*shared, Column[object]("tenant", String(64), nullable=False)) if tenancy else shared


def unique_key(table: str, *columns: str) -> UniqueConstraint:
    """*columns* are unique together; with the tenant, or one tenant learns another's values."""
    return UniqueConstraint(*columns, name=constraint_name("uq", table, *columns))


def child_key(table: str, owners: str, *columns: str) -> ForeignKeyConstraint:
    """Rows of *table* belong to rows of *owners*, and go with them.

    The last of *columns* holds the owner's id; the tenant stands before it where it is in the key.
    """
    keys = [f"{owners}.{column}" for column in (*columns[:-1], "id")]
    name = constraint_name("fk", table, *columns)
    return ForeignKeyConstraint([*columns], keys, name=name, ondelete="CASCADE")


def index_on(table: str, *columns: str) -> Index:
    """An index over *columns*, named by them."""
    return Index(constraint_name("ix", table, *columns), *columns)


def constraint_name(kind: str, *words: str) -> str:
    """`uq_orders_tenant_code`: the same at every run, and never too long for the database."""
    return short_name("_".join((kind, *words)))


def short_name(name: str) -> str:
    """*name*, or where it is too long its start and a fingerprint of the whole."""
    if len(name.encode()) <= NAME_BYTES:
        return name
    return f"{name[: NAME_BYTES - 9]}_{blake2b(name.encode(), digest_size=4).hexdigest()}"
