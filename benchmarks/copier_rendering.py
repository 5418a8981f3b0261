"""Copier rendering as many files of the same size, so that our figure stands beside a known one."""

import time
from collections.abc import Mapping
from pathlib import Path

CONFIG = """\
_templates_suffix: .jinja
name:
  type: str
  default: measured
"""


def write_template(folder: Path, tree: Mapping[str, bytes]) -> None:
    """A Copier template whose output has the paths and sizes of *tree*, a variable in each file."""
    folder.mkdir(parents=True)
    (folder / "copier.yml").write_text(CONFIG, encoding="utf-8")
    for path, content in tree.items():
        target = folder / f"{path}.jinja"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = content.decode("utf-8", errors="replace").replace("{% endraw %}", "")
        target.write_text(f"{{% raw %}}{text}{{% endraw %}}{{{{ name }}}}\n", encoding="utf-8")


def seconds(template: Path, target: Path) -> float:
    """Seconds that `copier copy` takes inside this process, its import left out."""
    from copier import run_copy

    started = time.perf_counter()
    run_copy(str(template), target, defaults=True, quiet=True)
    return time.perf_counter() - started
