"""Which operations an operation calls and waits for."""

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint.load import Path
from blueprint.rules.facts import Operation


@dataclass(frozen=True, slots=True)
class Call:
    """A call of `context.Name`, and where it is said."""

    operation: str
    path: Path

    @property
    def owner(self) -> str:
        """The context that answers."""
        return self.operation.rpartition(".")[0]


def calls(operation: Operation) -> Iterator[Call]:
    """What an operation needs, and what it passes its input on to."""
    for need in operation.needs:
        yield Call(need.operation, need.path)
    if operation.verb == "call" and operation.target:
        yield Call(operation.target, (*operation.path, "does"))
