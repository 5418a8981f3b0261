"""What the demo prints: one line a step, what was promised and what was seen."""

import sys
import time


class BrokenError(Exception):
    """A step that is not as promised; ends the demo with status 1."""


class Report:
    """Counts and prints steps; on a terminal in colour."""

    def __init__(self) -> None:
        self.steps = 0
        self._started = time.monotonic()
        self._colour = sys.stdout.isatty()

    def chapter(self, title: str) -> None:
        """A headline over the steps that follow."""
        print(f"\n{self._paint('1', title)}", flush=True)

    def say(self, what: str) -> None:
        """What is going on while nothing else is to be seen."""
        print(f"  {self._paint('2', f'… {what}')}", flush=True)

    def seen(self, what: str, detail: str = "") -> None:
        """A step that went as promised."""
        self.steps += 1
        tail = f"  {self._paint('2', detail)}" if detail else ""
        print(f"  {self._paint('32', 'ok')}  {what}{tail}", flush=True)

    def expect(self, promised: object, seen: object, what: str, detail: str = "") -> None:
        """A step with something to compare; raises BrokenError where it differs."""
        if promised != seen:
            raise BrokenError(f"{what}: promised {promised!r}, seen {seen!r}")
        self.seen(what, detail)

    def finish(self) -> None:
        """The last line."""
        seconds = time.monotonic() - self._started
        print(f"\n{self.steps} steps, each as promised, in {seconds:.0f} s", flush=True)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text
