"""`blueprint fmt`: it writes what it says, and nothing when something is wrong."""

import io
import sys
from pathlib import Path

import pytest

from blueprint.cli import main
from tests.cli.small import SALES, SHOP, blueprint

UNTIDY = SHOP.replace(
    "defaults: {storage: sqlite, allow: public}",
    "defaults:   {allow: public ,storage: sqlite}   # later: roles\n\n\n",
)
TIDY = "defaults: {storage: sqlite, allow: public}  # later: roles\n"
SALES_UNTIDY = SALES.replace("context: sales\n", "context: sales\nteam: us # and nobody else\n")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an untidy blueprint of two files, in which the command is called."""
    blueprint(tmp_path, sales=SALES_UNTIDY, shop=UNTIDY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_blueprint_is_laid_out_with_the_files_of_its_contexts(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fmt"]) == 0

    assert capsys.readouterr().out == "blueprint.yaml\ncontexts/sales.yaml\n"
    text = (shop / "blueprint.yaml").read_text()
    assert "defaults: {storage: sqlite, allow: public}  # later: roles\n\ncontexts:\n" in text
    sales = (shop / "contexts" / "sales.yaml").read_text()
    assert sales.startswith("context: sales\nabout: What is sold, and to whom.\nteam: us ")
    assert "# and nobody else" in sales
    assert main(["fmt"]) == 0
    assert capsys.readouterr().out == "Nothing to do: it is laid out.\n"


def test_check_names_what_would_change_and_writes_nothing(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fmt", "--check"]) == 1

    assert capsys.readouterr().out == "blueprint.yaml\ncontexts/sales.yaml\n"
    assert (shop / "blueprint.yaml").read_text() == UNTIDY
    main(["fmt"])
    assert main(["fmt", "--check", "."]) == 0


def test_diff_shows_what_would_change_and_writes_nothing(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fmt", "--diff", "contexts/sales.yaml"]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert "-team: us # and nobody else" in lines
    assert [line for line in lines if line.startswith("+team: us ")]
    assert "defaults" not in "".join(lines)
    assert (shop / "contexts" / "sales.yaml").read_text() == SALES_UNTIDY


def test_one_file_of_a_context_is_laid_out_alone(shop: Path) -> None:
    assert main(["fmt", "contexts/sales.yaml"]) == 0

    assert (shop / "blueprint.yaml").read_text() == UNTIDY
    assert (shop / "contexts" / "sales.yaml").read_text() != SALES_UNTIDY


def test_a_dash_lays_out_what_comes_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(UNTIDY.encode())))

    assert main(["fmt", "-"]) == 0
    assert TIDY.split("  #")[0] in capsys.readouterr().out


@pytest.mark.parametrize("options", [[], ["--check"], ["--diff"]])
def test_where_one_file_is_no_yaml_it_is_said_and_none_is_written(
    shop: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    (shop / "contexts" / "sales.yaml").write_text("context: sales\nabout: [\n")

    assert main(["fmt", *options]) == 2

    told = capsys.readouterr()
    assert "contexts/sales.yaml:2:9: BP101 " in told.err
    assert told.out == ""
    assert (shop / "blueprint.yaml").read_text() == UNTIDY


def test_a_file_that_is_no_blueprint_is_left_alone(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "compose.yaml").write_text("services:   {}\n")

    assert main(["fmt", "compose.yaml"]) == 2
    assert "BP109" in capsys.readouterr().err
    assert (shop / "compose.yaml").read_text() == "services:   {}\n"


def test_a_link_stays_one_and_what_it_leads_to_is_laid_out(shop: Path) -> None:
    (shop / "linked.yaml").symlink_to("contexts/sales.yaml")

    assert main(["fmt", "linked.yaml"]) == 0

    assert (shop / "linked.yaml").is_symlink()
    assert (shop / "contexts" / "sales.yaml").read_text() != SALES_UNTIDY


def test_the_ends_of_lines_and_the_mode_of_a_file_stay(shop: Path) -> None:
    file = shop / "blueprint.yaml"
    file.write_bytes(UNTIDY.replace("\n", "\r\n").encode())
    file.chmod(0o640)

    assert main(["fmt"]) == 0

    content = file.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == 10
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_path_where_nothing_is_is_a_wrong_call(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fmt", "no.yaml"]) == 2
    assert "no.yaml: there is no such file" in capsys.readouterr().err


def test_the_key_that_says_what_a_file_is_is_put_first(shop: Path) -> None:
    first, _, rest = UNTIDY.partition("\n")
    (shop / "blueprint.yaml").write_text(f"{rest}\n{first}\n")
    sales = shop / "contexts" / "sales.yaml"
    sales.write_text(f"# Ours.\n{SALES.replace('context: sales', '')}\ncontext: sales\n")

    assert main(["fmt"]) == 0

    assert (shop / "blueprint.yaml").read_text().startswith("blueprint: 1\n")
    assert sales.read_text().startswith("context: sales\n")
    assert "# Ours.\n" in sales.read_text()
    assert main(["check", str(shop)]) == 0


def test_a_file_that_only_holds_such_a_key_is_left_alone(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = shop / "other.yaml"
    other.write_text("jobs: {build: 1}\ncontext: sales\n")

    assert main(["fmt", str(other)]) == 2

    assert "BP109" in capsys.readouterr().err
    assert other.read_text() == "jobs: {build: 1}\ncontext: sales\n"
