"""Every name that generated modules import is reserved, so that no node of a blueprint hides it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from blueprint.read import read
from blueprint.resolve import resolve
from generator import generate
from generator.framework import FRAMEWORK

ROOT = Path(__file__).parents[2]
BLUEPRINTS = [
    ROOT / "sample_blueprints" / "hello" / "blueprint.yaml",
    ROOT / "sample_blueprints" / "diagnostics" / "blueprint.yaml",
    ROOT / "tests" / "front" / "whole.yaml",
    ROOT / "tests" / "generator" / "every_type.yaml",
]


def imported(source: str) -> Iterator[str]:
    """The names that a module imports from outside its own service."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.level or "_published" in str(node.module)):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (one.asname or one.name.partition(".")[0] for one in node.names)


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda path: path.parent.name)
def test_whatever_a_service_imports_is_reserved(blueprint: Path) -> None:
    document = read(blueprint).document
    assert document is not None
    names = {
        name
        for path, file in generate(resolve(document)).items()
        if "/src/" in path and "_chassis/" not in path and file.is_python
        for name in imported(file.content.decode())
    }
    assert len(names) > 20
    assert sorted(names - FRAMEWORK) == []
