"""A run that knows of earlier ones says and does what one does that knows of none."""

import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import stamps, unchanged
from tests.cli.small import TEMPLATES, made, run, use_small_templates
from tests.unchanged import edits
from tests.unchanged.edits import EDITS, Edit
from tests.unchanged.twins import TICK, Twins, sync

pytestmark = pytest.mark.slow

NOTHING = "Nothing to do: the workspace follows its blueprint.\n"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new workspace of the shop, in a process that takes files as settled soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.templates_root", None)
        patch.setattr(stamps, "_TICK", TICK)
        use_small_templates()
        yield made(tmp_path_factory.mktemp("settled"))


_numbers = count()


def twins(settled: Path) -> Twins:
    """A copy of the workspace that is known well."""
    folder = settled.parent / f"{next(_numbers)}"
    found = Twins(folder)
    shutil.copytree(settled, found.root, symlinks=True)
    found.settle()
    return found


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_an_edit_a_run_finds_what_one_finds_that_knows_nothing(
    settled: Path, edit: Edit
) -> None:
    known = twins(settled)

    edit(known.root)

    assert known.differ() == ""
    assert known.differ() == ""


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(EDITS), min_size=2, max_size=5), st.data())
def test_after_any_edits_a_run_finds_what_one_finds_that_knows_nothing(
    settled: Path, several: list[Edit], data: st.DataObject
) -> None:
    known = twins(settled)

    for edit in several:
        edit(known.root)
        if data.draw(st.booleans()):
            known.settle()
        assert known.differ() == ""
    shutil.rmtree(known.folder)


def test_what_is_known_is_told_without_a_run(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = twins(settled)
    monkeypatch.setattr("blueprint.cli.following.follow", None)

    assert sync(known.root, known.cache).out == NOTHING


def test_a_run_that_changes_nothing_touches_no_file(settled: Path) -> None:
    known = twins(settled)
    before = {path: path.lstat() for path in known.root.rglob("*")}

    sync(known.root, known.cache)

    after = {path: path.lstat() for path in known.root.rglob("*")}
    assert [(p, s.st_mtime_ns, s.st_ino) for p, s in before.items()] == [
        (p, s.st_mtime_ns, s.st_ino) for p, s in after.items()
    ]


def test_another_day_is_another_run(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> "Tomorrow":
            found = date.today() + timedelta(days=1)
            return cls(found.year, found.month, found.day)

    known = twins(settled)
    assert unchanged.answer(known.root, Path()) is None
    monkeypatch.setattr(unchanged, "date", Tomorrow)
    monkeypatch.setattr("blueprint.cli.following.follow", _fail)

    assert sync(known.root, known.cache).status == 4


def test_another_template_is_another_run(tmp_path: Path) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    workspace = made(tmp_path)
    here = {"SMALL_TEMPLATES": str(templates), "BLUEPRINT_CACHE": str(tmp_path / "cache")}
    for _ in range(2):
        run("sync", cwd=workspace, **here)
    with (templates / "README.md.jinja").open("a") as file:
        file.write("One more line.\n")

    run("sync", cwd=workspace, **here)

    assert (workspace / "README.md").read_text().endswith("One more line.\n")


def test_a_write_within_one_tick_of_the_clock_is_seen(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = twins(settled)
    coarse = 10**18  # a file system whose clock hardly ever ticks
    real = stamps.stamp

    def stamp(place: str) -> stamps.Stamp | None:
        found = real(place)
        return found and [*found[:2], *(time // coarse * coarse for time in found[2:4]), found[4]]

    monkeypatch.setattr(stamps, "stamp", stamp)
    monkeypatch.setattr(stamps, "_TICK", coarse)
    edits.touch_the_blueprint(known.root)
    known.settle()

    edits.edit_without_a_trace(known.root)

    assert known.differ() == ""


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(where=st.floats(0, 1), what=st.binary(max_size=3))
def test_what_is_damaged_is_not_there(settled: Path, where: float, what: bytes) -> None:
    known = twins(settled)
    for path in (known.cache / "workspaces").iterdir():
        content = path.read_bytes()
        place = int(where * len(content))
        path.write_bytes(content[:place] + what + content[place + 1 :])
    edits.edit_what_is_generated(known.root)

    assert known.differ() == ""
    shutil.rmtree(known.folder)


def test_it_may_lie_where_nothing_can_be_written(settled: Path) -> None:
    known = twins(settled)
    shutil.rmtree(known.cache)
    known.cache.write_text("in the way")

    assert sync(known.root, known.cache).out == NOTHING


def _fail(*_: object) -> None:
    raise OSError("a run")


def test_the_tick_is_not_shorter_than_a_second() -> None:
    now = time.time_ns()

    assert not stamps.is_settled([0, 0, now - TICK // 2, 0, 0], now)
