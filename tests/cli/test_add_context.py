"""`blueprint add-context`: the context is in the blueprint and rendered, or nothing changed."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from blueprint.layout import lay_out
from blueprint.read import read
from tests.cli.small import SHOP, blueprint, run, tree
from tests.cli.terminal import ENTER, LEAVE, SPACE, Terminal

LOYALTY = [
    "loyalty", "--about", "Points: what a customer has earned.", "--aggregate", "Account",
    "--field", "points: int = 0", "--field", "holder: string(1..80)",
    "--lifecycle", "open > close > closed",
]  # fmt: skip
INLINE = SHOP.replace(
    "  sales: contexts/sales.yaml\n",
    "  sales:                # what we live from\n    about: What is sold.\n",
)
EVENTFUL = SHOP.replace(
    "http: POST /shelves}}\n",
    "http: POST /shelves, emits: [ShelfAdded]}}\n"
    "    events:\n"
    "      ShelfAdded: {of: Shelf, key: shelf_id, "
    "payload: {shelf_id: uuid from id, code: string(2..12)}}\n",
)


@cache
def _made(shop: str) -> Path:
    """A workspace of the shop with its blueprint written so, to be copied."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = blueprint(folder / "source", shop=shop)
    done = run("new", folder / "ws", "--from", source, cwd=folder)
    assert (folder / "ws").is_dir(), done.stderr
    return folder / "ws"


def workspace(folder: Path, shop: str = SHOP) -> Path:
    """A workspace of the shop whose blueprint is written so."""
    return shutil.copytree(_made(shop), folder / "ws", symlinks=True)


def stamped(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the time of its last change."""
    return {path: (text, (root / path).stat().st_mtime_ns) for path, text in tree(root).items()}


def added_lines(before: str, after: str) -> list[str]:
    """The lines that are new; every line that was there is there still, in order."""
    rest = iter(after.splitlines(keepends=True))
    new = []
    for line in before.splitlines(keepends=True):
        for other in rest:
            if other == line:
                break
            new.append(other)
        else:
            raise AssertionError(f"{line!r} is gone")
    return [*new, *rest]


@pytest.mark.parametrize("shop", [SHOP, INLINE], ids=["files", "inline"])
@pytest.mark.parametrize(
    "place", [[], ["--file"], ["--inline"]], ids=["as-others", "file", "inline"]
)
def test_a_context_added_is_as_if_it_had_been_there_from_the_start(
    tmp_path: Path, shop: str, place: list[str]
) -> None:
    root = workspace(tmp_path, shop)

    done = run("add-context", *LOYALTY, *place, cwd=root)

    assert done.returncode == 0, done.stderr
    again = run("new", tmp_path / "again", "--from", root, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert tree(root) == tree(tmp_path / "again")
    assert "services/loyalty/src/shop_loyalty/model/account.py" in tree(root)
    synced = run("sync", cwd=root)
    assert synced.stdout == "Nothing to do: the workspace follows its blueprint.\n"


def test_git_is_not_needed(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    with_git = shutil.copytree(root, tmp_path / "with_git")
    shutil.rmtree(root / ".git")

    done = run("add-context", *LOYALTY, cwd=root, PATH=str(tmp_path / "nowhere"))

    assert done.returncode == 0, done.stderr
    assert run("add-context", *LOYALTY, cwd=with_git).returncode == 0
    assert tree(root) == tree(with_git)


def test_where_others_have_files_it_has_one_that_is_laid_out(tmp_path: Path) -> None:
    root = workspace(tmp_path)

    assert run("add-context", *LOYALTY, cwd=root).returncode == 0

    text = (root / "contexts" / "loyalty.yaml").read_bytes()
    assert lay_out(text, "loyalty.yaml").text.encode() == text
    assert added_lines(SHOP, (root / "blueprint.yaml").read_text()) == [
        "  loyalty: contexts/loyalty.yaml\n"
    ]


def test_where_others_are_written_in_the_blueprint_so_is_it(tmp_path: Path) -> None:
    root = workspace(tmp_path, INLINE)

    assert run("add-context", *LOYALTY, cwd=root).returncode == 0

    lines = added_lines(INLINE, (root / "blueprint.yaml").read_text())
    assert lines[:2] == ["  loyalty:\n", '    about: "Points: what a customer has earned."\n']
    assert not (root / "contexts" / "loyalty.yaml").exists()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_line_ends_and_a_mark_of_utf_8_stay(tmp_path: Path, mark: bytes) -> None:
    root = workspace(tmp_path)
    before = mark + SHOP.replace("\n", "\r\n").rstrip().encode()
    (root / "blueprint.yaml").write_bytes(before)

    done = run("add-context", *LOYALTY, cwd=root)

    assert done.returncode == 0, done.stderr
    after = (root / "blueprint.yaml").read_bytes()
    assert after == before + b"\r\n  loyalty: contexts/loyalty.yaml"
    text = (root / "contexts" / "loyalty.yaml").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 0
    assert run("sync", cwd=root).stdout.startswith("Nothing to do")


def test_what_it_hears_becomes_a_view_and_a_relation(tmp_path: Path) -> None:
    root = workspace(tmp_path, EVENTFUL)

    done = run(
        "add-context", "reports", "--about", "What is asked.", "--hears", "stock.ShelfAdded",
        "--downstream", "sales", cwd=root,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    document = read(root).document
    view = document.contexts["reports"].views["KnownShelf"]
    assert list(view.fields) == ["shelf_id", "code"]
    assert list(view.from_) == ["stock.ShelfAdded@v1"]
    assert [(one.upstream, one.downstream) for one in document.relations] == [
        ("stock", "reports"),
        ("reports", "sales"),
    ]


def test_a_system_of_others_is_written_in_the_blueprint_with_its_relations(tmp_path: Path) -> None:
    root = workspace(tmp_path)

    done = run(
        "add-context", "post", "--about", "It carries.", "--external", "https://post.example/v1",
        "--downstream", "sales", cwd=root,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert added_lines(SHOP, (root / "blueprint.yaml").read_text()) == [
        "  post:\n",
        "    external: https://post.example/v1\n",
        "    about: It carries.\n",
        "relations:\n",
        "  - {upstream: post, downstream: sales, downstream_as: anticorruption-layer}\n",
    ]


def test_a_plan_shows_the_blueprints_difference_and_does_nothing(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    before = stamped(root)

    done = run("add-context", *LOYALTY, "--plan", cwd=root)

    assert done.returncode == 1
    assert "+  loyalty: contexts/loyalty.yaml\n" in done.stdout
    assert "+++ contexts/loyalty.yaml\n" in done.stdout
    assert "services/" not in done.stdout
    assert stamped(root) == before


REFUSED = {
    "a name that is taken": (["sales", *LOYALTY[1:]], 2, "it stands in contexts/sales.yaml"),
    "a name that is none": (["Loyal-ty", *LOYALTY[1:]], 2, "write loyal_ty"),
    "a word of Python": (["class", *LOYALTY[1:]], 2, "use another word"),
    "a type that is none": (
        [*LOYALTY, "--field", "since: dat"], 2, "contexts/loyalty.yaml:10:14: BP116",
    ),
    "an event that is unknown": (
        [*LOYALTY, "--hears", "stock.ShelfAded"], 2, 'did you mean "ShelfAdded"?',
    ),
    "a version that is unknown": (
        [*LOYALTY, "--hears", "stock.ShelfAdded@v2"], 2, "known here: v1",
    ),
    "no event": ([*LOYALTY, "--hears", "ShelfAdded"], 2, "write CONTEXT.EVENT@v1"),
    "a context that is unknown": ([*LOYALTY, "--upstream", "stok"], 2, 'did you mean "stock"?'),
    "no aggregate": (["loyalty", "--about", "A.", "--field", "a: int"], 2, "add --aggregate"),
    "nothing said": (["loyalty"], 2, "add --about, --aggregate, --field"),
    "a name in another case": (
        ["loyalty", "--about", "A.", "--field", "a: int", "--aggregate", "my account"], 2,
        "write MyAccount",
    ),
    "a field without a type": ([*LOYALTY, "--field", "since"], 2, 'write --field "since: '),
    "two places": ([*LOYALTY, "--file", "--inline"], 2, "say one, or none of them"),
    "more of a system of others": (
        [*LOYALTY, "--external", "https://x.example"], 2, "leave --aggregate out",
    ),
    "what hides": (
        ["loyalty", "--about", "A\u202e.", "--hears", "stock.ShelfAdded", "--inline"], 2, "U+202E",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_added_is_refused_with_what_to_write_and_nothing_changes(
    tmp_path: Path, name: str
) -> None:
    arguments, status, said = REFUSED[name]
    root = workspace(tmp_path, EVENTFUL)
    before = stamped(root)

    done = run("add-context", *arguments, cwd=root)

    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert stamped(root) == before


MARKS = "<<<<<<< ours\nabout: Mine.\n=======\nabout: Theirs.\n>>>>>>> theirs\n"


@pytest.mark.parametrize("path", ["blueprint.yaml", "contexts/sales.yaml"])
def test_a_blueprint_with_marks_of_a_conflict_is_said_to_have_them(
    tmp_path: Path, path: str
) -> None:
    root = workspace(tmp_path)
    with (root / path).open("a") as file:
        file.write(MARKS)
    before = stamped(root)

    done = run("add-context", *LOYALTY, cwd=root)

    assert done.returncode == 2
    assert f"{path}:" in done.stderr
    assert "the blueprint has errors; nothing was done" in done.stderr
    assert stamped(root) == before


def test_a_generated_file_that_was_edited_keeps_the_blueprint_as_it_is(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    edited = root / "services/sales/src/shop_sales/operations.py"
    edited.write_text(edited.read_text() + "MINE = 1\n")
    before = stamped(root)

    done = run("add-context", *LOYALTY, cwd=root)

    assert done.returncode == 3, done.stderr
    assert "operations.py" in done.stderr
    assert stamped(root) == before


def test_a_file_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "contexts" / "loyalty.yaml").write_text("mine\n")
    before = stamped(root)

    done = run("add-context", *LOYALTY, cwd=root)

    assert done.returncode == 3
    assert "contexts/loyalty.yaml: something is there already" in done.stderr
    assert stamped(root) == before


def test_a_blueprint_changed_in_the_meantime_is_not_written_over(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    driver = tmp_path / "meanwhile.py"
    driver.write_text(
        "import sys\n"
        "import generator\n"
        "from tests.cli.small import main, use_small_templates\n"
        "use_small_templates()\n"
        "generate = generator.generate\n"
        "def slow(*args, **more):\n"
        "    with open('blueprint.yaml', 'a') as file: file.write('# mine\\n')\n"
        "    return generate(*args, **more)\n"
        "generator.generate = slow\n"
        "sys.exit(main())\n"
    )

    done = run(
        "add-context", *LOYALTY, cwd=root, module="meanwhile",
        PYTHONPATH=os.pathsep.join([str(Path(__file__).parents[2]), str(tmp_path)]),
    )  # fmt: skip

    assert done.returncode == 3, done.stderr
    assert "blueprint.yaml was changed while this ran" in done.stderr
    assert (root / "blueprint.yaml").read_text() == f"{SHOP}# mine\n"
    assert not (root / "services" / "loyalty").exists()


# -- at a terminal -----------------------------------------------------------------------

ASKING = ["-m", "tests.cli.small", "add-context", "loyalty"]


def test_what_the_flags_do_not_say_is_asked(tmp_path: Path) -> None:
    root = workspace(tmp_path, EVENTFUL)

    with Terminal([*ASKING, "--aggregate", "Account"], root) as terminal:
        terminal.answer("What is it for, in a sentence?", "Points." + ENTER)
        terminal.answer("Its fields", ", points: int = 0" + ENTER)
        terminal.answer("Its life", ENTER)
        terminal.answer("Of which events does loyalty keep a view?", SPACE + ENTER)
        terminal.wait_for("+  loyalty: contexts/loyalty.yaml")
        terminal.answer("Add this to the blueprint", ENTER)
        assert terminal.status() == 0, terminal.shown

    context = read(root).document.contexts["loyalty"]
    assert list(context.aggregates["Account"].fields) == ["title", "points"]
    assert list(context.views) == ["KnownShelf"]
    assert (root / "services" / "loyalty").is_dir()


def test_an_answer_that_the_whole_blueprint_refuses_is_refused_at_once(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    before = stamped(root)

    with Terminal([*ASKING, "--about", "Points."], root) as terminal:
        terminal.answer("What does it keep above all", "Account" + ENTER)
        terminal.answer("Its fields", "\x15shelf_id: ref(stok.Shelf)" + ENTER)
        terminal.wait_for('did you mean "stock"?')
        terminal.answer("", LEAVE)
        assert terminal.status() == 130

    assert stamped(root) == before


def test_whoever_says_no_changes_nothing(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    before = stamped(root)

    with Terminal([*ASKING, "--external", "https://x.example"], root) as terminal:
        terminal.answer("What is it for, in a sentence?", "Points." + ENTER)
        terminal.answer("Add this to the blueprint", "n")
        assert terminal.status() == 130

    assert stamped(root) == before


def test_a_name_that_is_taken_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    root = workspace(tmp_path)

    with Terminal([*ASKING[:-1], "stock"], root) as terminal:
        assert terminal.status() == 2

    assert "there is a context stock already" in terminal.shown
    assert "What is it for" not in terminal.shown
