"""Dead messages as the demo's reader would handle them: with the workspace's own `make dead`."""

import json
from dataclasses import dataclass

from tests.demo.workplace import Workplace


@dataclass(frozen=True)
class DeadLetters:
    """`make dead` in the workspace."""

    workplace: Workplace

    def count(self, context: str) -> int:
        """How many messages of *context* are dead."""
        return len(json.loads(self.workplace.make("dead", f"list --context {context} --json")))

    def replay(self, context: str) -> int:
        """Puts every dead message of *context* back; answers how many."""
        told = self.workplace.make("dead", f"replay --context {context} --all --json")
        return int(json.loads(told)["replayed"])
