"""The unit of work: all that one request, message or scheduled run does, in one transaction.

No transaction is open while a use case runs. What it wants written and sent is collected here and
goes out together at the commit, or not at all.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from .caller import Caller
from .errors import Conflict, PreconditionFailed, Refusal
from .messaging import outbox
from .messaging.events import Envelope, PublishedEvent
from .observability.telemetry import traceparent
from .ports import WorkRuntime
from .storage import audit, idempotency
from .storage.idempotency import Claim, Recorded
from .storage.pending import Held, Pending
from .storage.runtime_tables import known_tenants
from .storage.storing import store
from .storage.upserts import insert_into

if TYPE_CHECKING:
    from .calls.client import Send

Also: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]
"""Something more to be done in the transaction of the commit."""


@dataclass(slots=True, kw_only=True)
class Work:
    """One unit of work. `now` is the time of all that it does, in UTC.

    `own` limits what is found to what belongs to the caller. `if_match` is the version that the
    caller believes to change, of the aggregate `guards`. `claim` is the idempotency key that the
    commit answers for. `audited` says that it is a command, which leaves a row in the audit log.
    """

    runtime: WorkRuntime
    caller: Caller
    now: datetime
    operation: str = ""
    own: bool = False
    if_match: int | None = None
    guards: str | None = None
    claim: Claim | None = None
    audited: bool = False
    pending: Pending = field(default_factory=Pending, init=False)
    matched: bool = field(default=False, init=False)
    """Whether If-Match has been compared."""
    _events: list[tuple[PublishedEvent, ...]] = field(default_factory=list, init=False)
    _committed: bool = field(default=False, init=False)

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
        """What calls the context or external *target*, on behalf of this unit's caller."""
        return self.runtime.calls.send(target, self.caller, timeout=timeout, retry=retry)

    async def commit(self, also: Also | None = None, *, answer: Recorded | None = None) -> None:
        """Writes all in one transaction, then tells those who wait for it. Once.

        *also* runs inside the transaction; *answer* is kept for a repetition with the same key.
        Raises Conflict, or PreconditionFailed where the caller named a version, when somebody
        else wrote first; DuplicateValue, KeyInFlight, Unavailable. Then nothing is written.
        """
        if self._committed:
            raise RuntimeError("this unit of work was committed before")
        self._committed = True
        if not self._anything(also):
            return
        async with self.runtime.database.write(self.caller.tenant) as connection:
            await self._write(connection, also, answer)
        await self._tell()

    def _anything(self, also: Also | None) -> bool:
        asked = also is not None or self.claim is not None or self.audited
        return asked or bool(self._events or self.pending.names())

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
            source=f"/{service.system}/{service.name}",
            now=self.now,
            tenant=self.caller.tenant,
            traceparent=traceparent(),
        )

    def _lost(self, held: Held[object]) -> Refusal:
        if self.if_match is not None and held.name == self.guards:
            return PreconditionFailed(f"{held.name} was changed meanwhile")
        return Conflict(f"{held.name} was changed meanwhile")

    async def _know_tenant(self, connection: AsyncConnection) -> None:
        tenant = self.caller.tenant
        if tenant and tenant not in self.runtime.database.known_tenants:
            row = {"tenant": tenant}
            await connection.execute(insert_into(connection, known_tenants, row, over=("tenant",)))

    async def _tell(self) -> None:
        """What follows a commit that has succeeded."""
        runtime, tenant = self.runtime, self.caller.tenant
        if tenant:
            runtime.database.known_tenants.add(tenant)
        if self._events:
            runtime.signals.wake("outbox")
        if tags := [f"{tenant}:{name}" for name in sorted(self.pending.names())]:
            await runtime.cache.drop(tags)
