"""The bus that needs no broker: a log in the database, and per group what it has acknowledged.

A group is given what it has not acknowledged, never "what comes after the last id": ids are handed
out before the commit, so that a slow transaction's lower id appears after a higher one. Below a
group's floor everything is acknowledged, which keeps the log cheap to read. The floor moves only
while nobody can be publishing, so that no id below it can still appear.
"""

import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import blake2b
from typing import Self
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Double,
    Index,
    MetaData,
    String,
    Table,
    Uuid,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ..storage import database_clock
from ..storage.columns import Document, counted_id, short_name
from ..storage.engines import open_engine, writing
from ..storage.faults import translated
from ..storage.preparing import make_role, run
from ..storage.upserts import insert_into
from .bus import Delivery
from .events import Envelope

_HOUSEKEEPING = 10.0  # seconds between two moves of a group's floors
_CUT_OFF = 15_000  # milliseconds that a transaction may hang: it may hold the lock
_ABANDONED = timedelta(days=30)  # a group that asks no more for so long holds no message back

_LIMITS = text(
    "SELECT set_config('statement_timeout', :limit, true),"
    " set_config('idle_in_transaction_session_timeout', :limit, true)"
)

_TAKE_ROLE = text("SELECT set_config('role', :role, true)")
_IS_THERE = text("SELECT to_regclass(:table)")

_metadata = MetaData()

messages = Table(
    "bus_messages",
    _metadata,
    counted_id(),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("topic", String(255), nullable=False),
    Column("envelope", Document, nullable=False),
    Column("published_at", Double, nullable=False),
    Index("ix_bus_messages_topic", "topic", "id"),
    sqlite_autoincrement=True,  # an id that was deleted must not come again below a floor
)
acks = Table(
    "bus_acks",
    _metadata,
    Column("consumers", String(255), primary_key=True),
    Column("message", BigInteger, primary_key=True),
)
floors = Table(
    "bus_floors",
    _metadata,
    Column("consumers", String(255), primary_key=True),
    Column("topic", String(255), primary_key=True),
    Column("floor", BigInteger, nullable=False),
    Column("seen_at", Double, nullable=False),
)


class SqlBus:
    """A bus in a database: the schema `<system>_bus` on PostgreSQL, on SQLite a file of its own."""

    def __init__(self, engine: AsyncEngine, system: str) -> None:
        self._engine = engine
        self._postgresql = engine.dialect.name == "postgresql"
        self._schema = short_name(f"{system}_bus")
        digest = blake2b(self._schema.encode(), digest_size=8).digest()
        self._lock = int.from_bytes(digest, signed=True)
        self._housekept: dict[str, float] = {}

    @classmethod
    async def open(cls, url: str, system: str) -> Self:
        """The bus of *system* at *url*; makes its tables where they are missing."""
        engine = open_engine(url, connections=2)
        if engine.dialect.name == "postgresql":
            schema = short_name(f"{system}_bus")
            engine = engine.execution_options(schema_translate_map={None: schema})
        bus = cls(engine, system)
        with translated():
            await bus._make_tables()
        return bus

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[UUID]:
        """Adds to the log, all or nothing; what stands there already is there for good, too."""
        rows = [{"event_id": e.id, "topic": e.type, "envelope": e.to_json()} for e in envelopes]
        async with self._transaction() as connection:
            timed = {**rows[0], "published_at": database_clock.now()}
            adding = insert_into(connection, messages, timed, over=["event_id"], sets=())
            await connection.execute(adding, rows)
        return [envelope.id for envelope in envelopes]

    async def receive(self, group: str, topics: Collection[str], limit: int) -> list[Delivery]:
        """The oldest messages that *group* has not acknowledged."""
        if time.monotonic() - self._housekept.get(group, -_HOUSEKEEPING) >= _HOUSEKEEPING:
            self._housekept[group] = time.monotonic()
            await self._raise_floors(group, topics)
        wanted = (
            select(messages.c.id, messages.c.topic, messages.c.envelope)
            .select_from(messages.outerjoin(floors, _floor_of(group)))
            .where(messages.c.topic.in_(sorted(topics)), _waits_for(group))
            .order_by(messages.c.id)
            .limit(limit)
        )
        async with self._transaction(reads=True) as connection:
            found = (await connection.execute(wanted)).all()
        return [Delivery(str(row.id), row.topic, row.envelope) for row in found]

    async def acknowledge(self, group: str, deliveries: Sequence[Delivery]) -> None:
        """Notes the receipts; again is no error."""
        rows = [{"consumers": group, "message": int(one.receipt)} for one in deliveries]
        if not rows:
            return
        async with self._transaction() as connection:
            noting = insert_into(connection, acks, rows[0], over=list(rows[0]), sets=())
            await connection.execute(noting, rows)

    async def forget(self, keep: timedelta, limit: int) -> int:
        """Deletes what is older than *keep* and below the floor of every group that still asks."""
        now = database_clock.now()
        needed = exists().where(
            floors.c.topic == messages.c.topic,
            floors.c.floor < messages.c.id,
            floors.c.seen_at > now - _ABANDONED.total_seconds(),
        )
        old = (
            select(messages.c.id)
            .where(messages.c.published_at < now - keep.total_seconds(), ~needed)
            .order_by(messages.c.id)
            .limit(limit)
        )
        orphaned = ~exists().where(messages.c.id == acks.c.message)
        async with self._transaction() as connection:
            gone = await connection.execute(delete(messages).where(messages.c.id.in_(old)))
            if gone.rowcount:
                await connection.execute(delete(acks).where(orphaned))
        return gone.rowcount

    async def check(self) -> None:
        """Asks the database for nothing."""
        async with self._transaction(reads=True) as connection:
            await connection.execute(select(1))

    async def close(self) -> None:
        """Closes its connections."""
        await self._engine.dispose()

    async def _make_tables(self) -> None:
        """On PostgreSQL the schema belongs to a role of its own, which all who use the bus take."""
        async with self._transaction(alone=True, as_login=True) as connection:
            if self._postgresql:
                if await connection.scalar(_IS_THERE, {"table": f'"{self._schema}".bus_floors'}):
                    return
                await make_role(connection, self._schema)
                making = f'CREATE SCHEMA IF NOT EXISTS "{self._schema}"'
                await run(connection, f'{making} AUTHORIZATION "{self._schema}"')
                await connection.execute(_TAKE_ROLE, {"role": self._schema})
            await connection.run_sync(_metadata.create_all)

    async def _raise_floors(self, group: str, topics: Collection[str]) -> None:
        """Moves the floors up to the first message that is not acknowledged, and forgets acks."""
        async with self._transaction(alone=True) as connection:
            last = await connection.scalar(select(func.max(messages.c.id))) or 0
            for topic in sorted(topics):
                floor = await _settled(connection, group, topic, last)
                row = {"consumers": group, "topic": topic, "floor": floor}
                seen = {**row, "seen_at": database_clock.now()}
                await connection.execute(
                    insert_into(connection, floors, seen, over=["consumers", "topic"])
                )
                below = select(messages.c.id).where(
                    messages.c.topic == topic, messages.c.id <= floor
                )
                await connection.execute(
                    delete(acks).where(acks.c.consumers == group, acks.c.message.in_(below))
                )

    @asynccontextmanager
    async def _transaction(
        self, *, reads: bool = False, alone: bool = False, as_login: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        """A transaction in which others may publish, too, or none may: *alone*."""
        engine = self._engine if reads else writing(self._engine)
        with translated():
            async with engine.begin() as connection:
                if self._postgresql:
                    await connection.execute(_LIMITS, {"limit": str(_CUT_OFF)})
                    if not as_login:
                        await connection.execute(_TAKE_ROLE, {"role": self._schema})
                    await self._take_lock(connection, reads=reads, alone=alone)
                yield connection

    async def _take_lock(self, connection: AsyncConnection, *, reads: bool, alone: bool) -> None:
        """Publishers share it; whoever moves a floor has it alone."""
        if alone:
            await connection.execute(select(func.pg_advisory_xact_lock(self._lock)))
        elif not reads:
            await connection.execute(select(func.pg_advisory_xact_lock_shared(self._lock)))


async def _settled(connection: AsyncConnection, group: str, topic: str, last: int) -> int:
    """The id up to which *group* has acknowledged everything of *topic*."""
    standing = select(floors.c.floor).where(floors.c.consumers == group, floors.c.topic == topic)
    waiting = (
        select(func.min(messages.c.id))
        .select_from(messages.outerjoin(floors, _floor_of(group)))
        .where(messages.c.topic == topic, _waits_for(group))
    )
    first = await connection.scalar(waiting)
    reached = last if first is None else first - 1
    return max(reached, await connection.scalar(standing) or 0)


def _floor_of(group: str) -> ColumnElement[bool]:
    return and_(floors.c.consumers == group, floors.c.topic == messages.c.topic)


def _waits_for(group: str) -> ColumnElement[bool]:
    """That a message is above the floor and not acknowledged by *group*."""
    noted = exists().where(acks.c.consumers == group, acks.c.message == messages.c.id)
    above = or_(floors.c.floor.is_(None), messages.c.id > floors.c.floor)
    return and_(above, ~noted)
