"""A system in parts that are rendered each by itself: the system as a whole, then each context."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint.model import Context, System
from generator.guard import guarded
from generator.plan import Planned, Row, plan_part
from generator.seeing import seen_by
from generator.tree import File


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One context, with the system as its templates see it; or the system, with None."""

    system: System
    context: Context | None

    def planned(self, rows: Iterable[Row], unmarked: Iterable[Context] = ()) -> list[Planned]:
        """The files that templates give for it; names of the framework's are marked.

        *unmarked* are contexts that are known to have none.
        """
        marked = guarded(self.system, unmarked)
        if self.context is None:
            return plan_part(marked, None, rows)
        place = next(n for n, one in enumerate(self.system.contexts) if one is self.context)
        return plan_part(marked, marked.contexts[place], rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What is known of a part that was not rendered: its files; whether no name in it is marked."""

    files: tuple[File, ...]
    unmarked: bool


def parts(system: System) -> Iterator[Part]:
    """The system as a whole, then its contexts in their order."""
    yield Part(system=system, context=None)
    for context in system.contexts:
        yield Part(system=seen_by(context, system), context=context)
