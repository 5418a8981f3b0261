"""Files that Python writes and no template: contracts; found by the `emit = …` of plan.toml."""

import importlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from blueprint.model import Context, System
from generator.plan import PlanError, Row
from generator.tree import File

Emitted: TypeAlias = tuple[str, str, str | None]
"""A path, its text, and the context that it belongs to, or None."""
Emitter: TypeAlias = Callable[[System, Context | None], Iterable[Emitted]]


def emit_part(system: System, context: Context | None, rows: Iterable[Row]) -> Iterator[File]:
    """What the rows that name an emitter give for one context, or for the system as a whole.

    The files are unformatted.
    """
    for row in rows:
        if row.emit is not None:
            yield from _files(system, context, row, row.emit)


def _files(system: System, part: Context | None, row: Row, name: str) -> Iterator[File]:
    for path, text, context in emitter(name)(system, part):
        yield File(
            path=path,
            content=text.encode("utf-8"),
            owner=row.owner,
            node=context or "system",
            context=context,
        )


def emitter(name: str) -> Emitter:
    """The function `emit_part` of `generator.NAME`; raises PlanError where there is none."""
    try:
        module = importlib.import_module(f"generator.{name}")
    except ModuleNotFoundError as error:
        raise PlanError(f'emit = "{name}": there is no module generator.{name}') from error
    found: Emitter | None = getattr(module, "emit_part", None)
    if found is None:
        raise PlanError(f'emit = "{name}": generator.{name} has no function `emit_part`')
    return found
