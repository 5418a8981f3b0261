"""How many histories are lived: few in CI, the same each time, and many in a soak."""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.evolution.machine import STEPS, Machine

HISTORIES = int(os.environ.get("EVOLUTION_HISTORIES", "50"))
"""Histories in all."""

SEED = int(os.environ.get("PROPERTIES_SEED", "0"))
"""Another one gives other histories."""

SHARDS = max(4, HISTORIES // 50)
"""The runs in which they are lived, so that several processes share them."""

REAL = max(2, HISTORIES // 100)
"""The runs of two histories with Blueprint's own templates."""


def live(machine: type[Machine], histories: int, shard: int) -> None:
    """Lives so many histories, the same for the same seed and shard.

    What fails is cut down only where somebody asks: each step takes a while.
    """
    phases = [Phase.explicit, Phase.generate]
    if os.environ.get("PROPERTIES_SHRINK"):
        phases.append(Phase.shrink)
    seeded = type(machine.__name__, (machine,), {})
    seeded._hypothesis_internal_use_seed = SEED * 1000 + shard  # type: ignore[attr-defined]
    try:
        run_state_machine_as_test(
            seeded,
            settings=settings(
                max_examples=histories,
                stateful_step_count=STEPS + 1,  # the first makes the workspace
                deadline=None,
                database=None,
                phases=phases,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as error:
        error.add_note("\n".join(["The history:", *seeded.told]))
        raise
