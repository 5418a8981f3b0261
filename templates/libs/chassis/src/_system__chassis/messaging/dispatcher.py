"""Runs the handlers: a message is applied once, in the order of its key, or it stays in sight.

The handler runs with no transaction open. Its effect, the events it emits and the mark that the
message is done are committed together, and only if the claim is still this worker's.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

import structlog
from pydantic import ValidationError

from ..calls import deadline
from ..errors import TRANSIENT, NotFound, Refusal, Unwritten
from ..observability.telemetry import continue_trace
from ..own import own_work
from ..values import Json
from .claims import MESSAGE_LEASE, ClaimLostError, Claims, Fault, MessageClaim
from .events import Envelope, MalformedEnvelopeError, PublishedEvent, first_problem
from .failures import fault_of
from .gauges import ATTEMPTS
from .inbox import Subscription
from .signals import INBOX

if TYPE_CHECKING:
    from ..runtime import Runtime

SLOTS = 16
"""Messages that one worker handles at a time, each of another place."""

TIME_LIMIT = MESSAGE_LEASE * 2 / 3
"""Seconds that an attempt may take; less than the lease, so that a slow one is not taken over."""

_POLL = 1.0
_RUN = 100  # messages of one place in a row, before others get the slot

_log = structlog.get_logger(__name__)


class Dispatcher:
    """Handles what stands in the inbox of one context."""

    def __init__(self, runtime: "Runtime", *, lease: float = MESSAGE_LEASE) -> None:
        """*lease*: seconds for which a message is this worker's; attempts get two thirds of it."""
        self._runtime = runtime
        self._subscriptions = {
            (one.consumer, one.event.topic): one for one in runtime.service.subscriptions
        }
        self._claims = Claims(runtime.database, self._subscriptions, lease)
        self._time_limit = lease * TIME_LIMIT / MESSAGE_LEASE
        self._running: set[asyncio.Task[None]] = set()

    async def step(self) -> bool:
        """Gives every free slot a place to work off; answers whether any was found."""
        free = SLOTS - len(self._running)
        claims = await self._claims.take(free) if free else []
        for claim in claims:
            task = asyncio.create_task(self._work_off(claim), name=f"message {claim.event_id}")
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return bool(claims)

    async def rest(self) -> None:
        """Waits until there is news, or a slot becomes free, or a second has passed."""
        await self._runtime.signals.wait(INBOX, _POLL)

    async def finish(self) -> None:
        """Waits for the messages in hand. To be called when no more steps are taken."""
        while self._running:
            await asyncio.wait(self._running)

    async def unpark(self) -> None:
        """Tries again what was parked: perhaps its handler is written by now."""
        if await self._claims.unpark():
            self._runtime.signals.wake(INBOX)

    async def _work_off(self, claim: MessageClaim) -> None:
        """Handles the claimed message, then what follows in the same place."""
        try:
            for _ in range(_RUN):
                following = [] if not await self._handle(claim) else await self._next(claim)
                if not following:
                    break
                (claim,) = following
        except Exception as error:  # what is claimed is taken up again when the claim runs out
            _log.warning("message_unsettled", event_id=claim.event_id, exc_info=error)
        finally:
            self._runtime.signals.wake(INBOX, elsewhere=False)

    async def _next(self, claim: MessageClaim) -> list[MessageClaim]:
        return await self._claims.take(1, claim.place)

    async def _handle(self, claim: MessageClaim) -> bool:
        """One attempt; answers whether the message is settled, so that the next may be taken."""
        subscription = self._subscriptions[claim.place.consumer, claim.topic]
        told = {
            "context": self._runtime.service.name,
            "consumer": claim.place.consumer,
            "event_id": claim.event_id,
            "attempt": claim.attempts,
        }
        name = f"{claim.place.consumer} {claim.topic}"
        with (
            continue_trace(self._runtime.tracer, _traceparent(claim.envelope), name),
            structlog.contextvars.bound_contextvars(**told),
        ):
            settle = await self._attempt(claim, subscription)
            try:
                return await settle()
            except ClaimLostError:
                return await self._lost(claim)

    async def _attempt(
        self, claim: MessageClaim, subscription: Subscription
    ) -> Callable[[], Awaitable[bool]]:
        """Runs the handler; answers how the claim is to end."""
        if claim.attempts > subscription.retry.attempts:
            fault = Fault("no attempt came to an end: each worker died of it", "WorkerDied")
            return partial(self._bury, claim, subscription, fault)
        try:
            envelope = Envelope.from_json(claim.envelope)
            published = subscription.event.model_validate_json(json.dumps(envelope.data))
        except (MalformedEnvelopeError, ValidationError) as error:
            what = first_problem(error) if isinstance(error, ValidationError) else str(error)
            fault = Fault(f"does not parse: {what}", type(error).__name__)
            return partial(self._bury, claim, subscription, fault)
        try:
            with deadline.within(self._time_limit):
                async with asyncio.timeout(self._time_limit):
                    await self._apply(claim, subscription, envelope.tenant, published)
        except Unwritten as error:
            return partial(self._park, claim, Fault(str(error), "Unwritten"))
        except Exception as error:
            return self._after(claim, subscription, error)
        return partial(self._done, claim)

    async def _apply(
        self,
        claim: MessageClaim,
        subscription: Subscription,
        tenant: str,
        published: PublishedEvent,
    ) -> None:
        work = own_work(self._runtime, tenant, subscription.consumer, claim.event_id)
        async with work:
            await subscription.handle(work, published)
            work.audited = bool(work.pending.changed())
            await work.commit(also=partial(self._claims.done, claim=claim))

    def _after(
        self, claim: MessageClaim, subscription: Subscription, error: Exception
    ) -> Callable[[], Awaitable[bool]]:
        """What a failed attempt leads to, by what failed."""
        fault = fault_of(error, self._runtime.service.package)
        if isinstance(error, ClaimLostError):
            return partial(self._lost, claim)
        if isinstance(error, NotFound):
            if subscription.missing == "ignore":
                return partial(self._ignore, claim, fault)
        elif isinstance(error, Refusal) and not isinstance(error, TRANSIENT):
            if subscription.otherwise == "ignore":
                return partial(self._ignore, claim, fault)
            return partial(self._bury, claim, subscription, fault)
        if claim.attempts >= subscription.retry.attempts:
            _log.error("message_failed", exc_info=error)
            return partial(self._bury, claim, subscription, fault)
        return partial(self._retry, claim, subscription, fault)

    async def _done(self, claim: MessageClaim) -> bool:
        _log.info("message_done", topic=claim.topic)
        self._count(claim, "done")
        return True

    async def _lost(self, claim: MessageClaim) -> bool:
        _log.warning("message_taken_over")
        self._count(claim, "lost")
        return False

    async def _ignore(self, claim: MessageClaim, fault: Fault) -> bool:
        await self._claims.ignore(claim, fault.reason)
        _log.info("message_ignored", reason=fault.reason)
        self._count(claim, "ignored")
        return True

    async def _park(self, claim: MessageClaim, fault: Fault) -> bool:
        await self._claims.park(claim, fault)
        _log.info("message_parked", unwritten=fault.reason)
        self._count(claim, "parked")
        return False

    async def _bury(self, claim: MessageClaim, subscription: Subscription, fault: Fault) -> bool:
        blocks = subscription.on_dead == "block"
        await self._claims.bury(claim, fault, blocks=blocks)
        _log.error("message_dead", reason=fault.reason, fingerprint=fault.fingerprint)
        self._count(claim, "dead")
        return not blocks

    async def _retry(self, claim: MessageClaim, subscription: Subscription, fault: Fault) -> bool:
        scale = self._runtime.settings.backoff_scale
        pause = subscription.retry.pause(claim.attempts, scale)
        await self._claims.retry(claim, fault, pause)
        _log.warning("message_retried", reason=fault.reason, pause=round(pause, 3))
        self._count(claim, "retried")
        if pause < _POLL:
            look = partial(self._runtime.signals.wake, INBOX, elsewhere=False)
            asyncio.get_running_loop().call_later(pause, look)
        return False

    def _count(self, claim: MessageClaim, outcome: str) -> None:
        context = self._runtime.service.name
        ATTEMPTS.labels(context, claim.place.consumer, outcome).inc()


def _traceparent(envelope: Json) -> str | None:
    found = envelope.get("traceparent") if isinstance(envelope, dict) else None
    return found if isinstance(found, str) else None
