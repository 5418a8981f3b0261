"""What a database's errors mean to whoever asked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import TypeAlias

from sqlalchemy import MetaData, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ..errors import Busy, Conflict, DuplicateValue, InvalidInput, Unavailable
from .columns import AnyTable

_UNIQUE = "23505"
_LOST_RACES = frozenset({"40001"})  # serialization failure
_KEPT = frozenset({"40P01", "55P03"})  # deadlock, a lock that was not had in time
_UNFIT = "22"  # numbers out of range, characters that a text cannot hold
_NO_SUCH_ROLE = "22023"  # of the same class, and no fault of the input
_UNREACHABLE = ("08", "57P", "53")  # connection, shutdown, out of resources
_SQLITE_STUCK = (
    "database is locked",
    "database table is locked",
    "database or disk is full",
    "disk I/O error",
    "unable to open database file",
)
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.*)")
_POSTGRESQL_UNIQUE = re.compile(r'unique constraint "(.*)"')

_NO_PLACE = "a value is too great, or has characters that cannot be stored"

Uniques: TypeAlias = Mapping[str, Sequence[str]]
"""The columns of unique constraints by the constraints' names."""

_NONE: Uniques = MappingProxyType({})


def uniques_of(metadata: MetaData) -> Uniques:
    """What is unique in the tables of *metadata*.

    Needed since PostgreSQL names only the constraint where rows are protected: to name the columns
    would show their values too.
    """
    return {
        name: tuple(columns)
        for table in metadata.tables.values()
        for name, columns in _uniques_in(table)
    }


@contextmanager
def translated(uniques: Uniques = _NONE) -> Iterator[None]:
    """Raises what a database error means: DuplicateValue, Conflict, InvalidInput, Busy or
    Unavailable.

    Anything else passes through as it is: it is a mistake in the code or in the tables.
    """
    try:
        yield
    except DBAPIError as error:
        meaning = _meaning(error, uniques)
        if meaning is None:
            raise
        raise meaning from error
    except OverflowError as error:  # SQLite's driver, for a number beyond 64 bits
        raise InvalidInput(_NO_PLACE) from error
    except (OSError, PoolTimeoutError) as error:  # no connection was had at all
        raise Unavailable("the database does not answer") from error


def _meaning(error: DBAPIError, uniques: Uniques) -> Exception | None:
    state = _sqlstate(error)
    if state == _UNIQUE or _SQLITE_UNIQUE.search(str(error.orig)):
        return DuplicateValue(_taken(str(error.orig), uniques))
    if state in _LOST_RACES:
        return Conflict("another change came first")
    if state in _KEPT:
        return Busy("others are changing the same; try again")
    if state.startswith(_UNFIT) and state != _NO_SUCH_ROLE:
        return InvalidInput(_NO_PLACE)
    if _unreachable(error, state):
        return Unavailable("the database does not answer")
    return None


def _unreachable(error: DBAPIError, state: str) -> bool:
    if error.connection_invalidated or state.startswith(_UNREACHABLE):
        return True
    if isinstance(error, OperationalError):
        return any(text in str(error.orig) for text in _SQLITE_STUCK)
    return isinstance(error, InterfaceError) and "connection is closed" in str(error.orig)


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _taken(text: str, uniques: Uniques) -> str | None:
    """Which fields hold what is taken, never the values: they may be private."""
    columns: Sequence[str] = ()
    if found := _SQLITE_UNIQUE.search(text):
        columns = [column.strip().rpartition(".")[2] for column in found[1].split(",")]
    elif found := _POSTGRESQL_UNIQUE.search(text):
        columns = uniques.get(found[1], ())
    fields = [column for column in columns if column != "tenant"]
    return f"{' and '.join(fields)}: taken already" if fields else None


def _uniques_in(table: AnyTable) -> Iterator[tuple[str, list[str]]]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint | PrimaryKeyConstraint):
            name = constraint.name or f"{table.name}_pkey"
            yield str(name), [column.name for column in constraint.columns]
    for index in table.indexes:
        if index.unique:
            yield str(index.name), [column.name for column in index.columns]
