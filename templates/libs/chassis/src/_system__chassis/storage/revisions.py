"""Where a context's revisions are, and how a new one is begun."""

import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from alembic.script import ScriptDirectory

_NUMBERED = re.compile(r"(\d{4})_.*\.py$")

_NEW = '''"""{message}."""

from alembic import op

revision = "{revision}"
down_revision = {before}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say here what changes: op.add_column(…), migrations.protect(op, …)."""
    op.get_bind()


def downgrade() -> None:
    """And here how it is undone."""
    op.get_bind()
'''


def folder_of(package: str) -> Path:
    """The folder `migrations` of the service whose package is *package*: beside its `src`."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise RuntimeError(f"there is no package {package}")
    return Path(next(iter(places))).parents[1] / "migrations"


def scripts(package: str) -> ScriptDirectory:
    """The revisions of the service whose package is *package*."""
    return _directory(folder_of(package))


def new(folder: Path, message: str) -> Path:
    """Begins the next revision in *folder*, after the newest; the path of its file."""
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _NUMBERED.match(path.name))]
    revision = f"{max(numbers, default=0) + 1:04}"
    slug = re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")[:40] or "change"
    before = _directory(folder).get_current_head()
    path = folder / f"{revision}_{slug}.py"
    said = message.strip().rstrip(".").replace("\\", "/").replace('"', "'") or "A change"
    shown = f'"{before}"' if before else "None"
    path.write_text(_NEW.format(message=said, revision=revision, before=shown), encoding="utf-8")
    return path


def unknown(script: ScriptDirectory, revisions: Iterable[str]) -> list[str]:
    """Those of *revisions* of which there is no file, sorted."""
    known = {revision.revision for revision in script.walk_revisions()}
    return sorted(set(revisions) - known)


def place_of(trace: TracebackType | None, script: ScriptDirectory) -> str:
    """Where in a revision something was raised, as `0002_prices_1a2b3c4d.py:21`; "" elsewhere."""
    folder = Path(script.versions)
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(trace)]
    found = [f"{path.name}:{line}" for path, line in frames if path.parent == folder]
    return found[-1] if found else ""


def _directory(folder: Path) -> ScriptDirectory:
    if not folder.is_dir():
        raise RuntimeError(f"there are no migrations: {folder}")
    return ScriptDirectory(str(folder), version_locations=[str(folder)])
