"""Errors stop, warnings are findings, notes are not; exceptions accept the last two until a day."""

import json
from pathlib import Path

import pytest

from blueprint.cli import main
from tests.cli.small import SALES, SHOP, blueprint, run

NOTE = SALES + "enums: {Colour: [red, blue]}\n"
WARNING = SALES.replace("sort: [created_at]", "page: all")
ACCEPTED = """\
exceptions:
  - {rule: BP431, at: sales.ListOrders, because: Few., owner: sales, until: 2030-01-31}
"""

Said = pytest.CaptureFixture[str]


def test_notes_alone_end_in_0(tmp_path: Path, capsys: Said) -> None:
    assert main(["check", str(blueprint(tmp_path, NOTE))]) == 0
    assert capsys.readouterr().out.endswith("1 note; `blueprint rule CODE` explains one.\n")


def test_a_warning_ends_in_1(tmp_path: Path, capsys: Said) -> None:
    assert main(["check", str(blueprint(tmp_path, WARNING))]) == 1
    assert "BP431 warning:" in capsys.readouterr().out


@pytest.mark.parametrize(("sales", "severity"), [(NOTE, "note"), (WARNING, "warning")])
def test_tools_are_told_the_severity(
    tmp_path: Path, capsys: Said, sales: str, severity: str
) -> None:
    main(["check", "--json", str(blueprint(tmp_path, sales))])

    assert [found["severity"] for found in json.loads(capsys.readouterr().out)] == [severity]


def test_no_note_is_said_beside_an_error(tmp_path: Path, capsys: Said) -> None:
    broken = NOTE.replace("create Order", "create Ordre")

    assert main(["check", str(blueprint(tmp_path, broken))]) == 1
    said = capsys.readouterr().out
    assert "BP202" in said
    assert "note" not in said


def test_what_is_accepted_is_only_counted(tmp_path: Path, capsys: Said) -> None:
    assert main(["check", str(blueprint(tmp_path, WARNING, SHOP + ACCEPTED))]) == 0
    assert capsys.readouterr().out == "Nothing to say: 1 finding accepted under exceptions.\n"


@pytest.mark.parametrize(("day", "status"), [("2030-01-31", 0), ("2030-02-01", 1)])
def test_an_exception_holds_on_its_last_day_and_no_longer(
    tmp_path: Path, capsys: Said, day: str, status: int
) -> None:
    source = blueprint(tmp_path, WARNING, SHOP + ACCEPTED)

    assert main(["check", "--today", day, str(source)]) == status
    assert ("BP804 note:" in capsys.readouterr().out) == bool(status)


@pytest.mark.parametrize("key", ["because", "owner", "until"])
def test_an_exception_says_why_who_and_until_when(tmp_path: Path, capsys: Said, key: str) -> None:
    parts = [part for part in ACCEPTED.strip().strip("}").split(", ") if not part.startswith(key)]
    source = blueprint(tmp_path, WARNING, f"{SHOP}{', '.join(parts)}}}\n")

    assert main(["check", str(source)]) == 1
    said = capsys.readouterr().out
    assert f'BP112 "{key}" is missing' in said


def test_a_warning_is_told_and_the_workspace_is_made(tmp_path: Path) -> None:
    done = run("new", tmp_path / "ws", "--from", blueprint(tmp_path / "a", WARNING), cwd=tmp_path)

    assert "BP431 warning:" in done.stderr
    assert done.returncode == 1
    assert (tmp_path / "ws" / "blueprint.yaml").is_file()


def test_the_day_changes_nothing_that_is_generated(tmp_path: Path) -> None:
    ended = "api: {versions: {v1: {status: deprecated, sunset: 2020-01-31}, v2: {status: active}}}"
    over = SHOP + ACCEPTED.replace("2030", "2020")
    source = blueprint(tmp_path / "a", WARNING + ended, over)

    done = run("new", tmp_path / "ws", "--from", source, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "BP" not in done.stderr


def test_a_day_that_is_none_is_refused(tmp_path: Path, capsys: Said) -> None:
    assert main(["check", "--today", "tomorrow", str(blueprint(tmp_path))]) == 2
    assert "%Y-%m-%d" in capsys.readouterr().err


def test_of_notes_only_their_number_is_told_where_a_workspace_is_made(tmp_path: Path) -> None:
    done = run("new", tmp_path / "ws", "--from", blueprint(tmp_path / "a", NOTE), cwd=tmp_path)

    assert "BP235" not in done.stderr
    assert "1 note; `blueprint check` says it.\n" in done.stderr
    assert done.returncode == 0
