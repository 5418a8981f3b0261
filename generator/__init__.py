"""From the model to a workspace: plan, render, format, merge, write; `generate` is pure.

What is heavy is imported where it is used: whoever asks only whether anything changed waits for
nothing else.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.resources import templates_root

if TYPE_CHECKING:
    from blueprint.model import System
    from generator.format import Formatter
    from generator.parts import Part, Stands
    from generator.plan import Planned, Row
    from generator.tree import File, Tree

__all__ = ["Progress", "Standing", "generate", "nothing_stands", "silent", "templates_root"]

Progress = Callable[[str, float | None], None]
"""Called with a step's name and None when it begins, and with its seconds when it is done."""
Standing = Callable[["Part"], "Stands | None"]
"""Gives the files of a part that need not be rendered, since they stand as they were recorded."""

_LOT = 500  # files that are rendered before their formatting begins


def silent(step: str, seconds: float | None) -> None:
    """Progress for nobody."""


def nothing_stands(part: "Part") -> None:
    """Lets everything be rendered."""


def generate(
    system: "System",
    progress: Progress = silent,
    root: Path | None = None,
    standing: Standing = nothing_stands,
) -> "Tree":
    """Every file that *system* gives, formatted; nothing outside a scratch folder is touched.

    *root* is the folder of the templates, where they are not Blueprint's own; *standing* gives the
    files of contexts that are not rendered.
    """
    from generator.format import formatting
    from generator.parts import parts
    from generator.plan import read_rows
    from generator.tree import Tree

    root = root or templates_root()
    with _step("plan", progress):
        rows = read_rows(root)
        found = [(part, standing(part)) for part in parts(system)]
        stood = [(part.context, stands) for part, stands in found if stands]
        files = [file for _, stands in stood for file in stands.files]
        unmarked = [context for context, stands in stood if context and stands.unmarked]
        planned = [(part, part.planned(rows, unmarked)) for part, stands in found if not stands]
    with formatting(one.path for _, several in planned for one in several) as formatter:
        with _step("render", progress):
            files += _rendered(planned, root, rows, formatter)
        with _step("format", progress):
            tree = Tree(files).with_contents(formatter.finish())
    return _handed_over(tree, system.own)


def _rendered(
    planned: "Iterable[tuple[Part, list[Planned]]]",
    root: Path,
    rows: "list[Row]",
    formatter: "Formatter",
) -> "Iterator[File]":
    """Every file as its template gives it; what is rendered is formatted beside the rest."""
    from generator.emit import emit_part
    from generator.render import render

    for lot in _lots(planned):
        rendered = render([one for _, several in lot for one in several], root)
        rendered += [file for part, _ in lot for file in emit_part(part.system, part.context, rows)]
        formatter.begin(rendered)
        yield from rendered


def _lots(
    planned: "Iterable[tuple[Part, list[Planned]]]",
) -> "Iterator[list[tuple[Part, list[Planned]]]]":
    """The plan in lots of whole contexts, first what belongs to none."""
    lot: list[tuple[Part, list[Planned]]] = []
    for part, files in planned:
        lot.append((part, files))
        if part.context is None or sum(len(several) for _, several in lot) >= _LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def _handed_over(tree: "Tree", own: Iterable[str]) -> "Tree":
    """The tree in which the files of *own* are nobody's but the user's."""
    from dataclasses import replace

    from generator.tree import Owner, Tree

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
