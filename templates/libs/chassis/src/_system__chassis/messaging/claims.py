"""Which message a worker may handle, and what became of it: the inbox's SQL.

A message is claimed with a token and until a time of the database's clock. Whoever comes back late
finds another token in the row, and its transaction ends without effect.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Select,
    Tuple,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from ..storage import database_clock
from ..storage.columns import AnyRows
from ..storage.database import Database
from ..storage.runtime_tables import inbox
from ..values import Json

MESSAGE_LEASE = 30.0
"""Seconds after which a claim may be taken over: the worker is taken for dead."""

_REASON_LENGTH = 2000


class ClaimLostError(Exception):
    """Another worker has taken the message over; what this one did must not be committed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Messages of one place are handled one after another."""

    consumer: str
    tenant: str
    key: str


@dataclass(frozen=True, slots=True)
class MessageClaim:
    """A message that this worker may handle; `attempts` counts this attempt, too."""

    id: int
    token: UUID
    place: Place
    topic: str
    event_id: str
    envelope: Json
    attempts: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an attempt failed: for people, and to tell like from unlike."""

    reason: str
    fingerprint: str


class Claims:
    """The inbox of one context, as far as it is for consumers that this process knows."""

    def __init__(
        self, database: Database, known: Collection[tuple[str, str]], lease: float = MESSAGE_LEASE
    ) -> None:
        """*known*: consumer and topic of each subscription; older or newer ones are left alone."""
        self._database = database
        self._known = sorted(known)
        self._lease = lease
        digest = blake2b(f"{database.names.system} claims".encode(), digest_size=8).digest()
        self._lock = int.from_bytes(digest, signed=True)

    async def take(self, limit: int, place: Place | None = None) -> list[MessageClaim]:
        """Claims the first message of up to *limit* places, the longest waiting first."""
        if not self._known:
            return []
        token = uuid4()
        claiming = (
            update(inbox)
            .where(inbox.c.id.in_(self._ready(limit, place)), inbox.c.state == "pending")
            .values(
                lease=token,
                lease_until=database_clock.now() + self._lease,
                attempts=inbox.c.attempts + 1,
            )
            .returning(*inbox.c)
        )
        async with self._database.system() as connection:
            if self._database.dialect == "postgresql":
                # One claim at a time: each must see what the one before it took.
                await connection.execute(select(func.pg_advisory_xact_lock(self._lock)))
            rows = (await connection.execute(claiming)).mappings().all()
        return [_claim(row, token) for row in sorted(rows, key=_by_id)]

    async def done(
        self, connection: AsyncConnection, claim: MessageClaim, reason: str | None = None
    ) -> None:
        """Marks it done within the transaction of its effect; raises ClaimLostError.

        *reason* says why a message without effect counts as done.
        """
        at = {"state": "done", "done_at": func.now()}
        await self._settle(connection, claim, {**at, "reason": _short(reason)})

    async def ignore(self, claim: MessageClaim, reason: str) -> None:
        """Done without effect: it was refused, and that is its end."""
        async with self._database.system() as connection:
            await self.done(connection, claim, reason)

    async def retry(self, claim: MessageClaim, fault: Fault, pause: float) -> None:
        """Due again after *pause* seconds."""
        due = database_clock.now() + pause
        await self._store(claim, {"due_at": due, **_told(fault)})

    async def bury(self, claim: MessageClaim, fault: Fault, *, blocks: bool) -> None:
        """Dead until somebody replays or discards it; *blocks* what waits behind it, or not."""
        await self._store(claim, {"state": "dead", "blocks": blocks, **_told(fault)})

    async def park(self, claim: MessageClaim, fault: Fault) -> None:
        """Set aside until its handler is written; the attempt does not count."""
        counted = {"attempts": inbox.c.attempts - 1}
        await self._store(claim, {"state": "parked", **counted, **_told(fault)})

    async def unpark(self) -> int:
        """Puts back what was set aside; answers how many messages."""
        back = update(inbox).where(inbox.c.state == "parked").values(state="pending", due_at=0.0)
        async with self._database.system() as connection:
            return (await connection.execute(back)).rowcount

    async def _store(self, claim: MessageClaim, values: dict[str, object]) -> None:
        async with self._database.system() as connection:
            await self._settle(connection, claim, values)

    async def _settle(
        self, connection: AsyncConnection, claim: MessageClaim, values: dict[str, object]
    ) -> None:
        """Ends the claim, if it is still this worker's."""
        held = (inbox.c.id == claim.id, inbox.c.lease == claim.token, inbox.c.state == "pending")
        ended = update(inbox).where(*held).values(lease=None, lease_until=None, **values)
        if (await connection.execute(ended)).rowcount != 1:
            raise ClaimLostError(claim.event_id)

    def _ready(self, limit: int, place: Place | None) -> Select[tuple[int]]:
        """The ids of messages that are due, first of their place, and in nobody's hands."""
        one = inbox.alias("one")
        free = or_(one.c.lease_until.is_(None), one.c.lease_until <= database_clock.now())
        here = () if place is None else _at(one, place)
        return (
            select(one.c.id)
            .where(
                one.c.state == "pending",
                one.c.due_at <= database_clock.now(),
                free,
                tuple_(one.c.consumer, one.c.topic).in_(self._known),
                ~_held_up(one),
                *here,
            )
            .order_by(one.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )


def _at(one: AnyRows, place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        one.c.consumer == place.consumer,
        one.c.tenant == place.tenant,
        one.c.key == place.key,
    )


def _held_up(one: AnyRows) -> ColumnElement[bool]:
    """That of the same place a message stands before it, or is being handled just now.

    Events of one origin stand in the order of their sequence, origins in that of the oldest message
    that each has waiting. To compare any two messages, one pair by sequence and the next by
    arrival, would not do: three of them could wait for each other in a circle.
    """
    other = inbox.alias("other")
    ours = and_(other.c.origin == one.c.origin, _rank(other) < _rank(one))
    theirs = and_(
        other.c.origin != one.c.origin,
        other.c.id < one.c.id,
        ~_waits_before(other, inbox.alias("sibling"), one),
    )
    in_hand = other.c.lease_until > database_clock.now()
    return exists().where(*_waiting(other, one), or_(in_hand, ours, theirs))


def _waits_before(other: AnyRows, sibling: AnyRows, one: AnyRows) -> ColumnElement[bool]:
    """That a message of *one*'s origin has been waiting for longer than *other*."""
    same = sibling.c.origin == one.c.origin
    found = exists().where(*_waiting(sibling, one), same, sibling.c.id < other.c.id)
    return found.correlate(other, one)


def _waiting(other: AnyRows, one: AnyRows) -> tuple[ColumnElement[bool], ...]:
    """That *other* is unsettled in the place of *one*."""
    return (
        other.c.consumer == one.c.consumer,
        other.c.tenant == one.c.tenant,
        other.c.key == one.c.key,
        other.c.state != literal_column("'done'"),  # literally, or the partial index is not used
        or_(
            other.c.state.in_(("pending", "parked")),
            and_(other.c.state == "dead", other.c.blocks),
        ),
    )


def _rank(one: AnyRows) -> Tuple:
    return tuple_(func.coalesce(one.c.sequence, 0), one.c.id)


def _claim(row: RowMapping, token: UUID) -> MessageClaim:
    return MessageClaim(
        id=row["id"],
        token=token,
        place=Place(row["consumer"], row["tenant"], row["key"]),
        topic=row["topic"],
        event_id=row["event_id"],
        envelope=row["envelope"],
        attempts=row["attempts"],
    )


def _by_id(row: RowMapping) -> int:
    number: int = row["id"]
    return number


def _told(fault: Fault) -> dict[str, object]:
    return {"reason": _short(fault.reason), "fingerprint": fault.fingerprint[:255]}


def _short(reason: str | None) -> str | None:
    return None if reason is None else reason[:_REASON_LENGTH]
