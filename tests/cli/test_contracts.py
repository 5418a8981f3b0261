"""`blueprint contracts diff` and `rules`: what changed between two states, wherever they stand."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.governed import SALES, Shop, git
from tests.cli.small import run

OLD = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /orders:
    get:
      operationId: ListOrders
      parameters: [{name: state, in: query, schema: {type: string}}]
      responses: {"200": {description: Orders.}}
"""
NEW = OLD.replace("name: state, in: query", "name: state, in: query, required: true")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A repository of three commits: a shop, an optional field more, and that field required."""
    found = Shop(tmp_path_factory.mktemp("shop"))
    found.commit("one")
    found.change("note: text optional", "note: text optional\n      size: int optional")
    assert found.sync().returncode == 0
    found.commit("two")
    git(found.path, "tag", "before")
    found.change("size: int optional", "size: int")
    accepting = ("--accept", "request-property-became-required", "--because", "No callers yet.")
    assert found.sync(*accepting).returncode == 0
    found.commit("three")
    return found


def diff(shop: Shop, old: str, new: str, *more: str, cwd: Path | None = None):
    return shop.run("contracts", "diff", old, new, *more, cwd=cwd)


def rules(shop: Shop, old: str, new: str, cwd: Path | None = None) -> set[str]:
    done = diff(shop, old, new, "--json", cwd=cwd)
    assert done.returncode in (0, 1), done.stderr
    return {one["rule"] for one in json.loads(done.stdout)}


def test_two_commits_are_two_states(shop: Shop) -> None:
    done = diff(shop, "HEAD~2", "HEAD~1")

    assert done.returncode == 0
    assert (
        "compatible request-property-added-optional: PlaceOrderBody.size: size is new"
        in done.stdout
    )


def test_a_commit_is_held_against_the_work_tree(shop: Shop) -> None:
    assert "request-property-became-required" in rules(shop, "before", ".")


def test_a_change_that_the_new_side_accepted_is_no_finding(shop: Shop) -> None:
    accepted = diff(shop, "HEAD~1", "HEAD")
    found = json.loads(diff(shop, "HEAD~1", "HEAD", "--json").stdout)

    assert accepted.returncode == 0
    assert "more accepted in contracts/accepted.jsonl" in accepted.stdout
    assert {one["rule"] for one in found if one["accepted"]} == {"request-property-became-required"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("HEAD~1:blueprint.yaml", "blueprint.yaml"),
        ("HEAD~1:contracts", "contracts"),
        ("HEAD~1:contracts/sales/openapi.v2.json", "contracts/sales/openapi.v2.json"),
        ("main~1", "main"),
    ],
)
def test_a_side_is_a_blueprint_a_folder_or_a_file_of_a_commit_or_the_disk(shop, old, new) -> None:
    assert "request-property-became-required" in rules(shop, old, new)


def test_a_reference_means_the_workspace_from_a_folder_inside(shop: Shop) -> None:
    inside = shop.path / "services" / "sales"

    assert rules(shop, "HEAD~1", "HEAD", inside) == rules(shop, "HEAD~1", "HEAD")


def test_a_commit_is_read_without_a_check_out(shop: Shop) -> None:
    before = git(shop.path, "status", "--porcelain=v2", "--branch")

    diff(shop, "HEAD~2", "HEAD")

    assert git(shop.path, "status", "--porcelain=v2", "--branch") == before


def test_a_workspace_below_the_root_of_its_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "backend").mkdir()
    found = Shop(tmp_path / "backend")
    found.commit("one")
    found.change("note: text optional", "note: text")

    assert "request-property-became-required" in rules(found, "HEAD", ".")
    assert "request-property-became-required" in rules(found, "HEAD:contracts", ".")


def test_two_openapi_files_of_anybodys(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(OLD)
    (tmp_path / "new.yml").write_text(NEW)

    done = diff(shop, "old.yaml", "new.yml", cwd=tmp_path)

    assert done.returncode == 1
    assert (
        "breaking request-parameter-became-required: ListOrders query parameter state"
        in done.stdout
    )
    assert "1 breaking; `blueprint rule RULE` explains one." in done.stdout


def test_two_schemas_of_events_as_far_as_is_promised(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text('{"title": "Sold", "type": "integer"}')
    (tmp_path / "new.json").write_text('{"title": "Sold", "type": "number"}')

    statuses = {
        promise: diff(shop, "old.json", "new.json", "--events", promise, cwd=tmp_path).returncode
        for promise in ("backward", "forward", "full")
    }

    assert statuses == {"backward": 0, "forward": 1, "full": 1}


def test_nothing_changed(shop: Shop) -> None:
    done = diff(shop, "HEAD", "HEAD")

    assert (done.returncode, done.stdout) == (0, "Nothing changed for anybody.\n")


def test_a_day_decides_whether_a_sunset_has_passed(shop: Shop, tmp_path: Path) -> None:
    source = tmp_path / "contexts"
    source.mkdir()
    (tmp_path / "blueprint.yaml").write_text((shop.path / "blueprint.yaml").read_text())
    retired = SALES.replace("v1: {status: deprecated, sunset: 2099-06-30}", "v1: {status: retired}")
    (source / "sales.yaml").write_text(retired)

    before = diff(shop, "HEAD~2", str(tmp_path), "--today", "2099-06-30")
    after = diff(shop, "HEAD~2", str(tmp_path), "--today", "2099-07-01")

    assert (before.returncode, after.returncode) == (1, 0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nowhere", ".", "no such file, and no such commit"),
        ("--exec=x", ".", "No such option"),
        ("-x:y", ".", "No such option"),
        ("HEAD:nowhere.yaml", ".", "the commit has no nowhere.yaml"),
        ("contracts/sales/openapi.v1.json", ".", "cannot be compared"),
        ("services", ".", "no contracts here"),
        ("README.md", ".", "it cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_told(shop: Shop, old: str, new: str, said: str) -> None:
    done = diff(shop, old, new)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


HOSTILE = {
    "aliases": "a: &a [x]\nb: [*a, *a]\nopenapi: 3.1.0\n",
    "a tag": "openapi: !!python/object:os.system x\n",
    "depth": "[" * 100_000,
    "some depth": "openapi: " + "[" * 300 + "]" * 300,
    "a list": "[1, 2]\n",
    "swagger": "swagger: '2.0'\n",
    "older asyncapi": "asyncapi: 2.6.0\n",
    "something else": "name: me\n",
    "no utf-8": b"\xff\xfe\x00",
    "two of one": "openapi: 3.1.0\nopenapi: [\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_refused_in_a_sentence(shop: Shop, tmp_path: Path, text) -> None:
    (tmp_path / "it.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())

    done = diff(shop, "it.yaml", "it.yaml", cwd=tmp_path)

    assert done.returncode == 2
    assert "it.yaml: " in done.stderr
    assert "Traceback" not in done.stderr


def test_documents_that_are_odd_inside_are_compared_as_far_as_can_be(shop, tmp_path: Path) -> None:
    odd = {
        "openapi": "3.1.0",
        "info": 5,
        "servers": [3],
        "components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}, "B": {"type": 7}}},
        "paths": {
            "/a": {"get": {"parameters": [5, {"$ref": "#/nowhere"}], "responses": []}},
            "/b": [],
            "/c": {
                "post": {
                    "security": 4,
                    "requestBody": {
                        "content": {"x": {"schema": {"$ref": "#/components/schemas/A"}}}
                    },
                    "responses": {"200": {"content": {"y": {"schema": {"anyOf": 3, "enum": 1}}}}},
                }
            },
        },
    }
    (tmp_path / "old.json").write_text(json.dumps(odd))
    (tmp_path / "new.json").write_text(json.dumps(odd | {"servers": {}}))

    done = diff(shop, "old.json", "new.json", cwd=tmp_path)

    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)


def test_references_that_multiply_end_in_time(shop: Shop, tmp_path: Path) -> None:
    def document(last: str) -> dict:
        many = {
            f"S{n}": {"anyOf": [{"$ref": f"#/components/schemas/S{n + 1}"}] * 9} for n in range(20)
        }
        schemas = many | {"S20": {"type": last}}
        body = {"content": {"j": {"schema": {"$ref": "#/components/schemas/S0"}}}}
        return {
            "openapi": "3.1.0",
            "components": {"schemas": schemas},
            "paths": {"/a": {"post": {"requestBody": body, "responses": {}}}},
        }

    (tmp_path / "old.json").write_text(json.dumps(document("string")))
    (tmp_path / "new.json").write_text(json.dumps(document("integer")))

    assert "request-property-composition-changed" in rules(shop, "old.json", "new.json", tmp_path)


def test_the_rules_are_listed_and_explained(tmp_path: Path) -> None:
    listed = run("contracts", "rules", cwd=tmp_path)
    told = run("rule", "event-property-became-required", cwd=tmp_path)
    code = run("rule", "BP540", cwd=tmp_path)

    assert re.search(
        r"^event-property-became-required +breaking \(BACKWARD\)$", listed.stdout, re.M
    )
    assert told.returncode == 0
    assert "It breaks BACKWARD compatibility." in told.stdout
    assert code.stdout.startswith("# BP540 breaking-change-of-event")


def test_the_catalogue_is_a_page_of_markdown(tmp_path: Path) -> None:
    assert (
        "| `request-property-removed` | breaking |"
        in run("contracts", "rules", "--markdown", cwd=tmp_path).stdout
    )
