"""What revisions are given: Alembic's `op`, and what the chassis reads off it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from alembic.operations import BatchOperations, Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.sql.elements import quoted_name

from .names import Names


class NotMigratedError(Exception):
    """The database cannot be brought to the newest revision; the text says what to do."""


class Op(Protocol):
    """Alembic's `op`, as revisions import it."""

    def get_bind(self) -> Connection: ...
    def get_context(self) -> MigrationContext: ...


def on_postgresql(op: Op) -> bool:
    """Whether the revision runs on PostgreSQL; else it is SQLite."""
    return op.get_bind().dialect.name == "postgresql"


def names_of(op: Op) -> Names:
    """The schema and the roles; raises RuntimeError where the chassis does not run the revision."""
    names = op.get_context().opts.get("names")
    if not isinstance(names, Names):
        raise RuntimeError("revisions run by `migrations.upgrade`, which knows the roles")
    return names


def operations(op: Op) -> Operations:
    """Alembic's operations, of which revisions see a module."""
    return Operations(op.get_context())


def run(op: Op, statement: str, *names: str) -> None:
    """Runs the SQL, each `{}` of it one of *names* in quotes."""
    quote = op.get_bind().dialect.identifier_preparer.quote_identifier
    op.get_bind().exec_driver_sql(statement.format(*map(quote, names)))


def quoted(name: str) -> quoted_name:
    """The name as SQL writes it always in quotes: SQLite reserves words that nobody lists."""
    return quoted_name(name, quote=True)


@contextmanager
def batch(op: Op, table: str) -> Iterator[BatchOperations]:
    """Changes of one table; on SQLite, which can make few of them in place, it is made anew."""
    with operations(op).batch_alter_table(
        table, reflect_kwargs={"listeners": [*QUOTING]}
    ) as changes:
        yield changes


def _quote(inspector: object, table: object, column: ReflectedColumn) -> None:
    column["name"] = quoted(column["name"])


QUOTING = (("column_reflect", _quote),)
"""Listeners by which reflection gives the names of columns in quotes."""
