"""What happens to a workspace between two runs: by people, by git, by accident."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

Edit = Callable[[Path], None]

PACKAGE = "services/sales/src/shop_sales"
OPERATIONS = f"{PACKAGE}/operations.py"
RULES = f"{PACKAGE}/domain/order.py"
REMIND = f"{PACKAGE}/application/remind.py"
CONTRACT = "contracts/sales/openapi.v1.json"
MANIFEST = ".blueprint/contexts/sales.jsonl"


def _replace(root: Path, path: str, old: str, new: str) -> None:
    place = root / path
    if place.is_file():
        place.write_text(place.read_text().replace(old, new, 1))


def _append(root: Path, path: str, text: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.is_dir():
        with place.open("a") as file:
            file.write(text)


def _unlink(root: Path, path: str) -> None:
    if (root / path).is_file():
        (root / path).unlink()


def _git(root: Path, *arguments: str) -> None:
    named = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    subprocess.run(["git", *named, *arguments], cwd=root, capture_output=True, check=False)


def nothing(root: Path) -> None:
    """Nobody does anything."""


def touch_the_blueprint(root: Path) -> None:
    """It is saved as it is."""
    (root / "blueprint.yaml").write_bytes((root / "blueprint.yaml").read_bytes())


def comment_on_the_blueprint(root: Path) -> None:
    """A line that says nothing."""
    _append(root, "blueprint.yaml", "# as agreed\n")


def retitle(root: Path) -> None:
    """The system as a whole."""
    _replace(root, "blueprint.yaml", "title: Shop", "title: Large Shop")


def add_a_field(root: Path) -> None:
    """To one context, in its own file."""
    _replace(root, "contexts/sales.yaml", "note: text", "memo: text optional, note: text")


def add_a_field_elsewhere(root: Path) -> None:
    """To the context that has no file of its own."""
    _replace(root, "blueprint.yaml", "code: string", "shelf_mark: string(1..9) = x, code: string")


def add_a_reference(root: Path) -> None:
    """A relation that two contexts have from now on."""
    _append(root, "blueprint.yaml", "relations: [{upstream: stock, downstream: sales}]\n")


def break_the_blueprint(root: Path) -> None:
    """An error."""
    _replace(root, "contexts/sales.yaml", "does: create Order", "does: create Odor")


def mend_the_blueprint(root: Path) -> None:
    """The error taken back."""
    _replace(root, "contexts/sales.yaml", "does: create Odor", "does: create Order")


def own_a_file(root: Path) -> None:
    """A generated file becomes people's."""
    _append(root, "blueprint.yaml", f"own: [{OPERATIONS}]\n")


def edit_what_is_generated(root: Path) -> None:
    """By hand."""
    _append(root, OPERATIONS, "# mine\n")


def edit_without_a_trace(root: Path) -> None:
    """As many bytes, and the old time of writing."""
    place = root / OPERATIONS
    if place.is_file():
        content, stat = place.read_bytes(), place.stat()
        place.write_bytes(content.replace(b"e", b"a", 1))
        os.utime(place, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def take_the_edit_back(root: Path) -> None:
    """What was generated is there again."""
    _replace(root, OPERATIONS, "# mine\n", "")


def delete_what_is_generated(root: Path) -> None:
    """One file."""
    _unlink(root, CONTRACT)


def fill_in(root: Path) -> None:
    """A function more in a fill."""
    _append(root, RULES, "\n\ndef helper() -> None:\n    pass\n")


def empty_a_fill(root: Path) -> None:
    """A fill without any function."""
    if (root / REMIND).is_file():
        (root / REMIND).write_text('"""Later."""\n')


def delete_a_fill(root: Path) -> None:
    """One file."""
    _unlink(root, RULES)


def edit_what_is_shared(root: Path) -> None:
    """A line of people's."""
    _append(root, "README.md", "\nOurs.\n")


def delete_what_is_shared(root: Path) -> None:
    """One file, for good."""
    _unlink(root, "README.md")


def other_line_ends(root: Path) -> None:
    """As git may check a file out."""
    place = root / OPERATIONS
    if place.is_file():
        place.write_bytes(place.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def make_executable(root: Path) -> None:
    """Permissions alone."""
    if (root / OPERATIONS).is_file():
        (root / OPERATIONS).chmod(0o755)


def link_a_file(root: Path) -> None:
    """A link where a file was, to the same bytes."""
    place, moved = root / OPERATIONS, root / "moved.py"
    if place.is_file() and not place.is_symlink():
        place.rename(moved)
        place.symlink_to(moved)


def link_a_folder(root: Path) -> None:
    """A link where a folder was, to the same files."""
    place, moved = root / "services" / "stock", root / "moved"
    if place.is_dir() and not place.is_symlink() and not moved.exists():
        place.rename(moved)
        place.symlink_to(moved)


def put_a_folder_in_the_way(root: Path) -> None:
    """A folder where a file was."""
    _unlink(root, OPERATIONS)
    (root / OPERATIONS).mkdir(parents=True, exist_ok=True)


def lay_an_orphan(root: Path) -> None:
    """Something that waits for people."""
    _append(root, f".blueprint/orphans/{RULES}", "x = 1\n")


def lay_a_proposal(root: Path) -> None:
    """A would-be text that waits for people."""
    _append(root, ".blueprint/proposed/README.md", "Theirs.\n")


def clear_what_waits(root: Path) -> None:
    """Everything that waits is dealt with."""
    for name in ("orphans", "proposed"):
        shutil.rmtree(root / ".blueprint" / name, ignore_errors=True)


def edit_a_base(root: Path) -> None:
    """The text that a shared file was rendered as."""
    for place in sorted((root / ".blueprint" / "bases").rglob("*.base"))[:1]:
        _append(root, place.relative_to(root).as_posix(), "more\n")


def edit_a_manifest(root: Path) -> None:
    """A line less."""
    if (root / MANIFEST).is_file():
        lines = (root / MANIFEST).read_text().splitlines(keepends=True)
        (root / MANIFEST).write_text("".join(lines[:-1]))


def delete_a_manifest(root: Path) -> None:
    """One context is on no record."""
    _unlink(root, MANIFEST)


def add_a_contract(root: Path) -> None:
    """One that nobody renders."""
    _append(root, "contracts/sales/openapi.v9.json", "{}\n")


def add_a_migration(root: Path) -> None:
    """As a branch brings one along."""
    text = 'revision = "0002"\ndown_revision = "0001"\n\n\ndef upgrade() -> None:\n    pass\n'
    place = root / "services" / "sales" / "migrations" / "0002_theirs.py"
    if not place.exists():
        _append(root, place.relative_to(root).as_posix(), text)


def commit(root: Path) -> None:
    """Git has everything."""
    _git(root, "init", "--quiet")
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message=as it is")


def check_out(root: Path) -> None:
    """What git had last is there again."""
    _git(root, "checkout", "--quiet", "--force", "HEAD", "--", ".")


def leave_a_lock(root: Path) -> None:
    """As a run does that is killed."""
    _append(root, ".blueprint/lock", "1\n")


EDITS: tuple[Edit, ...] = tuple(
    found
    for name, found in list(globals().items())
    if callable(found) and not name.startswith("_") and getattr(found, "__module__", "") == __name__
)
