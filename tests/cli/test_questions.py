"""`blueprint new` at a terminal: what is answered becomes a workspace, and nothing else does."""

from pathlib import Path

from blueprint.read import read
from tests.cli.small import run, tree
from tests.cli.terminal import ENTER, LEAVE, SPACE, Terminal

SMALL = ["-m", "tests.cli.small", "new", "corner_shop"]


def describe_system(terminal: Terminal) -> None:
    terminal.answer("What is the system called?", ENTER)
    terminal.answer("Its title, for people?", ENTER)
    terminal.answer("What is it for, in a sentence?", "Sells things, and counts them." + ENTER)
    terminal.answer("Where is its data kept?", ENTER)
    terminal.answer("A role that somebody has", "clerk" + ENTER)
    terminal.answer("What does it do, in a sentence?", "Sells." + ENTER)
    terminal.answer("A role that somebody has", ENTER)
    terminal.answer("Do several organisations use it", "y")


def describe_sales(terminal: Terminal) -> None:
    terminal.answer("A context, a part with words of its own", "sales" + ENTER)
    terminal.answer("What is it for, in a sentence?", "What is sold." + ENTER)
    terminal.answer("What does it keep above all", "Order" + ENTER)
    terminal.answer("Its fields", ", total: money" + ENTER)
    terminal.answer("Its life", "open > close > closed" + ENTER)


def describe_stock(terminal: Terminal) -> None:
    terminal.answer("A context, a part with words of its own", "stock" + ENTER)
    terminal.answer("What is it for, in a sentence?", "What is there." + ENTER)
    terminal.answer("What does it keep above all", "Shelf" + ENTER)
    terminal.answer("Its fields", ENTER)
    terminal.answer("Its life", ENTER)
    terminal.answer("Of which contexts does stock hear", SPACE + ENTER)
    terminal.answer("A context, a part with words of its own", ENTER)


def test_answers_become_a_workspace_with_a_blueprint_that_is_sound(tmp_path: Path) -> None:
    with Terminal(SMALL, tmp_path) as terminal:
        describe_system(terminal)
        describe_sales(terminal)
        describe_stock(terminal)
        terminal.answer("Make a workspace of this?", ENTER)
        assert terminal.status() == 0, terminal.shown

    root = tmp_path / "corner_shop"
    found = read(root)
    assert found.diagnostics == []
    document = found.document
    assert document.system.name == "corner_shop"
    assert document.system.title == "Corner Shop"
    assert document.security.roles == {"clerk": "Sells."}
    assert list(document.contexts) == ["sales", "stock"]
    assert list(document.contexts["sales"].aggregates["Order"].fields) == ["title", "total"]
    assert list(document.contexts["stock"].views) == ["KnownOrder"]
    assert (root / ".git").is_dir()
    assert (root / "contexts" / "sales.yaml").is_file()


def test_an_answer_that_a_rule_refuses_is_refused_with_its_help_before_the_next_question(
    tmp_path: Path,
) -> None:
    with Terminal(SMALL, tmp_path) as terminal:
        terminal.answer("What is the system called?", "\x15My Shop" + ENTER)
        terminal.wait_for("write my_shop")
        terminal.answer("", "\x15shop" + ENTER)
        terminal.answer("Its title, for people?", LEAVE)
        assert terminal.status() == 130


def test_whoever_leaves_leaves_nothing(tmp_path: Path) -> None:
    with Terminal(SMALL, tmp_path) as terminal:
        describe_system(terminal)
        describe_sales(terminal)
        terminal.answer("A context, a part with words of its own", ENTER)
        terminal.answer("Make a workspace of this?", LEAVE)
        assert terminal.status() == 130

    assert tree(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_whoever_says_no_to_the_blueprint_leaves_nothing(tmp_path: Path) -> None:
    with Terminal(SMALL, tmp_path) as terminal:
        describe_system(terminal)
        describe_sales(terminal)
        terminal.answer("A context, a part with words of its own", ENTER)
        terminal.wait_for("aggregates:\n")
        terminal.answer("Make a workspace of this?", "n")
        assert terminal.status() == 130

    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_it_says_what_to_write(tmp_path: Path) -> None:
    done = run("new", "ws", cwd=tmp_path)

    assert done.returncode == 2
    assert "blueprint new PATH --from SAMPLE" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_taken_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "corner_shop").mkdir()
    (tmp_path / "corner_shop" / "mine").write_text("mine")

    with Terminal(SMALL, tmp_path) as terminal:
        assert terminal.status() == 3

    assert "What is the system called?" not in terminal.shown
