"""Where a workspace is to be made, and what stands there: made whole, or refused and not begun."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.small import blueprint as source_in
from tests.hostile.process import ROOT, Done, blueprint

SMALL = "tests.cli.small"
DONE, CALL, REFUSED, ENVIRONMENT = 0, 2, 3, 4


def new(target: str | bytes | Path, cwd: Path, before: Callable[[], None] = lambda: None) -> Done:
    """`blueprint new TARGET` from the shop's blueprint, which lies in *cwd*/source."""
    source = source_in(cwd / "source")
    return blueprint("new", target, "--from", source, cwd=cwd, module=SMALL, before=before)


def listed(folder: Path) -> list[bytes]:
    """Everything below *folder* but the source, links not followed."""
    return sorted(
        os.path.join(place, name)
        for place, folders, files in os.walk(os.fsencode(folder))
        for name in [*folders, *files]
        if b"/source" not in place and name != b"source"
    )


def a_file(folder: Path) -> None:
    (folder / "ws").write_text("mine")


def a_link_to_a_folder(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    os.symlink("elsewhere", folder / "ws")


def a_dangling_link(folder: Path) -> None:
    os.symlink("nowhere", folder / "ws")


def a_link_to_itself(folder: Path) -> None:
    os.symlink("ws", folder / "ws")


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "ws")


def a_folder_that_holds_something(folder: Path) -> None:
    (folder / "ws").mkdir()
    (folder / "ws" / ".hidden").write_text("mine")


def a_file_above(folder: Path) -> None:
    (folder / "above").write_text("mine")


TABLE = [
    ("ws", a_file, REFUSED),
    ("ws", a_link_to_a_folder, REFUSED),
    ("ws", a_dangling_link, REFUSED),
    ("ws", a_link_to_itself, REFUSED),
    ("ws", a_pipe, REFUSED),
    ("ws", a_folder_that_holds_something, REFUSED),
    ("above/ws", a_file_above, REFUSED),
    ("/", lambda folder: None, REFUSED),
    ("source", lambda folder: None, REFUSED),
    ("/proc/ws", lambda folder: None, ENVIRONMENT),
    ("/dev/null", lambda folder: None, REFUSED),
    ("a" * 300, lambda folder: None, CALL),
    ("a/" * 3000, lambda folder: None, CALL),
    ("", lambda folder: None, REFUSED),
    ("loop/ws", lambda folder: os.symlink("loop", folder / "loop"), REFUSED),
]


@pytest.mark.parametrize(("target", "prepare", "status"), TABLE)
def test_a_place_where_something_is_or_nothing_can_be_is_refused(
    target: str, prepare: Callable[[Path], None], status: int, tmp_path: Path
) -> None:
    prepare(tmp_path)
    before = listed(tmp_path)

    done = new(target, tmp_path)

    assert done.status == status, done.said
    assert "Traceback" not in done.said
    assert listed(tmp_path) == before


NAMES = [
    "with a blank",
    "with 'quotes' and \"more\"",
    "with $(touch owned) and `touch owned`",
    "with\na line end",
    "with % and {{ braces }}",
    "-n",
    "deep/er/and/deeper",
    "\u00fcml\u00e4ut",
    b"not \xff UTF-8",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_place_of_any_name_will_do(name: str | bytes, tmp_path: Path) -> None:
    target = os.fsencode(tmp_path) + b"/" + os.fsencode(name)

    done = new(target, tmp_path)

    assert done.status == DONE, done.said
    assert os.path.isfile(target + b"/blueprint.yaml")
    assert os.path.isdir(target + b"/.git")
    assert not (tmp_path / "owned").exists()


def test_a_name_is_shown_without_what_a_terminal_would_obey(tmp_path: Path) -> None:
    done = new(tmp_path / "\x1b[31mred", tmp_path)

    assert done.status == DONE
    assert "\x1b" not in done.said


def test_a_link_above_is_followed_as_the_shell_does(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    os.symlink("real", tmp_path / "link")

    assert new("link/ws", tmp_path).status == DONE
    assert (tmp_path / "real" / "ws" / "blueprint.yaml").is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)

    done = new("locked/ws", tmp_path)

    assert done.status == ENVIRONMENT, done.said
    assert "Traceback" not in done.said
    assert listed(tmp_path / "locked") == []


def test_a_file_larger_than_may_be_leaves_nothing(tmp_path: Path) -> None:
    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    done = new("ws", tmp_path, before=little)

    assert done.status == ENVIRONMENT, done.said
    assert "Traceback" not in done.said
    assert listed(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "says"), [("size=64k", "No space left"), ("size=64k,ro", "Read-only")]
)
def test_a_full_or_read_only_disk_leaves_nothing(options: str, says: str, tmp_path: Path) -> None:
    source = source_in(tmp_path / "source")
    (tmp_path / "disk").mkdir()
    command = [sys.executable, "-m", SMALL, "new", "disk/ws", "--from", str(source)]
    script = f'mount -t tmpfs -o {options} none disk || exit 77; "$@"; s=$?; ls -A disk; exit $s'

    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    if done.returncode in (1, 77) and "blueprint:" not in done.stderr:
        pytest.skip(f"no mount of our own: {done.stderr.strip()}")
    assert done.returncode == ENVIRONMENT, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", [["check"], ["sync"], ["todo"], ["new", "ws"]])
def test_a_folder_that_has_gone_is_said(command: list[str], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    source = source_in(tmp_path / "source")
    more = ["--from", str(source)] if command[0] == "new" else []

    done = blueprint(*command, *more, cwd=gone, before=gone.rmdir, module=SMALL)

    assert done.status in (CALL, ENVIRONMENT), done.said
    assert "Traceback" not in done.said


def test_a_reader_that_has_gone_is_no_mistake(tmp_path: Path) -> None:
    source_in(tmp_path)
    command = [sys.executable, "-m", SMALL, "rule"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read().decode()
    process.stderr.close()

    assert process.wait() == ENVIRONMENT
    assert said == ""


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_stream_that_was_closed_from_the_start_is_borne(closed: int, tmp_path: Path) -> None:
    source_in(tmp_path)

    done = blueprint("check", cwd=tmp_path, before=lambda: os.close(closed))

    assert done.status in (DONE, 1, ENVIRONMENT)
    assert "Traceback" not in done.said


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
        {"COLUMNS": "1", "LINES": "1"},
        {"COLUMNS": "-5", "TERM": "nothing"},
        {"HOME": "/nowhere", "TMPDIR": "/nowhere", "TZ": "Nowhere/None"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_a_poor_terminal_gets_the_same_status(environment: dict[str, str], tmp_path: Path) -> None:
    source_in(
        tmp_path, sales="context: sales\nabout: caf\u00e9 \u2192 \U0001f600\nteam: [\u00e4]\n"
    )

    done = blueprint("check", cwd=tmp_path, environment=environment)

    assert done.status == 1, done.said
    assert "Traceback" not in done.said


def test_an_interrupt_while_the_command_is_loaded_is_one_word(tmp_path: Path) -> None:
    # A run in the background of a shell is born deaf to it.
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    kill = "os.kill(os.getpid(), signal.SIGINT)"
    lines = ["import os, signal, time", heard, kill, "time.sleep(9)"]
    (tmp_path / "typer.py").write_text("\n".join(lines))

    done = blueprint(
        "check", cwd=tmp_path, module="blueprint",
        environment={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
    )  # fmt: skip

    assert done.status == 130
    assert done.said == "blueprint: interrupted\n"
