"""What the templates of a context see of others, and that its digest speaks of all that."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from blueprint.model import Context, System
from blueprint.read import read, read_text
from blueprint.resolve import resolve
from generator.emit import emit_part
from generator.parts import Part, parts
from generator.plan import read_rows
from generator.render import render
from generator.resources import samples_root, templates_root
from generator.seeing import digest
from tests.properties.drafting import blueprints
from tests.properties.drafting.system import Blueprint
from tests.properties.writing import MAIN, plainly

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(samples_root().glob("*/blueprint.yaml"))


def rendered(part: Part) -> Mapping[str, bytes]:
    """The files of a part before they are formatted, by their paths."""
    rows = read_rows(templates_root())
    files = [
        *render(part.planned(rows), templates_root()),
        *emit_part(part.system, part.context, rows),
    ]
    return {file.path: file.content for file in files}


def contexts(system: System) -> dict[str, Part]:
    """The parts of a system that are contexts, by their names."""
    return {part.context.name.snake: part for part in parts(system) if part.context}


def hollow(context: Context) -> Context:
    """A context of which nothing is left but what others may see."""
    return replace(
        context,
        about="Something else.",
        aggregates=(),
        operations=(),
        events=(),
        subscriptions=(),
        views=(),
        enums=(),
        values=(),
        endpoints=(),
        called=(),
        callers=(),
    )


def without(name: str, system: System) -> System:
    """The system in which one context is hollow."""
    others = (hollow(one) if one.name.snake == name else one for one in system.contexts)
    return replace(system, contexts=tuple(others))


def no_context_sees_into_another(system: System) -> None:
    whole = {name: rendered(part) for name, part in contexts(system).items()}
    for hollowed in whole:
        for name, part in contexts(without(hollowed, system)).items():
            if name != hollowed:
                assert digest(part.system) == digest(contexts(system)[name].system)
                assert rendered(part) == whole[name]


@settings(max_examples=8, deadline=None)
@given(blueprints())
def test_whatever_happens_in_a_context_changes_no_file_of_another(blueprint: Blueprint) -> None:
    files = plainly(blueprint)
    reading = read_text(files[MAIN], {p: text for p, text in files.items() if p != MAIN})
    no_context_sees_into_another(resolve(reading.sound, frozenset()))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_in_a_sample_neither(sample: Path) -> None:
    no_context_sees_into_another(resolve(read(sample).sound, frozenset()))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_every_process_has_the_same_digests(sample: Path) -> None:
    first, second = (digests_in_a_process(sample, seed) for seed in ("1", "2"))

    assert first.split() == second.split() != []


SAYING_DIGESTS = """
import sys
from pathlib import Path
from blueprint.read import read
from blueprint.resolve import resolve
from generator.parts import parts
from generator.seeing import digest
system = resolve(read(Path(sys.argv[1])).sound, frozenset())
print(*(digest(part.system) for part in parts(system) if part.context))
"""


def digests_in_a_process(sample: Path, seed: str) -> str:
    """The digest of every context, as told by a process whose hashes are drawn from *seed*."""
    done = subprocess.run(
        [sys.executable, "-c", SAYING_DIGESTS, str(sample)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
