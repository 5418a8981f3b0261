"""Workspaces of a small shop with contracts: an API that is out, a draft of the next, an event."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.cli.small import ROOT, blueprint, run

SHOP = """\
blueprint: 1
system: {name: shop, title: Shop, about: Sells things.}
security:
  roles: {clerk: Works in the shop., guest: Looks around.}
defaults: {storage: sqlite, allow: [clerk]}
contexts:
  sales: contexts/sales.yaml
"""
SALES = """\
context: sales
about: What is sold, and to whom.
aggregates:
  Order:
    about: What a customer wants.
    fields:
      customer: string(1..80)
      state: enum(fresh | paid) = fresh
      note: text optional
commands:
  PlaceOrder: {does: create Order, http: POST /orders, emits: [OrderPlaced]}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}"}
events:
  OrderPlaced:
    of: Order
    key: order_id
    versions:
      v1: {order_id: uuid from id, customer: string(1..80)}
api:
  versions:
    v1: {status: deprecated, sunset: 2099-06-30}
    v2: {status: active}
    v3: {status: draft}
"""


def templates(folder: Path) -> str:
    """The small templates, with contracts beside them."""
    place = folder / "templates"
    shutil.copytree(ROOT / "tests" / "cli" / "small", place)
    shutil.copytree(ROOT / "templates" / "contracts", place / "contracts")
    return str(place)


class Shop:
    """One workspace, with the command as a process of its own."""

    def __init__(self, folder: Path, sales: str = SALES) -> None:
        self.templates = templates(folder)
        self.folder = folder
        self.path = folder / "ws"
        source = blueprint(folder / "source", sales, SHOP)
        done = self.run("new", self.path, "--from", source, cwd=folder)
        assert done.returncode == 0, done.stderr

    def run(
        self, *arguments: str | Path, cwd: Path | None = None, module: str = "tests.cli.small"
    ) -> subprocess.CompletedProcess[str]:
        """The command, in the workspace unless said otherwise."""
        place = cwd or self.path
        return run(*arguments, cwd=place, module=module, SMALL_TEMPLATES=self.templates)

    def change(self, old: str, new: str, file: str = "contexts/sales.yaml") -> None:
        """Another text in place of one that is there."""
        text = (self.path / file).read_text()
        assert old in text
        (self.path / file).write_text(text.replace(old, new))

    def sync(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`blueprint sync`."""
        return self.run("sync", *arguments)

    def commit(self, message: str) -> None:
        """Everything that is there, as a commit."""
        git(self.path, "add", "--all")
        git(self.path, "commit", "--quiet", f"--message={message}")


def git(folder: Path, *arguments: str) -> str:
    """Git with a name of its own, whatever the machine's configuration says."""
    who = {
        f"GIT_{role}_{part}": "a@b.example"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | who | plain,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
