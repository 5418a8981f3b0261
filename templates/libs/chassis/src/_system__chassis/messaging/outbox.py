"""Events on their way out: written with the effect that they tell of, published by the relay."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from ..storage.runtime_tables import outbox
from ..storage.statements import insert_all
from .events import Envelope, PublishedEvent

_PLACES = 1000  # events of one aggregate in one commit that keep their places


async def write(connection: AsyncConnection, envelopes: Sequence[Envelope], now: datetime) -> None:
    """Writes all *envelopes* in one statement."""
    rows = [
        {
            "event_id": envelope.id,
            "topic": envelope.type,
            "key": envelope.subject,
            "tenant": envelope.tenant,
            "envelope": envelope.to_json(),
            "created_at": now,
        }
        for envelope in envelopes
    ]
    if rows:
        await insert_all(connection, outbox, rows)


def seal(
    events: Sequence[tuple[PublishedEvent, ...]],
    version_of: Callable[[str], int | None],
    *,
    source: str,
    now: datetime,
    tenant: str,
    traceparent: str | None,
) -> list[Envelope]:
    """Envelopes of *events*, each of them given in all its published versions.

    An event of an aggregate that this commit writes is counted by that aggregate's version, then
    by its place among the events of the aggregate: *version_of* says the version by the key.
    """
    places: Counter[str] = Counter()
    sealed: list[Envelope] = []
    for versions in events:
        for event in versions:
            key = str(getattr(event, event.key))
            version = version_of(key)
            sealed.append(
                Envelope.of(
                    event,
                    source=source,
                    time=now,
                    tenant=tenant,
                    traceparent=traceparent,
                    sequence=None if version is None else version * _PLACES + places[key],
                )
            )
        places.update({str(getattr(event, event.key)) for event in versions})
    return sealed
