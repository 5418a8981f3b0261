"""An issuer's public keys: fetched without blocking, and kept on while fetching fails."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import httpx2
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from ..errors import Unavailable
from ..values import Json

LIFETIME = 300.0  # seconds after which keys are fetched anew
COOL_DOWN = 30.0  # seconds in which a stranger's `kid` makes us fetch once
TIMEOUT = 5.0
ALGORITHMS = ("RS256", "ES256", "EdDSA")

_UNUSABLE = (httpx2.HTTPError, httpx2.InvalidURL, PyJWTError, ValueError, TypeError, LookupError)
"""What an issuer makes us raise that is down, or that answers nonsense."""

Fetch = Callable[[], Awaitable[Json]]


class Keys(Protocol):
    """Whoever has public keys."""

    async def find(self, kid: str) -> PyJWK | None:
        """The key that is called *kid*; None where the issuer has none such."""
        ...


class Jwks:
    """The keys of one JWKS document."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, PyJWK] = {}
        self._fetched: float | None = None
        self._tried: float | None = None
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> PyJWK | None:
        """The key *kid*; raises Unavailable while no document could ever be fetched."""
        if self._wants(kid):
            async with self._lock:
                if self._wants(kid):  # whoever had the lock before us may have fetched it
                    await self._refresh()
        if self._fetched is None:
            raise Unavailable("the issuer's keys cannot be fetched")
        return self._keys.get(kid)

    def _wants(self, kid: str) -> bool:
        now = self._clock()
        if self._tried is not None and now - self._tried < COOL_DOWN:
            return False
        stale = self._fetched is None or now - self._fetched >= LIFETIME
        return stale or kid not in self._keys

    async def _refresh(self) -> None:
        self._tried = self._clock()
        try:
            keys = _parse(await self._fetch())
        except _UNUSABLE:
            return  # the old keys stay: an issuer that is down must not end every session
        self._keys = keys
        self._fetched = self._clock()


def _parse(document: Json) -> dict[str, PyJWK]:
    if not isinstance(document, dict):
        raise ValueError("a JWKS document is an object")
    listed = document.get("keys")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError("a JWKS document lists keys, each of which is an object")
    found = PyJWKSet.from_dict(document)
    return {key.key_id: key for key in found.keys if key.key_id}


def fetching(issuer: str, url: str) -> Fetch:
    """Fetches from *url*; where it is "", from where the issuer's discovery document points."""

    async def fetch() -> Json:
        async with httpx2.AsyncClient(timeout=TIMEOUT, follow_redirects=False) as client:
            place = url
            if not place:
                discovery = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
                told = (await _get(client, discovery)).get("jwks_uri")
                if not isinstance(told, str):
                    raise ValueError(f"{discovery} names no jwks_uri")
                place = told
            return await _get(client, place)

    return fetch


async def _get(client: httpx2.AsyncClient, url: str) -> dict[str, Json]:
    answer = await client.get(url)
    answer.raise_for_status()
    document: Json = answer.json()
    if not isinstance(document, dict):
        raise ValueError(f"{url} did not answer with an object")
    return document


class FixedKeys:
    """Keys that are known without asking anybody."""

    def __init__(self, document: Json) -> None:
        self._keys = _parse(document)

    async def find(self, kid: str) -> PyJWK | None:
        """The key *kid*."""
        return self._keys.get(kid)
