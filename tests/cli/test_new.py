"""`blueprint new`: a whole workspace or none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small import SALES, SHOP, blueprint, made, run, tree

FILL = "services/sales/src/shop_sales/application/remind.py"
RULES = "services/sales/src/shop_sales/domain/order.py"


def lay_in(source: Path, fills: dict[str, str]) -> None:
    for path, text in fills.items():
        place = source / "fills" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def new(
    folder: Path, *, fills: dict[str, str] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`blueprint new ws --from` the shop's blueprint, with these fills beside it."""
    source = blueprint(folder / "source")
    lay_in(folder / "source", fills or {})
    return run("new", "ws", "--from", source, cwd=folder, **environment)


def test_a_workspace_holds_what_was_rendered_and_the_blueprint_that_it_came_from(
    tmp_path: Path,
) -> None:
    done = new(tmp_path)

    assert done.returncode == 0, done.stderr
    found = tree(tmp_path / "ws")
    assert found["blueprint.yaml"] == SHOP.encode()
    assert found["contexts/sales.yaml"] == SALES.encode()
    assert b"await asyncio.sleep(0)\n" in found["services/sales/src/shop_sales/operations.py"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source", "ws"]


def test_progress_goes_to_stderr_and_the_result_to_stdout(tmp_path: Path) -> None:
    done = new(tmp_path)

    assert [line.split()[0] for line in done.stderr.splitlines()] == ["plan", "render", "format"]
    assert done.stdout.startswith("ws is ready: 2 services, ")


def test_what_comes_out_passes_the_workspaces_own_ruff(tmp_path: Path) -> None:
    workspace = made(tmp_path)

    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "."]
        done = subprocess.run(ruff, cwd=workspace, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_a_repository_is_made_unless_the_path_lies_in_one(tmp_path: Path) -> None:
    assert new(tmp_path).returncode == 0
    assert (tmp_path / "ws" / ".git" / "HEAD").is_file()

    blueprint(tmp_path / "ws" / "source")
    done = run("new", "inner", "--from", "source", cwd=tmp_path / "ws")
    assert done.returncode == 0
    assert not (tmp_path / "ws" / "inner" / ".git").exists()


def test_a_git_hook_that_runs_it_does_not_move_the_repository(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    done = new(tmp_path, GIT_DIR=str(tmp_path / "other"), GIT_WORK_TREE=str(tmp_path))

    assert done.returncode == 0
    assert (tmp_path / "ws" / ".git").is_dir()
    assert list((tmp_path / "other").iterdir()) == []


def test_without_git_nothing_is_made_and_it_says_so(tmp_path: Path) -> None:
    done = new(tmp_path, PATH=str(tmp_path / "nowhere"))

    assert done.returncode == 4
    assert "git is not installed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_a_non_empty_target_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "mine").write_text("mine")
    stamp = (tmp_path / "ws").stat().st_mtime_ns

    done = new(tmp_path)

    assert done.returncode == 3
    assert "something is there already" in done.stderr
    assert tree(tmp_path / "ws") == {"mine": b"mine"}
    assert (tmp_path / "ws").stat().st_mtime_ns == stamp


def test_an_empty_folder_may_be_the_target_even_where_one_stands(tmp_path: Path) -> None:
    source = blueprint(tmp_path / "source")
    (tmp_path / "ws").mkdir()

    done = run("new", ".", "--from", source, cwd=tmp_path / "ws")

    assert done.returncode == 0, done.stderr
    assert "blueprint.yaml" in tree(tmp_path / "ws")


def test_an_error_in_the_blueprint_is_shown_and_nothing_is_made(tmp_path: Path) -> None:
    source = blueprint(tmp_path, sales=SALES.replace("create Order", "create Ordre"))

    done = run("new", "ws", "--from", source, cwd=tmp_path)

    assert done.returncode == 2
    assert "contexts/sales.yaml:10:" in done.stderr
    assert 'did you mean "Order"?' in done.stderr
    assert not (tmp_path / "ws").exists()


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("helo", 'did you mean "hello"?'),
        ("no/such.yaml", "no such file"),
        ("empty", "blueprint.yaml"),
    ],
)
def test_an_origin_that_is_nowhere_is_a_wrong_call(tmp_path: Path, origin: str, said: str) -> None:
    (tmp_path / "empty").mkdir()

    done = run("new", "ws", "--from", origin, cwd=tmp_path)

    assert done.returncode == 2
    assert said in done.stderr


def test_a_blueprint_of_another_name_gets_the_usual_one(tmp_path: Path) -> None:
    blueprint(tmp_path).rename(tmp_path / "shop.yaml")

    done = run("new", "ws", "--from", "shop.yaml", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "ws")["blueprint.yaml"] == SHOP.encode()


def test_a_context_file_where_the_workspace_has_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "compose.yaml").write_text("services: {}\n")
    (tmp_path / "templates" / "plan.toml").write_text('[[file]]\ntemplate = "compose.yaml"\n')
    blueprint(tmp_path, shop=SHOP.replace("contexts/sales.yaml", "compose.yaml"))
    (tmp_path / "compose.yaml").write_text(SALES)

    done = run(
        "new", "ws", "--from", ".", cwd=tmp_path, SMALL_TEMPLATES=str(tmp_path / "templates")
    )

    assert done.returncode == 2
    assert "compose.yaml: the workspace has a file of its own there" in done.stderr


def test_a_fill_laid_in_is_the_users_and_the_record_is_the_stubs(tmp_path: Path) -> None:
    plain = made(tmp_path, "plain")
    done = new(tmp_path, fills={FILL: "async def remind() -> None:\n    return None\n"})

    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "ws")[FILL] == b"async def remind() -> None:\n    return None\n"
    records = ".blueprint/contexts/sales.jsonl"
    assert tree(tmp_path / "ws")[records] == tree(plain)[records]
    synced = run("sync", cwd=tmp_path / "ws")
    assert (synced.returncode, synced.stdout[:13]) == (0, "Nothing to do")


def test_a_fill_laid_in_gets_the_functions_that_it_lacks(tmp_path: Path) -> None:
    done = new(tmp_path, fills={RULES: '"""Mine."""\n\nLIMIT = 3\n'})

    assert done.returncode == 0
    text = tree(tmp_path / "ws")[RULES].decode()
    assert text.startswith('"""Mine."""\n')
    assert "LIMIT = 3\n" in text
    assert "@unwritten\ndef not_too_long(order: Order) -> bool:" in text


def test_a_test_beside_the_fills_is_laid_in(tmp_path: Path) -> None:
    mine = "services/sales/tests/test_mine.py"

    assert new(tmp_path, fills={mine: "x = 1\n"}).returncode == 0
    assert tree(tmp_path / "ws")[mine] == b"x = 1\n"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("services/sales/src/shop_sales/application/remnid.py", "no place for it"),
        ("services/sales/src/shop_sales/operations.py", "this file is generated, and no fill"),
        ("services/sales/tests/test_contract.py", "this file is generated, and no fill"),
        ("README.md", "this file is shared, and no fill"),
    ],
)
def test_a_file_among_the_fills_that_is_none_is_named(tmp_path: Path, path: str, why: str) -> None:
    done = new(tmp_path, fills={path: "x = 1\n"})

    assert done.returncode == 2
    assert f"fills/{path}: " in done.stderr
    assert why in done.stderr
    assert not (tmp_path / "ws").exists()


def test_the_same_blueprint_gives_the_same_bytes(tmp_path: Path) -> None:
    source = blueprint(tmp_path / "source")
    run("new", "one", "--from", source, cwd=tmp_path, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    run("new", "two", "--from", source, cwd=tmp_path, PYTHONHASHSEED="2", TZ="Asia/Tokyo")

    assert tree(tmp_path / "one") == tree(tmp_path / "two") != {}


def test_files_that_nobody_listed_under_own_are_no_finding(tmp_path: Path) -> None:
    manifest = tree(made(tmp_path))[".blueprint/workspace.jsonl"].decode()

    lines = [json.loads(line) for line in manifest.splitlines()]
    assert {line["owner"] for line in lines if "path" in line} == {"shared"}


def test_a_full_disk_ends_in_the_environments_status(tmp_path: Path) -> None:
    driver = tmp_path / "full.py"
    driver.write_text(
        "import errno, os, sys\n"
        "from tests.cli.small import main, use_small_templates\n"
        "def full(*_): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "use_small_templates()\n"
        "os.fsync = full\n"
        "sys.exit(main())\n"
    )
    source = blueprint(tmp_path / "source")

    done = run("new", "ws", "--from", source, cwd=tmp_path, module="full")

    assert done.returncode == 4
    assert done.stderr.splitlines()[-2:] == [
        f"blueprint: {os.strerror(28)}",
        "  = help: make room on the disk, then try again",
    ]
    assert not (tmp_path / "ws").exists()
