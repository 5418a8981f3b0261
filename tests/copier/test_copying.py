"""`copier copy` makes the workspace that `blueprint new` makes."""

import shutil
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.cli.small import blueprint
from tests.copier.repositories import ANSWERS, NEW, SOURCE, Made, called, contents


def answers(workspace: Path) -> dict[str, str]:
    return yaml.safe_load((workspace / ANSWERS).read_text())


@pytest.mark.slow
def test_both_ways_differ_in_the_answers_and_in_that_one_is_a_repository(
    made: Made, tmp_path: Path
) -> None:
    by_copier = made.copier("copy", "--trust", "--defaults", made.source, "one", cwd=tmp_path)
    by_us = made.blueprint("new", "other", "--from", "hello", cwd=tmp_path)

    assert (by_copier.returncode, by_us.returncode) == (0, 0), by_copier.stderr + by_us.stderr
    one, other = contents(tmp_path / "one"), contents(tmp_path / "other")
    assert [path for path in one.keys() | other.keys() if one.get(path) != other.get(path)] == [
        ANSWERS
    ]
    expected = {"_commit": NEW, "_src_path": str(made.source), "blueprint": "hello"}
    assert answers(tmp_path / "one") == expected
    assert answers(tmp_path / "other") == expected | {"_src_path": SOURCE}
    assert one[ANSWERS].splitlines()[0] == other[ANSWERS].splitlines()[0]
    assert not (tmp_path / "one" / ".git").exists()
    assert (tmp_path / "other" / ".git").is_dir()


@pytest.mark.slow
def test_a_blueprint_of_ones_own_is_named_by_a_path_from_where_one_is(
    made: Made, tmp_path: Path
) -> None:
    blueprint(tmp_path / "plans")

    done = made.copier(
        *("copy", "--trust", "--data", "blueprint=plans/blueprint.yaml", made.source, "shop"),
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    found = contents(tmp_path / "shop")
    for path in ("blueprint.yaml", "contexts/sales.yaml"):
        assert found[path] == (tmp_path / "plans" / path).read_bytes()
    assert "services/sales/src/shop_sales/application/remind.py" in found


def run_as_task(made: Made, target: Path, origin: str = "hello") -> tuple[int, str]:
    """What Copier's task runs, where Copier has written the answers file."""
    target.mkdir(exist_ok=True)
    (target / ANSWERS).write_text("_commit: v0.1.1\n_src_path: /somewhere\nblueprint: hello\n")
    script = made.tool(NEW) / "for_copier" / "run.py"
    done = called([sys.executable, str(script), "new", origin], target, made.environment())
    return done.returncode, done.stderr


@pytest.mark.parametrize("origin", ["helo", "/no/such/file.yaml"])
def test_what_is_no_blueprint_ends_the_task_and_leaves_no_answers(
    made: Made, tmp_path: Path, origin: str
) -> None:
    status, said = run_as_task(made, tmp_path / "ws", origin)

    assert status == 2
    assert f"{origin}: no such sample and no such file" in said
    assert list((tmp_path / "ws").glob("[!.]*")) == []
    assert not (tmp_path / "ws" / ANSWERS).exists()


def test_a_folder_that_holds_something_is_refused(made: Made, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    status, said = run_as_task(made, tmp_path)

    assert status == 3
    assert "something is there already: notes.txt" in said
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not (tmp_path / ANSWERS).exists()


def test_without_what_the_engine_needs_it_is_said_how_to_run_copier(
    made: Made, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(made.tool(NEW), tree)
    settings = (tree / "pyproject.toml").read_text()
    lacking = settings.replace('"jinja2>=3.1.6,<4"', '"jinja2>=99", "no-such-distribution>=1"')
    (tree / "pyproject.toml").write_text(lacking)

    done = called([sys.executable, str(tree / "for_copier" / "run.py"), "new", "hello"], tree, {})

    assert done.returncode == 4
    assert "jinja2>=99, not 3." in done.stderr
    assert "no-such-distribution>=1" in done.stderr
    assert "uvx --with domain-blueprint copier" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_wheel_holds_what_copier_needs(made: Made, tmp_path: Path) -> None:
    site, tree = tmp_path / "site", made.tool(NEW)
    wheel = tomllib.loads((tree / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    for package in wheel["targets"]["wheel"]["packages"]:
        shutil.copytree(tree / package, site / package)
    for source, place in wheel["targets"]["wheel"]["force-include"].items():
        copy = shutil.copytree if (tree / source).is_dir() else shutil.copy
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        copy(tree / source, site / place)

    resources = site / "generator" / "_resources"
    done = made.copier("copy", "--trust", "--defaults", resources, "ws", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ws" / "services" / "tasks" / "AGENTS.md").is_file()


def test_the_templates_fit_the_tool_that_they_come_with_and_copier_is_new_enough() -> None:
    from blueprint import __version__
    from generator.resources import templates_root
    from generator.versions import fits

    root = Path(__file__).parents[2]
    plan = tomllib.loads((templates_root() / "plan.toml").read_text())
    settings = tomllib.loads((root / "pyproject.toml").read_text())
    least = yaml.safe_load((root / "copier.yml").read_text())["_min_copier_version"]
    (copier,) = [one for one in settings["project"]["dependencies"] if one.startswith("copier")]

    assert fits(plan["fits"], __version__)
    assert settings["project"]["version"] == __version__
    assert settings["project"]["urls"]["Source"] == SOURCE
    assert copier == f"copier>={least.removesuffix('.0')},<10"
