"""Where templates and samples lie: beside this package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_resources", _PACKAGE.parent)


def templates_root() -> Path:
    """The folder whose tree mirrors the workspace that comes out."""
    return _find("templates")


def samples_root() -> Path:
    """The folder of sample blueprints, a folder each."""
    return _find("sample_blueprints")


def _find(name: str) -> Path:
    for place in _PLACES:
        if (place / name).is_dir():
            return place / name
    raise FileNotFoundError(f"Blueprint was installed without its {name}/: install it again")
