"""INSERT … ON CONFLICT, which both engines have and SQLAlchemy spells twice."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Insert

from .columns import AnyTable


def insert_into(
    connection: AsyncConnection,
    table: AnyTable,
    row: Mapping[str, object],
    *,
    over: Sequence[str],
    sets: Collection[str] | None = None,
    where: ColumnElement[bool] | None = None,
) -> Insert:
    """Inserts *row*; where one with the same *over* stands, changes its columns *sets*.

    Without *sets* all that *row* has, with no *sets* nothing; *where* may keep the row that stands.
    """
    changed = [name for name in (row if sets is None else sets) if name not in over]
    if connection.dialect.name == "sqlite":
        lite = sqlite.insert(table).values(row).inline()
        if not changed:
            return lite.on_conflict_do_nothing(over)
        new = {name: lite.excluded[name] for name in changed}
        return lite.on_conflict_do_update(over, set_=new, where=where)
    full = postgresql.insert(table).values(row).inline()
    if not changed:
        return full.on_conflict_do_nothing(index_elements=over)
    return full.on_conflict_do_update(
        index_elements=over, set_={name: full.excluded[name] for name in changed}, where=where
    )
