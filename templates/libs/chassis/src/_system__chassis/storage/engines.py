"""Database engines, set up once for SQLite and for PostgreSQL."""

from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

_WRITES = "chassis_writes"
PATIENCE = 5.0
"""Seconds for which a connection is waited for, or what others keep."""

_PRAGMAS = (
    "journal_mode=WAL",  # readers do not wait for the writer
    "synchronous=FULL",  # what is committed survives a power cut
    "case_sensitive_like=ON",  # as PostgreSQL has it
)


def sqlite_url(folder: Path, name: str) -> str:
    """The URL of the SQLite file *name* in *folder*."""
    return f"sqlite+aiosqlite:///{folder / name}.db"


def open_engine(
    url: str, *, connections: int = 5, foreign_keys: bool = True, patience: float = PATIENCE
) -> AsyncEngine:
    """An engine for *url*; on SQLite its folder is made and transactions begin as they should.

    *connections* are kept open, as many again are opened while all of them are busy.
    *patience* is how long, in seconds, a connection is waited for, and SQLite's one writer.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_async_engine(
            parsed,
            pool_size=connections,
            max_overflow=connections,
            pool_timeout=patience,
            connect_args={"timeout": patience},
            hide_parameters=True,  # they may be private, and errors are logged
        )
        event.listen(engine.sync_engine, "handle_error", _without_row)
        return engine
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        parsed,
        pool_size=connections,
        max_overflow=connections,
        pool_timeout=patience,
        connect_args={"timeout": patience},
        hide_parameters=True,  # they may be private, and errors are logged
    )
    _set_up_sqlite(engine, foreign_keys=foreign_keys)
    return engine


def writing(engine: AsyncEngine) -> AsyncEngine:
    """The same engine, the same connections: its transactions take SQLite's write lock at once.

    A plain BEGIN takes it at the first write, where SQLite cannot wait for it any more and fails.
    """
    return engine.execution_options(**{_WRITES: True})


def of_one_moment(engine: AsyncEngine) -> AsyncEngine:
    """The same engine: each of its transactions sees the rows as they were when it began."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _set_up_sqlite(engine: AsyncEngine, *, foreign_keys: bool) -> None:
    pragmas = (*_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}")

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver opens no transaction of its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _without_row(context: ExceptionContext) -> None:
    """Takes out of PostgreSQL's error the detail, which may quote a whole row, for the same reason.

    The server's error, the driver's and SQLAlchemy's each have it, and a traceback shows all three.
    """
    error = context.original_exception
    for one in (error, error.__cause__, context.sqlalchemy_exception):
        if one is not None:
            one.args = tuple(str(each).partition("\nDETAIL:")[0] for each in one.args)
    if error.__cause__ is not None:
        vars(error.__cause__).update(detail=None)
