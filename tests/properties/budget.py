"""How many examples are tried: few in CI, which is the same each time, and many in a soak."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings

VALID = int(os.environ.get("PROPERTIES_VALID", "300"))
"""Valid blueprints in all."""

TYPED = max(6, VALID // 50)
"""Those of which a type checker sees the workspace."""

BROKEN = int(os.environ.get("PROPERTIES_BROKEN", "20"))
"""Broken ones for each rule, at least."""

SEED = int(os.environ.get("PROPERTIES_SEED", "0"))
"""Another one gives other blueprints."""

SHARDS = max(6, VALID // 50)
"""The runs in which the valid ones are tried, so that several processes share them."""

Test = Callable[..., Any]


def budget(examples: int, shard: int = 0) -> Callable[[Test], Test]:
    """The settings of one run of *examples*, the same for the same seed and shard.

    What fails is shrunk only where somebody asks: each step is a workspace.
    """
    phases = [Phase.explicit, Phase.generate]
    if os.environ.get("PROPERTIES_SHRINK"):
        phases.append(Phase.shrink)

    def decorated(test: Test) -> Test:
        limited = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        )(test)
        return seed(SEED * 1000 + shard)(limited)

    return decorated
