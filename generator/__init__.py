"""From the model to a workspace: plan, render, format, merge, write; `generate` is pure."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from blueprint.model import System
from generator.emit import emit
from generator.format import Formatter, formatting
from generator.guard import guarded
from generator.plan import Planned, Row, plan, read_rows
from generator.render import render
from generator.resources import templates_root
from generator.tree import File, Owner, Tree

__all__ = ["Progress", "generate", "silent"]

Progress = Callable[[str, float | None], None]
"""Called with a step's name and None when it begins, and with its seconds when it is done."""

_LOT = 500  # files that are rendered before their formatting begins


def silent(step: str, seconds: float | None) -> None:
    """Progress for nobody."""


def generate(system: System, progress: Progress = silent, root: Path | None = None) -> Tree:
    """Every file that *system* gives, formatted; nothing outside a scratch folder is touched.

    *root* is the folder of the templates, where they are not Blueprint's own.
    """
    root = root or templates_root()
    with _step("plan", progress):
        rows = read_rows(root)
        planned = plan(guarded(system), root, rows)
    with formatting(one.path for one in planned) as formatter:
        with _step("render", progress):
            files = list(_rendered(system, root, rows, planned, formatter))
        with _step("format", progress):
            tree = Tree(files).with_contents(formatter.finish())
    return _handed_over(tree, system.own)


def _rendered(
    system: System, root: Path, rows: list[Row], planned: list[Planned], formatter: Formatter
) -> Iterator[File]:
    """Every file as its template gives it; what is rendered is formatted beside the rest."""
    for lot in _lots(planned):
        rendered = render(lot, root)
        formatter.begin(rendered)
        yield from rendered
    emitted = list(emit(system, rows))
    formatter.begin(emitted)
    yield from emitted


def _lots(planned: list[Planned]) -> Iterator[list[Planned]]:
    """The plan in lots of whole contexts, first what belongs to none."""
    lot: list[Planned] = []
    last: str | None = None
    for one in sorted(planned, key=lambda one: (one.context or "", one.path)):
        if one.context != last and (last is None or len(lot) >= _LOT):
            yield lot
            lot = []
        last = one.context
        lot.append(one)
    yield lot


def _handed_over(tree: Tree, own: Iterable[str]) -> Tree:
    """The tree in which the files of *own* are nobody's but the user's."""
    yours = set(own)
    if not yours:
        return tree
    return Tree(
        replace(file, owner=Owner.YOURS) if file.path in yours else file for file in tree.values()
    )


@contextmanager
def _step(name: str, progress: Progress) -> Iterator[None]:
    progress(name, None)
    started = time.perf_counter()
    yield
    progress(name, time.perf_counter() - started)
