"""Stops calling who does not answer, and tries again after a while with one call."""

import time
from collections.abc import Callable
from enum import Enum


class State(Enum):
    """Calls go through; calls are refused; one call goes through to see."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Opens after *failures* in a row; lets one call try after *pause* seconds."""

    def __init__(
        self,
        failures: int = 5,
        pause: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._pause = pause
        self._clock = clock
        self._failed = 0
        self._opened: float | None = None
        self._trying: float | None = None

    @property
    def state(self) -> State:
        """Where it stands now."""
        if self._opened is None:
            return State.CLOSED
        return State.OPEN if self._clock() - self._opened < self._pause else State.HALF_OPEN

    def admits(self) -> bool:
        """Whether a call may go out; half-open, the first who asks gets the trial."""
        match self.state:
            case State.CLOSED:
                return True
            case State.OPEN:
                return False
        # A trial whose caller was cancelled is never heard of again: after a pause, another may.
        if self._trying is not None and self._clock() - self._trying < self._pause:
            return False
        self._trying = self._clock()
        return True

    def succeeded(self) -> None:
        """The other answered: closed."""
        self._failed = 0
        self._opened = self._trying = None

    def failed(self) -> None:
        """The other did not answer: opens after too many, or at once after a failed trial."""
        self._failed += 1
        if self._failed >= self._most or self._opened is not None:
            self._opened = self._clock()
            self._trying = None
