"""What a context listens to, and how a message gets into its database.

The intake stores a message and only then acknowledges it. From there on everything (order, retries,
dead and parked messages) is rows in a table, the same whatever the bus is.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, TypeVar

import structlog

from ..storage.runtime_tables import inbox
from ..storage.upserts import insert_into
from ..work import Work
from . import backoff
from .bus import Delivery
from .events import Envelope, MalformedEnvelopeError, PublishedEvent
from .signals import BUS, INBOX

if TYPE_CHECKING:
    from ..runtime import Runtime

E = TypeVar("E", bound=PublishedEvent)

BATCH = 500

_KEY_LENGTH = 255

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a fault is tried again, and the first and the longest pause in seconds."""

    attempts: int = 8
    first: float = 1.0
    most: float = 600.0

    def pause(self, attempt: int, scale: float) -> float:
        """Seconds to wait after the *attempt*th failure."""
        return backoff.pause(attempt, self.first, self.most, scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One event version and one consumer of it; made by `subscribe`.

    `otherwise` says what becomes of a message that is refused, `missing` of one whose aggregate is
    not there, `on_dead` of what waits behind a dead message under the same key.
    """

    event: type[PublishedEvent]
    consumer: str
    handle: Callable[[Work, PublishedEvent], Awaitable[object]]
    place: Callable[[PublishedEvent], str] | None = None
    otherwise: Literal["ignore", "dead"] = "dead"
    missing: Literal["retry", "ignore"] = "retry"
    retry: Retry = Retry()
    on_dead: Literal["block", "skip"] = "block"


def subscribe(
    event: type[E],
    handle: Callable[[Work, E], Awaitable[object]],
    *,
    consumer: str,
    place: Callable[[E], str] | None = None,
    otherwise: Literal["ignore", "dead"] = "dead",
    missing: Literal["retry", "ignore"] = "retry",
    retry: Retry = Retry(),
    on_dead: Literal["block", "skip"] = "block",
) -> Subscription:
    """*handle* is run for every *event*; *consumer* names its place in the inbox, for good.

    Events of a consumer are handled one after another where they have one key: the event's own, or
    what *place* makes of it, so that whatever changes one row waits in one line. There the events
    of one aggregate keep the order in which it emitted them; those of different aggregates are
    handled as they arrive. Contexts publish independently of each other: what follows from an
    event may arrive before it. State that only moves forward must therefore not be overwritten by
    whatever comes last: give each event a column of its own (`collected_at`, `reported_at`), or
    let an operation take it whose lifecycle refuses to go back, with `otherwise="ignore"`.
    """

    def typed(published: PublishedEvent) -> E:
        if not isinstance(published, event):
            raise TypeError(f"{consumer} takes {event.__name__}, not {type(published).__name__}")
        return published

    async def run(work: Work, published: PublishedEvent) -> None:
        await handle(work, typed(published))

    return Subscription(
        event=event,
        consumer=consumer,
        handle=run,
        place=None if place is None else lambda published: place(typed(published)),
        otherwise=otherwise,
        missing=missing,
        retry=retry,
        on_dead=on_dead,
    )


class Intake:
    """Brings what the bus has for a context into its inbox, once for each consumer."""

    def __init__(self, runtime: "Runtime") -> None:
        self._runtime = runtime
        self._group = runtime.service.stored
        self._consumers: dict[str, list[Subscription]] = {}
        for one in runtime.service.subscriptions:
            self._consumers.setdefault(one.event.topic, []).append(one)

    async def step(self) -> bool:
        """Takes in one batch; answers whether there was any."""
        if not self._consumers:
            return False
        runtime = self._runtime
        deliveries = await runtime.bus.receive(self._group, self._consumers, BATCH)
        if not deliveries:
            return False
        await self._store([row for one in deliveries for row in self._rows(one)])
        await runtime.bus.acknowledge(self._group, deliveries)
        runtime.signals.wake(INBOX)
        return True

    async def rest(self) -> None:
        """Waits for news from the bus, or looks again after a second."""
        await self._runtime.signals.wait(BUS, 1.0)

    async def _store(self, rows: Sequence[dict[str, object]]) -> None:
        if not rows:
            return
        async with self._runtime.database.system() as connection:
            storing = insert_into(
                connection, inbox, rows[0], over=["consumer", "event_id"], sets=()
            )
            await connection.execute(storing, rows)

    def _rows(self, delivery: Delivery) -> list[dict[str, object]]:
        """A row for each consumer; none for a topic or version that nobody here knows."""
        consumers = self._consumers.get(delivery.topic, [])
        try:
            envelope = Envelope.from_json(delivery.body)
        except MalformedEnvelopeError as error:
            _log.error("message_malformed", topic=delivery.topic, reason=str(error))
            make = partial(self._malformed, delivery, f"no envelope: {error}")
        else:
            make = partial(self._pending, delivery, envelope)
        return [make(one) for one in consumers]

    def _pending(
        self, delivery: Delivery, envelope: Envelope, subscription: Subscription
    ) -> dict[str, object]:
        return {
            "consumer": subscription.consumer,
            "event_id": str(envelope.id),
            "topic": delivery.topic,
            "key": _place(envelope, subscription)[:_KEY_LENGTH],
            "tenant": envelope.tenant,
            "origin": _origin(envelope),
            "sequence": envelope.sequence,
            "envelope": delivery.body,
            "state": "pending",
            "blocks": False,
            "attempts": 0,
            "due_at": 0.0,
            "reason": None,
            "fingerprint": None,
            "received_at": self._runtime.clock(),
        }

    def _malformed(
        self, delivery: Delivery, reason: str, subscription: Subscription
    ) -> dict[str, object]:
        """Dead from the start: it names no key, so that nothing can wait behind it."""
        receipt = f"receipt-{delivery.receipt}"
        return {
            "consumer": subscription.consumer,
            "event_id": receipt,
            "topic": delivery.topic,
            "key": receipt,
            "tenant": "",
            "origin": receipt,
            "sequence": None,
            "envelope": delivery.body,
            "state": "dead",
            "blocks": False,
            "attempts": 0,
            "due_at": 0.0,
            "reason": reason,
            "fingerprint": "MalformedEnvelopeError",
            "received_at": self._runtime.clock(),
        }


def _place(envelope: Envelope, subscription: Subscription) -> str:
    """The key under which the message waits; the event's own where the payload names none."""
    if subscription.place is None:
        return envelope.subject
    try:
        return subscription.place(subscription.event.model_validate(envelope.data))
    except Exception:  # whatever is wrong with it is told when it is its turn
        return envelope.subject


def _origin(envelope: Envelope) -> str:
    """Of what the sequence counts the events: of one aggregate, or of this event alone."""
    if envelope.sequence is None:
        return str(envelope.id)
    named = f"{envelope.source}\n{envelope.subject}".encode()
    return blake2b(named, digest_size=32).hexdigest()
