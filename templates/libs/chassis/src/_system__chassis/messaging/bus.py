"""What a message bus must be able to do; each broker is one module that does it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from ..values import Json
from .events import Envelope


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the bus hands it out; `receipt` is what the bus knows it by.

    `body` is an envelope as JSON unless somebody else writes to the bus too.
    """

    receipt: str
    topic: str
    body: Json


class Bus(Protocol):
    """Carries envelopes from one context to groups of others: at least once, in order per key."""

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[UUID]:
        """Publishes in the given order; answers the ids of those that the bus has for good.

        After one that failed nothing with the same subject may be published. Raises Unavailable
        when the bus cannot be reached; any other exception means that one of them is to blame.
        """

    async def receive(self, group: str, topics: Collection[str], limit: int) -> list[Delivery]:
        """Up to *limit* of what *group* has not acknowledged, the oldest first; [] is no news."""

    async def acknowledge(self, group: str, deliveries: Sequence[Delivery]) -> None:
        """Says that *group* has stored these and needs them no more."""

    async def forget(self, keep: timedelta, limit: int) -> int:
        """Deletes up to *limit* messages that are older than *keep* and that every group has.

        Answers how many it were; 0 for a broker that sees to this itself.
        """

    async def check(self) -> None:
        """Raises Unavailable when the bus cannot be reached."""

    async def close(self) -> None:
        """Gives back what the bus holds."""
