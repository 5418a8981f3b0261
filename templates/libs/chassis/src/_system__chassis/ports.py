"""What a unit of work needs of the process that it runs in."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from .caller import Caller
from .storage.database import Database
from .storage.names import Stored

if TYPE_CHECKING:
    from .calls.client import Send


class Waking(Protocol):
    """Wakes those who wait for news."""

    def wake(self, channel: str) -> None:
        """Says that there is something new on *channel*; loses nothing, waits for nobody."""


class Dropping(Protocol):
    """Keeps answers."""

    async def drop(self, tags: Collection[str]) -> None:
        """Forgets the answers that carry one of *tags*."""


class Calling(Protocol):
    """Reaches other contexts and externals."""

    def send(self, target: str, caller: Caller, *, timeout: float, retry: int) -> "Send":
        """What sends to *target* for *caller*; *timeout* in seconds for each of the attempts."""
        ...


class WorkRuntime(Protocol):
    """The parts of the runtime that a unit of work uses."""

    @property
    def service(self) -> Stored: ...
    @property
    def database(self) -> Database: ...
    @property
    def signals(self) -> Waking: ...
    @property
    def cache(self) -> Dropping: ...
    @property
    def calls(self) -> Calling: ...
