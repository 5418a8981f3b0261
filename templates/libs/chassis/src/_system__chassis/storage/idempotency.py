"""Requests that are done once however often they are sent: by the key that the client gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..errors import KeyInFlight, KeyReused
from .database import Database
from .runtime_tables import idempotency
from .upserts import insert_into

KEPT = timedelta(hours=24)
"""How long an answer is replayed."""

RESERVED = timedelta(minutes=1)
"""How long a reservation holds when its process dies, or when something was sent to others and
the commit failed; longer than any request may take. After that the request may be tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyClaim:
    """One request's claim on a key; *fingerprint* stands for all that the request says."""

    tenant: str
    subject: str
    operation: str
    key: str
    fingerprint: str
    reserved: bool = False
    token: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer as it was given, to be given again."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def find(database: Database, claim: IdempotencyClaim, now: datetime) -> Recorded | None:
    """The answer that this request got before, if it did.

    Raises KeyReused where the key came with another request, KeyInFlight while it is worked on.
    """
    async with database.read(claim.tenant) as connection:
        return await _known(connection, claim, now)


async def reserve(database: Database, claim: IdempotencyClaim, now: datetime) -> Recorded | None:
    """Takes the key before anything is done outside, in a transaction of its own; else as `find`.

    To be followed by the commit that records the answer, or by `release`.
    """
    async with database.write(claim.tenant) as connection:
        known = await _known(connection, claim, now)
        if known is None:
            await _take(connection, claim, now, {"state": "reserved", "expires_at": now + RESERVED})
        return known


async def release(database: Database, claim: IdempotencyClaim) -> None:
    """Gives a reserved key back: nothing was done, so it may be tried again."""
    mine = and_(_same(claim), idempotency.c.token == claim.token, idempotency.c.state == "reserved")
    async with database.write(claim.tenant) as connection:
        await connection.execute(delete(idempotency).where(mine))


async def record(
    connection: AsyncConnection, claim: IdempotencyClaim, answer: Recorded, now: datetime
) -> None:
    """Writes the answer down in the transaction of the effect; KeyInFlight where another has."""
    values = {
        "state": "done",
        "status": answer.status,
        "headers": dict(answer.headers),
        "body": answer.body,
        "expires_at": now + KEPT,
    }
    if not claim.reserved:
        await _take(connection, claim, now, values)
        return
    mine = and_(_same(claim), idempotency.c.token == claim.token)
    done = await connection.execute(update(idempotency).where(mine).values(values))
    if done.rowcount == 0:
        raise KeyInFlight("the reservation of this key has lapsed")


async def _known(
    connection: AsyncConnection, claim: IdempotencyClaim, now: datetime
) -> Recorded | None:
    fresh = and_(_same(claim), idempotency.c.expires_at > now)
    row = (await connection.execute(select(idempotency).where(fresh))).mappings().first()
    if row is None:
        return None
    if row["fingerprint"] != claim.fingerprint:
        raise KeyReused()
    if row["state"] != "done":
        raise KeyInFlight()
    return Recorded(row["status"], row["headers"], row["body"])


async def _take(
    connection: AsyncConnection,
    claim: IdempotencyClaim,
    now: datetime,
    values: Mapping[str, object],
) -> None:
    """Writes the claim's row, over one that has expired; KeyInFlight where a fresh one stands."""
    row = {
        "tenant": claim.tenant,
        "subject": claim.subject,
        "operation": claim.operation,
        "key": claim.key,
        "fingerprint": claim.fingerprint,
        "token": claim.token,
        **values,
    }
    taken = await connection.execute(
        insert_into(
            connection,
            idempotency,
            row,
            over=("tenant", "subject", "operation", "key"),
            where=idempotency.c.expires_at <= now,
        )
    )
    if taken.rowcount == 0:
        raise KeyInFlight()


def _same(claim: IdempotencyClaim) -> ColumnElement[bool]:
    column = idempotency.c
    return and_(
        column.tenant == claim.tenant,
        column.subject == claim.subject,
        column.operation == claim.operation,
        column.key == claim.key,
    )
