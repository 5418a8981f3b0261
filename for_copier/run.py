"""Runs Blueprint's engine for Copier: the one beside the templates, of the same commit.

`run.py new BLUEPRINT` and `run.py update`, in the folder that Copier works in. Nothing of Blueprint
is imported before what it needs was found: Copier's environment may not have it.
"""

import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
_PLACES = (HERE.parent, HERE.parents[2])  # a checkout; where a wheel is installed
_ENVIRONMENT = 4


def main(arguments: list[str]) -> int:
    """Does what *arguments* ask for; answers the exit status."""
    root = next(place for place in _PLACES if (place / "blueprint" / "entry.py").is_file())
    if missing := list(_missing(root)):
        print(
            f"blueprint: Copier's Python lacks what these templates need: {', '.join(missing)}\n"
            "  = help: install `domain-blueprint` beside Copier, or run Copier with it: "
            "uvx --with domain-blueprint copier …",
            file=sys.stderr,
        )
        return _ENVIRONMENT
    sys.path[0] = str(root)  # before any Blueprint that is installed
    from blueprint.cli.copying import main as run

    return run(arguments)


def _missing(root: Path) -> Iterator[str]:
    """What the engine at *root* requires and is not here; a wheel's requirements came with it."""
    settings = root / "pyproject.toml"
    if not settings.is_file():
        return
    # Copier itself cannot do without this one.
    from packaging.requirements import Requirement

    written = tomllib.loads(settings.read_text(encoding="utf-8"))
    for line in written["project"]["dependencies"]:
        requirement = Requirement(line)
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield line
        else:
            if not requirement.specifier.contains(found, prereleases=True):
                yield f"{line}, not {found}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
