"""Contracts that are out: what `check` says of a change, what `sync` refuses and what it plans."""

import json
from pathlib import Path

import pytest

from tests.cli.governed import SALES, Shop
from tests.cli.small import tree

ACCEPTED = "contracts/accepted.jsonl"
NARROW = ("string(1..80)\n", "string(1..70)\n")
RULE = "request-property-limit-tightened"
ACCEPTING = ("--accept", RULE, "--because", "No callers yet.")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A workspace that no test changes."""
    return Shop(tmp_path_factory.mktemp("shop"))


def test_a_new_workspace_has_nothing_that_could_break(shared: Shop) -> None:
    assert shared.run("check").returncode == 0
    assert shared.sync().stdout.startswith("Nothing to do")


def test_check_says_the_rule_where_it_is_written_and_the_ways_out(shop: Shop) -> None:
    shop.change("note: text optional", "note: text")

    done = shop.run("check")

    assert done.returncode == 1
    assert "contexts/sales.yaml:9:7: BP440 PlaceOrderBody.note: note is required now" in done.stdout
    assert "breaks callers of sales, API v2 (request-property-became-required)" in done.stdout
    assert 'blueprint sync --accept request-property-became-required --because "…"' in done.stdout


def test_a_deprecated_version_is_as_much_a_promise_as_an_active_one(shop: Shop) -> None:
    shop.change("note: text optional", "note: text")

    said = shop.run("check").stdout

    assert "sales, API v1 (request-property-became-required)" in said
    assert "sales, API v2 (request-property-became-required)" in said


def test_a_draft_may_change_freely(shop: Shop) -> None:
    shop.change("http: POST /orders", "http: {v1: POST /orders, v2: POST /orders, v3: POST /buys}")

    assert shop.run("check").returncode == 0
    assert shop.sync().returncode == 0


def test_an_event_is_promised_to_old_readers_and_of_old_events(shop: Shop) -> None:
    shop.change("customer: string(1..80)}", "customer: string(1..90)}")

    said = shop.run("check").stdout

    assert "BP540" in said
    assert "(event-property-limit-loosened)" in said
    assert "breaks subscribers that are not changed yet of sales, OrderPlaced@v1" in said


def test_a_risky_change_is_a_warning_and_stops_nothing(shop: Shop) -> None:
    shop.change("= fresh", "= paid")

    checked, done = shop.run("check"), shop.sync()

    assert "BP441 warning" in checked.stdout
    assert "(request-property-default-changed)" in checked.stdout
    assert done.returncode == 1
    assert "BP441" in done.stderr
    assert shop.sync().returncode == 0, "it was told"


def test_json_of_check_has_the_code_and_the_place(shop: Shop) -> None:
    shop.change(*NARROW)

    found = json.loads(shop.run("check", "--json").stdout)

    breaking = {(one["code"], one["line"]) for one in found if one["severity"] == "error"}
    assert breaking == {("BP440", 7)}


def test_a_change_that_breaks_nobody_is_no_diagnostic(shop: Shop) -> None:
    shop.change("note: text optional", "note: text optional\n      size: int optional")

    assert shop.run("check").returncode == 0
    assert shop.sync().returncode == 0


def test_sync_writes_nothing_where_a_contract_would_break(shop: Shop) -> None:
    shop.change("note: text optional", "note: text")
    before = tree(shop.path)

    done = shop.sync()

    assert done.returncode == 2
    assert "2 changes would break contracts that are out" in done.stderr
    assert "BP440" in done.stderr
    assert tree(shop.path) == before


def test_an_accepted_change_is_written_down_with_its_reason(shop: Shop) -> None:
    shop.change(*NARROW)

    done = shop.sync(*ACCEPTING)

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (shop.path / ACCEPTED).read_text().splitlines()]
    assert [(line["rule"], line["contract"], line["because"]) for line in lines] == [
        (RULE, "API v1", "No callers yet."),
        (RULE, "API v2", "No callers yet."),
    ]
    assert shop.run("check").returncode == 0, "it does not come back"
    assert shop.sync().stdout.startswith("Nothing to do")


def test_what_was_accepted_is_so_where_an_older_contract_comes_back(shop: Shop) -> None:
    """As after a merge with a branch that has the contract as it was: it was decided already."""
    contracts = [shop.path / f"contracts/sales/openapi.{version}.json" for version in ("v1", "v2")]
    promised = [contract.read_bytes() for contract in contracts]
    shop.change(*NARROW)
    assert shop.sync(*ACCEPTING).returncode == 0
    records = shop.path / ".blueprint/contexts/sales.jsonl"
    for contract, content in zip(contracts, promised, strict=True):
        contract.write_bytes(content)
    without_sources = [line for line in records.read_text().splitlines() if "source" not in line]
    records.write_text("\n".join(without_sources) + "\n")

    assert shop.run("check").returncode == 0
    (shop.path / ACCEPTED).unlink()
    assert RULE in shop.run("check").stdout, "and it comes back when nobody has accepted it"


def test_what_was_accepted_before_stays_in_its_line(shop: Shop) -> None:
    (shop.path / ACCEPTED).write_text('{"rule": "mine"}')
    shop.change(*NARROW)

    shop.sync(*ACCEPTING)

    assert (shop.path / ACCEPTED).read_text().splitlines()[0] == '{"rule": "mine"}'
    assert len((shop.path / ACCEPTED).read_text().splitlines()) == 3


def test_accepting_one_rule_accepts_no_other(shop: Shop) -> None:
    shop.change("note: text optional", "note: text")
    shop.change(*NARROW)
    before = tree(shop.path)

    done = shop.sync(*ACCEPTING)

    assert done.returncode == 2
    assert "request-property-became-required" in done.stderr
    assert RULE not in done.stderr
    assert tree(shop.path) == before


def test_the_same_rule_is_not_accepted_once_more(shop: Shop) -> None:
    shop.change(*NARROW)
    assert shop.sync(*ACCEPTING).returncode == 0
    shop.change("string(1..70)\n", "string(1..60)\n")

    assert shop.sync().returncode == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--accept", "request-property-removed"], "with a reason"),
        (["--because", "So."], "with a reason"),
        (["--accept", "request-property-remved", "--because", "So."], "request-property-removed"),
        (
            ["--accept", "request-property-removed", "--because", "So."],
            "no change breaks this rule",
        ),
        (["--json"], "--plan or --status"),
    ],
)
def test_a_wrong_call_is_told_and_changes_nothing(shared: Shop, arguments, said) -> None:
    before = tree(shared.path)

    done = shared.sync(*arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert tree(shared.path) == before


def test_a_new_version_of_an_event_is_a_way_out(shop: Shop) -> None:
    shop.change(
        "      v1: {order_id: uuid from id, customer: string(1..80)}\n",
        "      v1: {order_id: uuid from id, customer: string(1..80)}\n"
        "      v2: {order_id: uuid from id}\n",
    )

    assert shop.sync().returncode == 0


def test_a_version_that_ends_before_its_day_is_said_to(shop: Shop) -> None:
    shop.change("v1: {status: deprecated, sunset: 2099-06-30}", "v1: {status: retired}")

    done = shop.sync()

    assert done.returncode == 2
    assert "(api-removed)" in done.stderr
    assert "it was to answer until 2099-06-30" in done.stderr


def test_who_may_call_is_a_part_of_the_contract(shop: Shop) -> None:
    shop.change('http: "GET /orders/{id}"', 'http: "GET /orders/{id}", allow: [guest]')

    assert "(caller-refused)" in shop.run("check").stdout


def test_check_looks_again_after_a_merge_of_two_records(shop: Shop) -> None:
    """Git can join two branches' lines about one file; then none of them is trusted."""
    records = shop.path / ".blueprint/contexts/sales.jsonl"
    shop.change("note: text optional", "note: text")
    digest = "0" * 64
    line = json.dumps({"source": "contexts/sales.yaml", "sha256": digest})
    records.write_text(f"{records.read_text()}{line}\n")

    assert shop.run("check").returncode == 1


def test_outside_of_a_workspace_check_has_nothing_to_compare(shop: Shop, tmp_path: Path) -> None:
    source = tmp_path / "source"
    text = (source / "contexts/sales.yaml").read_text()
    (source / "contexts/sales.yaml").write_text(text.replace("text optional", "text"))

    assert shop.run("check", source, cwd=tmp_path).returncode == 0


def test_a_contract_that_git_left_in_conflict_ends_in_no_traceback(shop: Shop) -> None:
    (shop.path / "contracts/sales/openapi.v1.json").write_text("<<<<<<< ours\n{}\n")
    shop.change("note: text optional", "note: text optional\n      size: int optional")

    checked, done = shop.run("check"), shop.sync()

    assert "Traceback" not in checked.stderr + done.stderr
    assert done.returncode == 3, "an edited generated file is in the way"


def test_a_plan_says_files_with_their_owners_and_contracts_by_rule(shop: Shop) -> None:
    shop.change("note: text optional", "size: int")
    before = tree(shop.path)

    done = shop.sync("--plan")

    assert done.returncode == 1
    assert "replace  contracts/sales/openapi.v1.json (generated)" in done.stdout
    assert "replace  services/sales/src/shop_sales/model/order.py (generated)" in done.stdout
    assert "sales, API v1" in done.stdout
    assert "breaking request-property-removed: PlaceOrderBody.note: note is gone" in done.stdout
    assert "sync would stop" in done.stderr
    assert tree(shop.path) == before


def test_a_plan_of_nothing_is_nothing(shared: Shop) -> None:
    done = shared.sync("--plan")

    assert (done.returncode, done.stdout) == (
        0,
        "Nothing to do: the workspace follows its blueprint.\n",
    )


def test_a_plan_is_what_sync_then_does(shop: Shop) -> None:
    shop.change(
        "queries:",
        "  Remind: {about: Who has not paid is reminded., does: custom, every: 1h}\nqueries:",
    )
    planned = json.loads(shop.sync("--plan", "--json").stdout)
    before = tree(shop.path)

    done = shop.sync()

    assert done.returncode == 0, done.stderr
    now = tree(shop.path)
    changed = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
    named = {one["path"] for one in planned["files"]}
    assert named == {path for path in changed if not path.startswith(".blueprint/")}
    assert named, "something was planned"


def test_a_plan_as_json_has_everything(shop: Shop) -> None:
    shop.change("note: text optional", "note: text")
    path = "services/sales/src/shop_sales/operations.py"
    (shop.path / path).write_text("# mine\n")

    planned = json.loads(shop.sync("--plan", "--json").stdout)

    assert {"action": "refuse", "path": path} == {
        key: value
        for one in planned["files"]
        if one["path"] == path
        for key, value in one.items()
        if key in ("action", "path")
    }
    assert planned["refused"] == ["request-property-became-required"] * 2
    severities = {
        one["contract"]: one["severity"]
        for one in planned["contracts"]
        if one["rule"] == "request-property-became-required"
    }
    assert severities == {"API v1": "breaking", "API v2": "breaking", "API v3": "compatible"}


def test_a_plan_with_what_is_accepted_stops_at_nothing(shop: Shop) -> None:
    shop.change(*NARROW)

    planned = json.loads(shop.sync("--plan", "--json", *ACCEPTING).stdout)

    assert planned["refused"] == []
    assert not (shop.path / ACCEPTED).exists()


def test_a_plan_writes_nothing_at_all(shop: Shop) -> None:
    shop.change("note: text optional", "note: text")

    done = shop.run("sync", "--plan", module="tests.cli.watching")

    inside = [line for line in done.stdout.splitlines() if str(shop.path) in line]
    assert inside == []
    assert not (shop.path / ".blueprint/lock").exists()


def test_the_terms_say_status_sunset_and_callers(shared: Shop) -> None:
    terms = json.loads((shared.path / "contracts/sales/terms.json").read_text())

    assert terms["versions"]["v1"] == {
        "status": "deprecated",
        "sunset": "2099-06-30",
        "callers": {"PlaceOrder": ["clerk"], "GetOrder": ["clerk"]},
    }
    assert [*terms["versions"]] == ["v1", "v2", "v3"]


def test_a_workspace_without_terms_is_held_to_all_its_versions(shop: Shop) -> None:
    """One that an older Blueprint made has none; what is there counts as promised."""
    sales = SALES.replace("note: text optional", "note: text")
    (shop.path / "contexts/sales.yaml").write_text(sales)
    (shop.path / "contracts/sales/terms.json").unlink()

    said = shop.run("check").stdout

    assert all(f"API {version} (request-property-" in said for version in ("v1", "v2", "v3"))
