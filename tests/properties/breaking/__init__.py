"""Ways to break a valid blueprint in one place, each with the rule that must say so, and where."""

from tests.properties.breaking import (  # noqa: F401 - each registers its breakages
    of_apis,
    of_events,
    of_layout,
    of_names,
    of_relations,
    of_shape,
)
from tests.properties.breaking.breakage import BREAKAGES, Breakage, Broken, broken

__all__ = ["BREAKAGES", "Breakage", "Broken", "broken"]
