"""Who leads: of all workers of a context one at a time publishes, schedules and cleans up.

On PostgreSQL the leader holds an advisory lock on a connection of its own, which the server closes
when it hears nothing for some seconds: a process that was killed loses its lock at once, one that
hangs or is stopped loses it soon. On SQLite it holds a lock on a file beside the database.
Two leaders for a moment do no harm: what they both publish is taken once.
"""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import TextClause, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

PATIENCE = 4.0
"""Seconds of silence after which the server takes a leader's lock away."""

_PING = PATIENCE / 4
_TRY = text("SELECT pg_try_advisory_lock(:key)")
_ALIVE = text("SELECT true")

_log = structlog.get_logger(__name__)


class Leadership(Protocol):
    """One candidate for leading."""

    async def held(self) -> bool:
        """Whether this candidate leads now; tries to become the leader where it does not."""


@asynccontextmanager
async def leader(url: str, name: str) -> AsyncIterator[Leadership]:
    """A candidate for leading *name*; what it holds it gives up at the end.

    *url* is the database's: on PostgreSQL one that leads past a pooler in transaction mode, since
    such a pooler gives each statement another session, and advisory locks belong to sessions.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        by_file = _FileLock(Path(f"{parsed.database}.{name}.lock"))
        try:
            yield by_file
        finally:
            by_file.release()
        return
    by_lock = _AdvisoryLock(url, name)
    pinging = asyncio.create_task(by_lock.keep(), name=f"leader {name}")
    try:
        yield by_lock
    finally:
        pinging.cancel()
        with suppress(asyncio.CancelledError):
            await pinging
        await by_lock.release()


class _FileLock:
    """The operating system's lock on a file; it ends with the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    async def held(self) -> bool:
        if self._file is None:
            self._file = self._locked()
        return self._file is not None

    def _locked(self) -> int | None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        return file

    def release(self) -> None:
        """Gives the lock up."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _AdvisoryLock:
    """PostgreSQL's session lock, kept alive by a ping and believed only while the ping is fresh."""

    def __init__(self, url: str, name: str) -> None:
        self._name = name
        self._key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
        self._engine: AsyncEngine = create_async_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args={
                "timeout": PATIENCE,
                "server_settings": {
                    "application_name": f"{name} leader",
                    "idle_session_timeout": f"{round(PATIENCE * 1000)}",
                },
            },
        )
        self._connection: AsyncConnection | None = None
        self._heard = 0.0
        self._busy = asyncio.Lock()

    async def held(self) -> bool:
        async with self._busy:
            if self._connection is None:
                await self._acquire()
            elif time.monotonic() - self._heard > 2 * _PING:
                await self._ping()
            return self._connection is not None

    async def keep(self) -> None:
        """Pings for as long as it runs, so that a leader who works for long is not cut off."""
        while True:
            await asyncio.sleep(_PING)
            async with self._busy:
                await self._ping()

    async def release(self) -> None:
        """Gives the lock up by closing the connection."""
        await self._drop()
        await self._engine.dispose()

    async def _acquire(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                connection = await self._engine.connect()
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
            _log.warning("leader_unreachable", name=self._name, error=type(error).__name__)
            return
        self._connection = connection
        try:
            taken = await self._ask(connection, _TRY, {"key": self._key})
        except (SQLAlchemyError, OSError):
            taken = False
        if taken:
            _log.info("leader_elected", name=self._name)
        else:
            await self._drop()

    async def _ping(self) -> None:
        if self._connection is None:
            return
        try:
            await self._ask(self._connection, _ALIVE, {})
        except (SQLAlchemyError, OSError) as error:
            _log.warning("leader_lost", name=self._name, error=type(error).__name__)
            await self._drop()

    async def _ask(
        self, connection: AsyncConnection, statement: TextClause, values: dict[str, int]
    ) -> bool:
        async with asyncio.timeout(PATIENCE / 2):
            answer = await connection.scalar(statement, values)
        self._heard = time.monotonic()
        return bool(answer)

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError, TimeoutError):
                await connection.invalidate()
                await connection.close()
