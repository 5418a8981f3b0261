"""`blueprint check`, phase by phase in a process of its own: `python -m benchmarks.phases PATH`.

Prints a JSON object of seconds by phase; the imports of a step stand before it. As in the command
itself, no unused objects are searched for.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blueprint.cli.process import leave_out_plugins, uncollected

PHASES = (
    "import typer and pydantic",
    "import the loader",
    "import the document",
    "import the rules",
    "load",
    "shape",
    "facts",
    "judge",
    "render",
)


def measure(path: Path) -> dict[str, float]:
    """Seconds by phase of checking the blueprint at *path*."""
    spent: dict[str, float] = {}
    leave_out_plugins()
    with uncollected():
        _import(spent)
        _check(path, spent)
    return spent


def _import(spent: dict[str, float]) -> None:
    with _timed(spent, "import typer and pydantic"):
        import typer._adapters  # noqa: F401  what typer brings in when it reads arguments
    with _timed(spent, "import the loader"):
        from blueprint import load  # noqa: F401
    with _timed(spent, "import the document"):
        from blueprint.document import Document

        Document.model_rebuild()
    with _timed(spent, "import the rules"):
        from blueprint import read  # noqa: F401  with all that it needs
        from blueprint.rules.registry import rules

        rules()


def _check(path: Path, spent: dict[str, float]) -> None:
    from blueprint.diagnostics import render_all
    from blueprint.document import Document
    from blueprint.load import load
    from blueprint.rules import reading
    from blueprint.rules.checking import check

    with _timed(spent, "load"):
        loaded = load(path)
    with _timed(spent, "shape"):
        document = Document.model_validate(loaded.data)
    with _timed(spent, "facts"):
        reading.system(document)
    with _timed(spent, "judge"):
        checked = check(document, loaded.positions)
    with _timed(spent, "render"):
        render_all(checked.found)
    spent["judge"] -= spent["facts"]  # which it builds for itself once more


@contextmanager
def _timed(spent: dict[str, float], phase: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    spent[phase] = time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
