"""Builds the manual: `python -m docs [FOLDER]`.

The pages of `docs/pages`, and those that are read off the code, are put together in FOLDER
(`.manual` without one) and rendered to FOLDER/site. A link that leads nowhere fails the build.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from docs.generated import pages

HERE = Path(__file__).parent


def assemble(folder: Path) -> None:
    """Everything that the site is made from, in *folder*; what was there is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "pages", folder / "pages")
    shutil.copy(HERE / "zensical.toml", folder)
    for name, text in pages().items():
        (folder / "pages" / name).write_text(text, encoding="utf-8")


def build(folder: Path) -> int:
    """Assembles and renders; answers the exit status of the renderer."""
    assemble(folder)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    return subprocess.run(command, cwd=folder, check=False).returncode


if __name__ == "__main__":
    target = Path(sys.argv[1] if sys.argv[1:] else ".manual").resolve()
    status = build(target)
    if status == 0:
        print(f"{target}/site/index.html")
    sys.exit(status)
