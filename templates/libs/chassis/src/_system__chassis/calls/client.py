"""Calls to other contexts and to externals: bounded in time, repeated only where that is safe."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from ..caller import Caller
from ..documents import dump
from ..errors import Unavailable
from ..values import Json
from ..web.problems import TYPES

Query = Mapping[str, object]

LONGEST = 10 * 1024 * 1024  # bytes that we are willing to read of an answer


class Refused(Exception):
    """Another context answered with a refusal: its *name*, *status*, and what it said."""

    def __init__(self, name: str, status: int, detail: str | None = None) -> None:
        super().__init__(f"{name} ({status})" + (f": {detail}" if detail else ""))
        self.name = name
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; *problem* is the name of a problem detail, "" where there is none."""

    status: int
    json: Json = None
    problem: str = ""
    detail: str | None = None

    def accepted(self) -> Json:
        """The body of a 2xx; raises Refused for a 4xx, and Unavailable for anything else."""
        if 200 <= self.status < 300:
            return self.json
        if 400 <= self.status < 500:
            raise Refused(self.problem or f"status_{self.status}", self.status, self.detail)
        raise Unavailable(f"an answer with status {self.status}")


class Send(Protocol):
    """Sends one request to the target that it was made for."""

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
        """The reply below 500; raises Unavailable when there is none, after what retries may help.

        *idempotency_key* goes with a write that the other does once however often it comes: a
        write to an external is repeated only with one. *fallback_key* is sent where there is none,
        and promises nothing. Raises DeadlineExceeded when nobody waits for it any more.
        """
        ...


class Calls(Protocol):
    """Makes the senders of one context."""

    def send(self, target: str, caller: Caller, *, timeout: float, retry: int) -> Send:
        """A sender to *target*, `patients.GetPatient`, on behalf of *caller*.

        One attempt may take *timeout* seconds; *retry* more follow one that failed.
        """
        ...

    async def close(self) -> None:
        """Closes all connections."""
        ...


def segment(value: object) -> str:
    """*value* as one segment of a path."""
    return quote(text(value), safe="")


def parameters(query: Query | None) -> tuple[tuple[str, str], ...]:
    """*query* as pairs: without what is None, and a list as its name repeated."""
    pairs: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        several = value if isinstance(value, list | tuple | frozenset | set) else [value]
        pairs += [(name, text(each)) for each in several if each is not None]
    return tuple(pairs)


def text(value: object) -> str:
    """*value* as it stands in a URL: as in JSON, but texts without quotes."""
    plain = dump(value)
    return plain if isinstance(plain, str) else json.dumps(plain)


def reply(status: int, content: bytes) -> Reply:
    """What an answer with *status* and *content* says."""
    try:
        body: Json = json.loads(content) if content else None
    except ValueError:
        if 200 <= status < 300:
            raise Unavailable("an answer that is no JSON") from None
        body = None
    if status < 400 or not isinstance(body, dict):
        return Reply(status, body)
    kind, detail = str(body.get("type", "")), body.get("detail")
    name = kind.removeprefix(TYPES) if kind.startswith(TYPES) else ""
    return Reply(status, body, name, detail if isinstance(detail, str) else None)
