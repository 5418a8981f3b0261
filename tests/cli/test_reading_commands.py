"""The commands that only read: check, rule, show, schema, todo; and the command as a whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from blueprint import __version__
from blueprint.cli import main
from tests.cli.small import ROOT, SALES, blueprint, made, run

COMMANDS = ["new", "sync", "check", "rule", "eject", "show", "schema", "todo"]
UNWRITTEN = "services/sales/src/shop_sales"


def test_help_names_every_command_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0

    lines = capsys.readouterr().out.splitlines()
    for command in COMMANDS:
        [line] = [line for line in lines if line.startswith(f"  {command} ")]
        assert line.endswith("."), f"too long for one line: {line}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_explained(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0

    said = capsys.readouterr().out
    for option in (line for line in said.splitlines() if line.startswith("  --")):
        assert len(option.split(maxsplit=2)) == 3, option


def test_help_waits_for_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "blueprint", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert imported & {"typer", "jinja2", "pydantic", "yaml", "rich", "generator"} == {"typer"}


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"blueprint {__version__}\n"


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["nonsense"],
        ["new"],
        ["new", "ws"],
        ["check", "--nonsense"],
        ["check", "no/such/place"],
        ["show", "--format", "xml"],
        ["schema", "aggregate"],
        ["rule", "BP999"],
        ["eject"],
        ["todo", "/"],
    ],
)
def test_a_wrong_call_ends_in_2_and_says_what_is_right(
    call: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(call) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert said.err + said.out


def test_a_sound_blueprint_has_nothing_to_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(blueprint(tmp_path))]) == 0
    assert capsys.readouterr().out == "Nothing to say: the blueprint is sound.\n"


def test_everything_wrong_is_shown_with_its_place_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = blueprint(tmp_path, sales=SALES.replace("create Order", "create Ordre"))

    assert main(["check", str(tmp_path)]) == main(["check", str(source)]) == 1
    said = capsys.readouterr().out
    assert "contexts/sales.yaml:10:" in said
    assert "^^^" in said
    assert "1 error" in said


def test_tools_get_the_diagnostics_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = blueprint(tmp_path, sales=SALES.replace("create Order", "create Ordre"))

    assert main(["check", "--json", str(source)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found[0]["code"] == "BP202"
    assert (found[0]["file"], found[0]["line"]) == ("contexts/sales.yaml", 10)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"[1, 2", b"blueprint: 1\n" + b"{" * 999])
def test_what_is_no_blueprint_is_diagnosed_and_never_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "blueprint.yaml").write_bytes(content)

    assert main(["check", str(tmp_path)]) == 1
    assert main(["show", str(tmp_path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_rule_is_explained_whatever_its_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "bp201"]) == 0
    assert capsys.readouterr().out.startswith("# BP201 unknown-context (error)\n")


def test_without_a_code_every_rule_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from blueprint.rules.registry import rules

    assert main(["rule"]) == 0
    assert [line[:5] for line in capsys.readouterr().out.splitlines()] == list(rules())


def test_what_is_no_slip_of_a_rule_gets_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "nothing"]) == 2
    assert capsys.readouterr().err.endswith("= help: `blueprint rule` lists them all\n")


def test_a_second_path_is_told_where_a_sample_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "ws", "diagnostics"]) == 2
    assert "blueprint new PATH --from SAMPLE|FILE" in capsys.readouterr().err


def test_an_unknown_rule_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "BP20"]) == 2
    assert 'did you mean "BP2' in capsys.readouterr().err


@pytest.mark.parametrize("name", ["hello", "diagnostics"])
def test_a_sample_is_shown_in_every_format(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    sample = str(ROOT / "sample_blueprints" / name)

    for options in ([], ["--format", "mermaid"], ["--format", "json"], ["--resolved"]):
        assert main(["show", sample, *options]) == 0, capsys.readouterr().err
        assert capsys.readouterr().out


def test_the_text_says_who_does_what_and_which_way_events_go(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", str(ROOT / "sample_blueprints" / "diagnostics")]) == 0

    said = capsys.readouterr().out
    for title in ("Contexts", "Map", "Operations", "Flows", "Tables"):
        assert f"\n{title}\n" in said
    assert "ordering.PlaceOrder: create LabOrder" in said
    assert "laboratory.ResultReported@v1" in said
    assert "needs: patients.GetPatient" in said


def test_the_diagram_has_every_context_and_each_pair_of_callers_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["show", str(ROOT / "sample_blueprints" / "diagnostics"), "--format", "mermaid"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "flowchart LR"
    edges = [
        line.split("|")[0] + line.split("|")[2] for line in lines if "--" in line or "-." in line
    ]
    assert len(edges) == len(set(edges)) > 0


def test_the_resolved_model_holds_defaults_that_nobody_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "--resolved", str(blueprint(tmp_path))]) == 0

    model = json.loads(capsys.readouterr().out)
    sales = model["contexts"][0]
    assert sales["api"]["versions"][0]["status"] == "active"
    assert [node["name"] for node in sales["operations"]] == ["PlaceOrder", "Remind", "ListOrders"]
    assert sales["operations"][0]["aggregate"] == "Order"
    assert sales["aggregates"][0]["kind"] == "Aggregate"


def test_schemas_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    for part in ([], ["system"], ["context"]):
        assert main(["schema", *part]) == 0
        assert "properties" in json.loads(capsys.readouterr().out)


def test_what_is_unwritten_is_listed_with_its_place_and_what_is_wanted(tmp_path: Path) -> None:
    workspace = made(tmp_path)

    done = run("todo", workspace, cwd=tmp_path)

    assert done.returncode == 1
    assert f"{UNWRITTEN}/application/remind.py:7: remind" in done.stdout
    assert "Whoever has not paid is reminded." in done.stdout
    assert f"{UNWRITTEN}/domain/order.py:9: not_too_long" in done.stdout
    assert "2 functions unwritten." in done.stdout


def test_what_is_wanted_comes_from_the_blueprint_and_from_the_code_while_it_has_errors(
    tmp_path: Path,
) -> None:
    workspace = made(tmp_path)
    contexts = workspace / "contexts" / "sales.yaml"
    contexts.write_text(SALES.replace("Whoever has not paid is", "All debtors are"))

    [first, *_] = json.loads(run("todo", "--json", cwd=workspace).stdout)
    contexts.write_text("context: sales\n")
    [then, *_] = json.loads(run("todo", "--json", cwd=workspace).stdout)

    assert first["about"] == "All debtors are reminded."
    assert then["about"] == "Whoever has not paid is reminded."
    assert first | {"about": ""} == {
        "file": f"{UNWRITTEN}/application/remind.py",
        "line": 7,
        "context": "sales",
        "function": "remind",
        "about": "",
    }


def test_nothing_is_unwritten_once_it_is_written(tmp_path: Path) -> None:
    workspace = made(tmp_path)
    for path in (workspace / UNWRITTEN).rglob("*.py"):
        path.write_text(path.read_text().replace("@unwritten\n", ""))

    done = run("todo", cwd=workspace)

    assert (done.returncode, done.stdout) == (0, "Nothing is unwritten.\n")


def test_a_file_that_does_not_parse_is_named_and_the_rest_is_listed(tmp_path: Path) -> None:
    workspace = made(tmp_path)
    (workspace / UNWRITTEN / "domain" / "order.py").write_text("def (")

    done = run("todo", cwd=workspace)

    assert done.returncode == 1
    assert "domain/order.py: it does not parse" in done.stderr
    assert "1 function unwritten." in done.stdout


def test_a_reader_that_closes_early_is_no_traceback(tmp_path: Path) -> None:
    command = f"{sys.executable} -m blueprint rule | head -c 1; exit ${{PIPESTATUS[0]}}"

    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)

    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_terminal_without_the_characters_gets_escapes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "blueprint", "show", "sample_blueprints/diagnostics"],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
    )

    assert done.returncode == 0, done.stderr
    assert b"\\u2192" in done.stdout


def test_a_failure_that_nobody_foresaw_is_not_taken_for_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import blueprint.read

    def fail(_: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(blueprint.read, "read", fail)

    assert main(["check", str(ROOT / "sample_blueprints" / "hello")]) == 4
    assert "this is a mistake in Blueprint" in capsys.readouterr().err


def test_ctrl_c_ends_in_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import blueprint.read

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(blueprint.read, "read", interrupt)

    assert main(["check", str(ROOT / "sample_blueprints" / "hello")]) == 130
    assert "interrupted" in capsys.readouterr().err
