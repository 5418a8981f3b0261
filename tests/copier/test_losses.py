"""The ways in which Copier's own merge loses an edit with status 0, on a workspace of ours.

One workspace of the older version is edited in all of them at once and updated by Copier, in the
environment of somebody whose git mends whitespace (tests/copier/repositories.py).
"""

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.copier.repositories import ANSWERS, NEW, Made, committed, contents

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("losses")]

CODE = "services/tasks/src/hello_tasks"
STUB = '    """Whether it holds."""\n    return True\n'
FILLED = '    """Whether it holds."""\n    return 1 < 2  # filled in\n'
TRAILING = b"\n# with a space at its end: \n\t\n\n\n"


@dataclass(frozen=True)
class Updated:
    """A workspace before and after its update, and what Copier said."""

    root: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    done: subprocess.CompletedProcess[str]

    def holding(self, content: bytes) -> list[str]:
        """The files that hold these bytes now."""
        return [path for path, found in self.after.items() if content in found]


def edit(root: Path) -> None:
    """One edit for each way."""
    (root / "logo.bin").write_bytes(bytes(reversed(range(256))))
    append(root / "compose.yaml", b"# caf\xe9\n")
    append(root / "Makefile", b"# caf\xe9" + TRAILING)
    (root / "README.md").write_bytes((root / "README.md").read_text().encode("utf-16"))
    append(root / "NOTES.md", b"\nOurs, of a template that goes.\n")
    append(root / ".env.sample", b"OURS=1\n")
    append(root / CODE / "rules.py", b"\n\ndef ours() -> int:\n    return 1\n")
    append(root / CODE / "seeding.py", b"\n\ndef ours_too() -> int:\n    return 2\n")
    checks = root / CODE / "checks.py"
    checks.write_text(checks.read_text().replace(STUB, FILLED, 1) + TRAILING.decode())


def append(file: Path, content: bytes) -> None:
    file.write_bytes(file.read_bytes() + content)


@pytest.fixture(scope="module")
def updated(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Updated:
    root = made.workspace(tmp_path_factory.mktemp("losses") / "ws")
    edit(root)
    committed(root)
    before = contents(root)
    done = made.copier("update", "--trust", "--defaults", cwd=root)
    return Updated(root, before, contents(root), done)


def test_a_binary_file_stays_as_it_was_made(updated: Updated) -> None:
    assert updated.after["logo.bin"] == bytes(reversed(range(256)))


def test_a_byte_of_another_encoding_stays_where_templates_change_and_where_they_do_not(
    updated: Updated,
) -> None:
    assert updated.after["compose.yaml"] == updated.before["compose.yaml"]
    assert b"# caf\xe9" in updated.after["Makefile"]
    assert b"Everything begins with" not in updated.after["Makefile"]


def test_a_file_of_another_encoding_stays_byte_for_byte(updated: Updated) -> None:
    assert updated.after["README.md"] == updated.before["README.md"]


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("NOTES.md", b"Ours, of a template that goes."),
        (".env.sample", b"OURS=1"),
        (f"{CODE}/rules.py", b"def ours() -> int:"),
    ],
)
def test_what_was_written_into_a_file_whose_template_goes_or_moves_is_kept_and_told(
    updated: Updated, path: str, ours: bytes
) -> None:
    assert updated.holding(ours)
    assert path in updated.done.stderr


def test_what_was_written_into_a_file_whose_template_has_another_name_moves_along(
    updated: Updated,
) -> None:
    assert b"def ours_too() -> int:" in updated.after[f"{CODE}/seeds.py"]
    assert f"{CODE}/seeding.py" not in updated.after


def test_an_edit_stays_in_the_function_that_it_was_made_in(updated: Updated) -> None:
    module = ast.parse(updated.after[f"{CODE}/checks.py"])
    filled = [
        function.name
        for function in module.body
        if isinstance(function, ast.FunctionDef) and "1 < 2" in ast.unparse(function)
    ]
    names = {function.name for function in module.body if isinstance(function, ast.FunctionDef)}
    assert filled == ["c0"]
    assert names == {"c0", "c1", "c2", "c3", "c4"}


@pytest.mark.parametrize("path", ["Makefile", f"{CODE}/checks.py"])
def test_whitespace_stays_whatever_git_would_mend(updated: Updated, path: str) -> None:
    assert TRAILING in updated.after[path]


def test_the_status_says_that_something_is_left_and_the_version_is_the_new_one(
    made: Made, updated: Updated
) -> None:
    assert updated.done.returncode == 1
    assert f"_commit: {NEW}\n".encode() in updated.after[ANSWERS]
    assert "up-to-date" in made.copier("check-update", cwd=updated.root).stdout


def test_both_changing_the_same_lines_is_a_marked_conflict_and_a_status(
    made: Made, tmp_path: Path
) -> None:
    root = made.workspace(tmp_path / "ws")
    makefile = root / "Makefile"
    text = makefile.read_text().replace("Everything begins with", "All of it begins with", 1)
    makefile.write_text(text)
    committed(root)

    done = made.copier("update", "--trust", "--defaults", cwd=root)

    found = makefile.read_bytes()
    assert done.returncode == 1
    assert b"All of it begins with" in found
    assert found.count(b"<<<<<<<") == found.count(b">>>>>>>") == 1
    assert f"_commit: {NEW}\n" in (root / ANSWERS).read_text()
