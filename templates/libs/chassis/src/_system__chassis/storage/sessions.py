"""Whether a connection keeps its session, which locks that outlive a transaction and LISTEN need.

A pooler in transaction mode gives each transaction whatever session is free: then a lock is held by
nobody that knows of it, and what was listened for goes to somebody else.
"""

from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

_PID = text("SELECT pg_backend_pid()")


class Connected(Protocol):
    """One connection, as far as it is asked whose session it has."""

    async def session(self) -> int:
        """The session that serves it now."""
        ...


async def kept(idle: Connected, busy: Connected) -> bool:
    """Whether *idle* has the same session before and after *busy* took one for a transaction."""
    before = await idle.session()
    other = await busy.session()
    return before == await idle.session() != other


async def keeps_sessions(url: str) -> bool:
    """Whether connections to the PostgreSQL at *url* keep their sessions."""
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.connect() as first, engine.connect() as busy:
            idle = await first.execution_options(isolation_level="AUTOCOMMIT")
            return await kept(_Connection(idle), _Connection(busy))
    finally:
        await engine.dispose()


class _Connection:
    """A connection to PostgreSQL."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def session(self) -> int:
        pid: int = (await self._connection.execute(_PID)).scalar_one()
        return pid
