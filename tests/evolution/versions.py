"""The two versions of the tool that a history knows: each with its templates beside this file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import blueprint.cli.versions
import generator
import generator.templating
from blueprint import __version__

TEMPLATES = Path(__file__).parent / "templates"
OURS = Path(__file__).parents[2] / "templates"
FORMER = "v0.0.9"


@dataclass(frozen=True, slots=True)
class Version:
    """A version, with or without its v, and the root of its templates."""

    name: str
    templates: Path


OLD = Version(FORMER.removeprefix("v"), TEMPLATES / "one")
NEW = Version(__version__, TEMPLATES / "two")
REAL = Version(__version__, OURS)
"""Blueprint's own templates."""


@contextmanager
def being(version: Version) -> Iterator[None]:
    """This process is the tool of that version."""
    real = generator.templates_root
    modules = (blueprint.cli.versions, generator.templating)
    generator.templates_root = lambda: version.templates
    for module in modules:
        module.__version__ = version.name
    try:
        yield
    finally:
        generator.templates_root = real
        for module in modules:
            module.__version__ = __version__
