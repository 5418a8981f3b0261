"""The unit of work: all that one request, message or scheduled run does, in one transaction.

No transaction is open while a use case runs, but where it locks rows. What it wants written and
sent is collected here and goes out together at the commit, or not at all.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeAlias
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from .caller import Caller
from .calls.keyed import KeyedSend, derived
from .errors import Conflict, PreconditionFailed, Refusal
from .messaging import outbox
from .messaging.events import Envelope, PublishedEvent
from .observability.telemetry import traceparent
from .ports import WorkRuntime
from .storage import audit, idempotency
from .storage.idempotency import IdempotencyClaim, Recorded
from .storage.locking import Locking
from .storage.pending import Held, Pending
from .storage.runtime_tables import known_tenants
from .storage.storing import store
from .storage.upserts import insert_into
from .uninterrupted import uninterrupted

if TYPE_CHECKING:
    from .calls.client import Send

ANY_THERE: Final[frozenset[int]] = frozenset({-1})
"""What If-Match says with a star: any version, of something that is there."""

Also: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]
"""Something more to be done in the transaction of the commit."""


@dataclass(slots=True, kw_only=True)
class Work:
    """One unit of work; left without a commit, it has done nothing.

    `now` is the time of all that it does, in UTC.

    `own` limits what is found to what belongs to the caller. `if_match` holds the versions that the
    caller is ready to change, of the aggregate `guards`: None is any, ANY_THERE any that is there.
    `claim` is the idempotency key that the commit answers for. `audited` says that it is a command,
    which leaves a row in the audit log. `origin` is what it is all done for, and the same whenever
    that is tried again: a message's id, a client's key; "" where nothing is tried again.
    """

    runtime: WorkRuntime
    caller: Caller
    now: datetime
    operation: str = ""
    own: bool = False
    if_match: frozenset[int] | None = None
    guards: str | None = None
    claim: IdempotencyClaim | None = None
    audited: bool = False
    origin: str = ""
    pending: Pending = field(default_factory=Pending, init=False)
    matched: bool = field(default=False, init=False)
    """Whether If-Match has been compared."""
    reached: bool = field(default=False, init=False)
    """Whether a write has been sent to another context or an external, whatever became of it."""
    locking: Locking | None = field(default=None, init=False)
    """The transaction that is open where rows are locked."""
    _sent: Counter[str] = field(default_factory=Counter, init=False)
    _events: list[tuple[PublishedEvent, ...]] = field(default_factory=list, init=False)
    _committed: bool = field(default=False, init=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.locking is not None:
            await uninterrupted(self._abandon(self.locking))

    async def begin(self) -> None:
        """Opens the transaction of the commit now, so that rows can be locked until then.

        Whoever does so has `async with` around this, and calls nobody meanwhile.
        """
        if self.locking is None:
            self.locking = await Locking.begin(self.runtime.database, self.caller.tenant)

    async def _abandon(self, locking: Locking) -> None:
        self.locking = None
        await locking.abandon()

    def emitter(
        self, published: Mapping[type, tuple[type[PublishedEvent], ...]]
    ) -> Callable[[object], None]:
        """What use cases emit events with: each goes out in all versions that are published of it.

        A function and no method: nothing else is to be reached through it.
        """
        events = self._events

        def emit(event: object) -> None:
            events.append(tuple(version.of(event) for version in published[type(event)]))

        return emit

    def needs(self, target: str, *, timeout: float, retry: int) -> "Send":
        """What calls the context or external *target*, on behalf of this unit's caller.

        Its writes carry an idempotency key made of `origin` and of how many went to *target* before
        them: a context does them once although this is tried again, for as long as it keeps keys.
        It refuses (`key_reused`) what does not say the same the second time.
        """
        if self.locking is not None:
            raise RuntimeError(f"{target} is not to be called while rows are locked")
        send = self.runtime.calls.send(target, self.caller, timeout=timeout, retry=retry)
        return KeyedSend(send, partial(self._next_key, target))

    def _next_key(self, target: str) -> str:
        self.reached = True
        self.origin = self.origin or uuid4().hex
        self._sent[target] += 1
        service, tenant = self.runtime.service, self.caller.tenant
        place = (service.system, service.stored, self.operation, tenant)
        return derived(*place, self.origin, target, str(self._sent[target]))

    @property
    def version(self) -> int | None:
        """What the aggregate that the policy guards will have; None where not one is written."""
        written = [held for held in self.pending.changed() if held.name == self.guards]
        kept = [held for held in written if held.item is not None]
        return kept[0].version + 1 if len(kept) == 1 else None

    @property
    def writes(self) -> bool:
        """Whether there is anything to be written or published."""
        return bool(self._events or self.pending.names())

    async def commit(self, also: Also | None = None, *, answer: Recorded | None = None) -> None:
        """Writes all in one transaction, then tells those who wait for it. Once.

        *also* runs inside the transaction; *answer* is kept for a repetition with the same key.
        Raises Conflict, or PreconditionFailed where the caller named a version, when somebody
        else wrote first; DuplicateValue, KeyInFlight, Unavailable, Busy. Then nothing is written.
        """
        if self._committed:
            raise RuntimeError("this unit of work was committed before")
        self._committed = True
        if not self._anything(also):
            return
        begun = False
        try:
            async with self._transaction() as connection:
                await self._write(connection, also, answer)
                begun = True
            self._known()
        finally:
            # Cancelled or cut off in the middle of its COMMIT, it may have succeeded all the same.
            if begun:
                await uninterrupted(self._tell())

    def _transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """That of the commit: the one that is open, or a new one."""
        locking, self.locking = self.locking, None
        if locking is not None:
            return locking.finishing()
        return self.runtime.database.write(self.caller.tenant)

    def _anything(self, also: Also | None) -> bool:
        return also is not None or self.claim is not None or self.audited or self.writes

    async def _write(
        self, connection: AsyncConnection, also: Also | None, answer: Recorded | None
    ) -> None:
        if self.claim is not None and answer is not None:
            await idempotency.record(connection, self.claim, answer, self.now)
        changed = self.pending.changed()
        if (lost := await store(connection, changed, self.caller.tenant)) is not None:
            raise self._lost(lost)
        for _, write in self.pending.views:
            await write(connection)
        await outbox.write(connection, self._sealed(changed), self.now)
        if self.audited:
            await audit.write(
                connection, self.operation, self.caller, changed, now=self.now, trace=traceparent()
            )
        await self._know_tenant(connection)
        if also is not None:
            await also(connection)

    def _sealed(self, changed: list[Held[object]]) -> list[Envelope]:
        service = self.runtime.service
        versions = {str(held.id): held.version + 1 for held in changed}
        return outbox.seal(
            self._events,
            versions.get,
            source=f"/{service.system}/{service.stored}",
            now=self.now,
            tenant=self.caller.tenant,
            traceparent=traceparent(),
        )

    def _lost(self, held: Held[object]) -> Refusal:
        if self.if_match not in (None, ANY_THERE) and held.name == self.guards:
            return PreconditionFailed(f"{held.name} was changed meanwhile")
        return Conflict(f"{held.name} was changed meanwhile")

    async def _know_tenant(self, connection: AsyncConnection) -> None:
        tenant = self.caller.tenant
        if tenant and tenant not in self.runtime.database.known_tenants:
            row = {"tenant": tenant}
            await connection.execute(insert_into(connection, known_tenants, row, over=("tenant",)))

    def _known(self) -> None:
        if self.caller.tenant:
            self.runtime.database.known_tenants.add(self.caller.tenant)

    async def _tell(self) -> None:
        """What follows a commit; does no harm where that has failed."""
        runtime, tenant = self.runtime, self.caller.tenant
        if self._events:
            runtime.signals.wake("outbox")
        if tags := [f"{tenant}:{name}" for name in sorted(self.pending.names())]:
            await runtime.cache.drop(tags)
