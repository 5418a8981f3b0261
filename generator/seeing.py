"""What the templates of one context see of the system: all but what other contexts are inside.

So that a change in one context cannot change a file of another, and need not render it.
"""

import pickle
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal, cast

from blueprint.model import Context, System
from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another context, as far as it may be seen; a template that asks for more fails."""

    name: Name
    json: Literal["snake", "camel"]


def seen_by(context: Context, system: System) -> System:
    """The system as the templates of *context* see it.

    Of other contexts it holds those that the context calls, or has a relation with, as neighbours;
    of the map what is said of the context.
    """
    own = [one for one in system.relations if context.name in (one.upstream, one.downstream)]
    near = {need.endpoint.context.text for need in context.needs}
    near |= {other.text for one in own for other in (one.upstream, one.downstream)}
    known = (one for one in system.contexts if one is context or one.name.text in near)
    return replace(
        system,
        contexts=tuple(one if one is context else _neighbour(one) for one in known),
        relations=tuple(own),
    )


def _neighbour(context: Context) -> Context:
    return cast(Context, Neighbour(name=context.name, json=context.json))


def digest(seen: System) -> str:
    """Of everything that the templates of one context see."""
    return sha256(pickle.dumps(seen, protocol=5)).hexdigest()
