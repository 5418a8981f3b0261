"""Writes to others under keys that are the same whenever the same thing is tried again.

A handler whose commit failed runs anew, and so does a request whose reservation has lapsed. What
they ask of others the second time must be known there as what they asked the first time.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..values import Json
from .client import Query, Reply, Send

READING: Final = frozenset({"GET", "HEAD"})


def derived(*told: str) -> str:
    """One key for all that is *told*, in its order: the same for the same, else another."""
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeyedSend:
    """A sender whose writes have keys by themselves; *next_key* is asked before each of them."""

    send: Send
    next_key: Callable[[], str]

    async def __call__(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Json = None,
        idempotency_key: str | None = None,
        fallback_key: str | None = None,
    ) -> Reply:
        """The reply below 500; see `client.Send`."""
        if method not in READING:
            fallback_key = self.next_key()
        return await self.send(
            method,
            path,
            query=query,
            body=body,
            idempotency_key=idempotency_key,
            fallback_key=fallback_key,
        )
