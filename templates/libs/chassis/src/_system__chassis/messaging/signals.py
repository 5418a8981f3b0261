"""Wake-ups: a hint that there is something to do, in this process and, on PostgreSQL, in others.

A signal carries no data and may be lost: every loop that waits for one also looks by itself once
in a while. NOTIFY is sent after the commit, from a connection of its own and gathered for some
milliseconds, since inside a transaction it makes all commits of the database wait for each other.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol, cast
from weakref import WeakSet

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

OUTBOX = "outbox"
BUS = "bus"
INBOX = "inbox"

_DEBOUNCE = 0.02
_PING = 5.0
_RECONNECT = 1.0
_NOTIFY = text("SELECT pg_notify(:channel, said) FROM unnest(CAST(:said AS text[])) AS said")

_log = structlog.get_logger(__name__)
_here: "WeakSet[Signals]" = WeakSet()


class Signals:
    """The wake-ups of one context. The channel `bus` is the whole system's, others its own."""

    def __init__(self, system: str, context: str, url: str | None = None) -> None:
        """*url*: a PostgreSQL past any pooler, to reach other processes; None for this one only."""
        self.system, self.context = system, context
        self._url = url
        self._events: dict[str, asyncio.Event] = {}
        self._callbacks: list[tuple[str, Callable[[str], None]]] = []
        self._outgoing: set[str] = set()
        self._to_send = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pump: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to hear the others; does not wait for a connection."""
        self._loop = asyncio.get_running_loop()
        _here.add(self)
        if self._url is not None and self._pump is None:
            self._pump = asyncio.create_task(self._keep_connected(self._url), name="signals")

    async def close(self) -> None:
        """Sends what is waiting to be sent, then hears nothing any more."""
        _here.discard(self)
        pump, self._pump = self._pump, None
        if pump is None:
            return
        if self._outgoing:
            await asyncio.sleep(2 * _DEBOUNCE)
        pump.cancel()
        with suppress(asyncio.CancelledError):
            await pump

    def wake(self, channel: str, *, elsewhere: bool = True) -> None:
        """Wakes whoever waits for *channel*, in other processes, too. Call it after the commit."""
        self._deliver(channel)
        for peer in list(_here):
            if peer is not self and peer._loop is self._loop and self._concerns(peer, channel):
                peer._deliver(channel)
        if elsewhere and self._pump is not None:
            self._outgoing.add(self._address(channel))
            self._to_send.set()

    async def wait(self, channel: str, seconds: float) -> bool:
        """Waits for a wake-up, at most *seconds*; one that came since the last wait counts.

        One loop may wait for a channel of one object; answers whether it was woken.
        """
        event = self._events.setdefault(channel, asyncio.Event())
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        event.clear()
        return True

    def on(self, prefix: str, callback: Callable[[str], None]) -> None:
        """Calls *callback* with the channel of each wake-up whose channel begins with *prefix*."""
        self._callbacks.append((prefix, callback))

    def _deliver(self, channel: str) -> None:
        self._events.setdefault(channel, asyncio.Event()).set()
        for prefix, callback in self._callbacks:
            if channel.startswith(prefix):
                try:
                    callback(channel)
                except Exception:  # a listener's fault must not keep the others from hearing
                    _log.exception("signal_callback_failed", channel=channel)

    def _concerns(self, peer: "Signals", channel: str) -> bool:
        return peer.system == self.system and (channel == BUS or peer.context == self.context)

    def _address(self, channel: str) -> str:
        return f"/{channel}" if channel == BUS else f"{self.context}/{channel}"

    async def _keep_connected(self, url: str) -> None:
        while True:
            try:
                await self._converse(url)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                _log.warning("signals_disconnected", error=type(error).__name__)
            await asyncio.sleep(_RECONNECT)

    async def _converse(self, url: str) -> None:
        """Listens and sends on one connection until it breaks."""
        engine = create_async_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args={
                "timeout": _PING,
                "server_settings": {"application_name": f"{self.context} signals"},
            },
        )
        try:
            async with engine.connect() as connection:
                own = await self._listen(connection)
                self._wake_all()  # whatever was said while nobody listened
                while True:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_PING):
                            await self._to_send.wait()
                    await asyncio.sleep(_DEBOUNCE)
                    async with asyncio.timeout(_PING):
                        await self._send(connection)
                    if own.is_closed():
                        return
        finally:
            await engine.dispose()

    async def _listen(self, connection: AsyncConnection) -> "_Listening":
        raw = await connection.get_raw_connection()
        driver = cast(_Listening, raw.driver_connection)
        own = driver.get_server_pid()

        def heard(_connection: object, pid: int, _channel: str, said: str) -> None:
            context, _, channel = said.partition("/")
            if pid != own and context in ("", self.context):
                self._deliver(channel)

        await driver.add_listener(self._channel, heard)
        return driver

    async def _send(self, connection: AsyncConnection) -> None:
        """One statement for all that is to be said; with nothing to say, it is the ping."""
        self._to_send.clear()
        said, self._outgoing = self._outgoing, set()
        try:
            await connection.execute(_NOTIFY, {"channel": self._channel, "said": sorted(said)})
        except BaseException:
            self._outgoing |= said
            raise

    def _wake_all(self) -> None:
        for channel in list(self._events):
            self._deliver(channel)

    @property
    def _channel(self) -> str:
        return f"{self.system}_signals"


class _Listening(Protocol):
    """The part of asyncpg's connection that SQLAlchemy does not wrap."""

    def add_listener(
        self, channel: str, callback: Callable[[object, int, str, str], None]
    ) -> Awaitable[None]: ...

    def get_server_pid(self) -> int: ...

    def is_closed(self) -> bool: ...
