"""The command with the small templates beside this file, so that a run takes a moment.

`python -m tests.cli.small new …` is `blueprint new …`, from other templates.
"""

import os
import subprocess
import sys
from pathlib import Path

import generator
from blueprint.cli import main

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(os.environ.get("SMALL_TEMPLATES", Path(__file__).parent / "small"))

SHOP = """\
blueprint: 1
system: {name: shop, title: Shop, about: Sells things.}
defaults: {storage: sqlite, allow: public}
contexts:
  sales: contexts/sales.yaml
  stock:
    about: What is on the shelves.
    aggregates: {Shelf: {about: A place for things., fields: {code: string(2..12)}}}
    commands: {AddShelf: {does: create Shelf, http: POST /shelves}}
"""
SALES = """\
context: sales
about: What is sold, and to whom.
aggregates:
  Order:
    about: What a customer wants.
    fields: {customer: string(1..80), note: text optional}
    invariants: {not_too_long: An order is not too long.}
    indexes: [created_at]
commands:
  PlaceOrder: {about: An order is placed., does: create Order, http: POST /orders}
  Remind: {about: Whoever has not paid is reminded., does: custom, every: 1h}
queries:
  ListOrders: {does: list Order, http: GET /orders, sort: [created_at]}
"""


def blueprint(folder: Path, sales: str = SALES, shop: str = SHOP) -> Path:
    """Writes the shop's blueprint into *folder*; answers blueprint.yaml."""
    (folder / "contexts").mkdir(parents=True, exist_ok=True)
    (folder / "contexts" / "sales.yaml").write_text(sales)
    (folder / "blueprint.yaml").write_text(shop)
    return folder / "blueprint.yaml"


def run(
    *arguments: str | Path,
    cwd: Path,
    module: str = "tests.cli.small",
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, in *cwd*."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def made(folder: Path, name: str = "ws") -> Path:
    """A new workspace of the shop below *folder*."""
    source = blueprint(folder / "source")
    done = run("new", folder / name, "--from", source, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / name


def tree(root: Path) -> dict[str, bytes]:
    """Every file below *root* less git's own."""
    found = {path.relative_to(root): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in found.items()
        if name.parts[0] != ".git"
    }


def use_small_templates() -> None:
    """Lets this process generate from the small templates."""
    generator.templates_root = lambda: TEMPLATES


if __name__ == "__main__":
    use_small_templates()
    sys.exit(main())
