"""How long to wait before the next attempt."""

import random

_JITTER = 0.2  # so that what failed together does not come back together


def pause(attempt: int, first: float, most: float, scale: float = 1.0) -> float:
    """Seconds after the *attempt*th failure: *first*, then twice as long each time up to *most*."""
    whole = min(most, first * 2.0 ** min(attempt - 1, 30))
    return whole * scale * (1 + random.uniform(-_JITTER, _JITTER))
