"""SQL that a query asks its own context's tables: one statement, which only reads."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from sqlalchemy import RowMapping, TextClause, bindparam, text

from ..documents import dump, parse
from ..sql import Row
from ..work import Work
from .fence import bound, fenced

T = TypeVar("T")

MOST: Final = 10_000
"""Rows that a statement may answer."""

_FIRST = re.compile(r"\s*(select|with|values)\b", re.IGNORECASE)
# What a database does in a transaction that only reads, and what would lead out of it all the same:
# settings, locks, signals, files, and functions that run whatever a text says.
_LEADING_OUT = re.compile(
    r"\b(set_config|pg_\w+|lo_\w+|dblink\w*|\w+_to_xml\w*|ts_stat|ts_rewrite|crosstab\w*"
    r"|connectby|xpath_table|nextval|setval|load_extension)\b"
    r"|\bu&[\"']",
    re.IGNORECASE,
)

_SEVERAL: Final = (list, tuple, set, frozenset)


class StatementRefusedError(Exception):
    """It is no statement that only reads what it may; the text says why."""


class SqlReader:
    """Asks the tables of one unit of work's context, for its tenant."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def __call__(self, statement: str, /, **values: object) -> tuple[Row, ...]:
        """The rows as the database says them. Raises StatementRefusedError, DeadlineExceeded."""
        rows = await self._rows(statement, values)
        return tuple(dict(row) for row in rows)

    async def into(self, kind: type[T], statement: str, /, **values: object) -> tuple[T, ...]:
        """The rows, each as a *kind*; pydantic's ValidationError where one is none."""
        rows = await self._rows(statement, values)
        return tuple(parse(kind, dump(dict(row))) for row in rows)

    async def _rows(self, statement: str, values: Mapping[str, object]) -> Sequence[RowMapping]:
        asked = _checked(statement, values)
        database, tenant = self._work.runtime.database, self._work.caller.tenant
        given = {name: bound(value, database.dialect) for name, value in values.items()}
        async with fenced(database, tenant) as on:
            found = (await on.execute(asked, given)).mappings().fetchmany(MOST + 1)
        if len(found) > MOST:
            raise StatementRefusedError(f"more than {MOST} rows: say LIMIT, or narrow it")
        return found


def _checked(statement: str, values: Mapping[str, object]) -> TextClause:
    if not _FIRST.match(statement):
        raise StatementRefusedError("it begins with none of SELECT, WITH and VALUES")
    if found := _LEADING_OUT.search(statement):
        raise StatementRefusedError(f"{found[0]} leads out of what a query may read")
    several = [name for name, value in values.items() if isinstance(value, _SEVERAL)]
    if empty := [name for name in several if not values[name]]:
        # PostgreSQL would take its items for numbers, whatever they are compared with.
        raise StatementRefusedError(f"{empty[0]} is an empty list: there is nothing to ask for")
    return text(statement).bindparams(*(bindparam(name, expanding=True) for name in several))
