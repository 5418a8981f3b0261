"""What comes out would pass in review: formatted, linted, typed, in its layers."""

import ast
import re
import shutil
import tomllib
from pathlib import Path

from tests.samples.workspaces import Workspace


def test_ruff_finds_nothing_and_would_format_nothing(workspace: Workspace) -> None:
    check = workspace.run("ruff", "check", "--no-cache", ".")
    assert check.returncode == 0, check.stdout
    formatted = workspace.run("ruff", "format", "--no-cache", "--check", ".")
    assert formatted.returncode == 0, formatted.stdout


def test_mypy_strict_is_clean(workspace: Workspace) -> None:
    done = workspace.run("mypy")
    assert done.returncode == 0, done.stdout[-4000:]


def test_nothing_is_silenced(workspace: Workspace) -> None:
    silenced = [
        f"{path.relative_to(workspace.path)}: {line.strip()}"
        for path in workspace.python_files()
        for line in path.read_text().splitlines()
        if re.search(r"#\s*(type:\s*ignore|noqa|pragma|mypy:)", line)
    ]
    assert silenced == []


def test_nothing_says_any(workspace: Workspace) -> None:
    """mypy's own ban on it (disallow_any_explicit) is in the workspace's settings, too."""
    found = [
        f"{path.relative_to(workspace.path)}:{node.lineno}"
        for path in workspace.python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and node.attr == "Any")
    ]
    assert found == []
    settings = (workspace.path / "pyproject.toml").read_text()
    assert tomllib.loads(settings)["tool"]["mypy"]["disallow_any_explicit"] is True


def test_imports_keep_to_the_layers_and_contexts(workspace: Workspace) -> None:
    done = workspace.run_program("lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kept, 0 broken" in done.stdout


def test_an_import_across_contexts_is_found(diagnostics: Workspace, tmp_path: Path) -> None:
    """The contract can fail: a copy with one forbidden import breaks it."""
    copy = Workspace("diagnostics", tmp_path / "copy")
    shutil.copytree(diagnostics.path, copy.path, ignore=shutil.ignore_patterns(".git", ".*_cache"))
    module = copy.path / "services/ordering/src/diagnostics_ordering/domain/trespass.py"
    module.write_text("from diagnostics_billing.model import values\n\n__all__ = ['values']\n")
    done = copy.run_program("lint-imports", "--no-cache")
    assert done.returncode == 1
    assert "diagnostics_ordering.domain.trespass" in done.stdout
