"""Hostile input of `fmt`, `contracts diff`, `sync --accept` and `new` without a terminal."""

import json
import shutil
from itertools import chain
from pathlib import Path

import pytest

from blueprint.load.text import FORBIDDEN
from blueprint.read import read
from tests.cli.governed import Shop
from tests.cli.small import tree
from tests.hostile import documents, includes
from tests.hostile.process import MOST_MEMORY, MOST_SECONDS, ROOT, blueprint, inside
from tests.hostile.row import Row

LAID_OUT, CALL = 0, 2
ROWS = [
    *chain(documents.bytes_and_lines(), documents.forms(), documents.values()),
    *chain(documents.patterns(), includes.rows()),
]
OBJECT = '{"type": "object", "properties": {}}'
API = '{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {}}'


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_fmt_keeps_what_a_document_means_or_leaves_it_alone(row: Row, tmp_path: Path) -> None:
    row.write(tmp_path)
    before = read(tmp_path / row.main)

    done = inside("fmt", row.main, cwd=tmp_path)

    assert "Traceback" not in done.said
    assert done.status in (LAID_OUT, CALL), done.said
    if done.status == CALL:
        assert {name: (tmp_path / name).read_bytes() for name in row.files} == row.files
    else:
        after = read(tmp_path / row.main)
        assert after.document == before.document
        assert {one.code for one in after.diagnostics} == {one.code for one in before.diagnostics}


def many(number: int) -> str:
    """An API of so many operations."""
    answer = {"responses": {"200": {"description": "d"}}}
    paths = {f"/p{n}": {"get": {"operationId": f"o{n}", **answer}} for n in range(number)}
    return json.dumps({**json.loads(API), "paths": paths})


CONTRACTS = {
    "deep JSON": ("a.json", '{"type":' + "[" * 100_000),
    "deep YAML": ("a.yaml", "type: " + "[" * 50_000),
    "an alias": ("a.yaml", "type: object\nx: &x [a]\ny: [*x, *x]\n"),
    "an object of Python": ("a.yaml", "type: !!python/object/apply:os.system [id]\n"),
    "a number of many digits": ("a.json", '{"type": "integer", "maximum": ' + "9" * 99_999 + "}"),
    "no number": ("a.json", '{"type": "number", "maximum": 1e999, "minimum": NaN}'),
    "a key that is no text": ("a.yaml", "type: object\nproperties: {1: {}, null: {}}\n"),
    "NUL": ("a.json", '{"type": "obj\0ect"}'),
    "not UTF-8": ("a.json", '{"type": "\udcff"}'),
    "a list": ("a.yaml", "- a\n"),
}  # fmt: skip
COMPARED = {
    "a reference to itself": '{"$ref": "#"}',
    "references in a ring": '{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}',
    "references to files": '{"type": "object", "properties": {"a": {"$ref": "file:///dev/zero"}, '
    '"b": {"$ref": "../b.json"}, "c": {"$ref": "http://127.0.0.1:1/x"}}}',
    "a key twice": '{"type": "object", "type": "string"}',
    "an escape of a terminal": '{"type": "object", "properties": {"\\u001b[31m\\u0000": {}}}',
    "a lone surrogate": '{"type": "object", "properties": {"\\ud800": {}}}',
    "words of other types": '{"type": 5, "properties": [1], "required": {"a": 1}, "enum": "x"}',
    "45,000 properties": json.dumps(
        {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(45_000)}}
    ),
    "90,000 names": json.dumps({"type": "object", "required": [f"v{n}" for n in range(90_000)]}),
    "9,000 operations": many(9_000),
}


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_document_that_is_no_contract_is_refused(name: str, tmp_path: Path) -> None:
    file, text = CONTRACTS[name]
    (tmp_path / file).write_bytes(text.encode(errors="surrogateescape"))
    (tmp_path / "other.json").write_text(OBJECT)

    done = inside("contracts", "diff", file, "other.json", cwd=tmp_path)

    assert done.status == CALL, done.said[:2000]
    assert "Traceback" not in done.said


@pytest.mark.parametrize("name", COMPARED)
def test_a_contract_is_compared_with_itself_and_nothing_else_opened(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(COMPARED[name])

    done = blueprint("contracts", "diff", "a.json", "a.json", cwd=tmp_path)

    assert done.status == 0 or "too large to be compared" in done.said, done.said[:2000]
    assert "Traceback" not in done.said
    assert "\x1b" not in done.said
    assert done.memory < MOST_MEMORY
    assert done.seconds < 5 * MOST_SECONDS


@pytest.mark.parametrize(
    "reference",
    ["--upload-pack=x", "-x", "HEAD:../..", "HEAD:/etc/passwd", "HEAD", "a\nb", "$(id)", "@{-1}"],
)
def test_a_reference_that_is_none_is_refused(reference: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(OBJECT)

    done = inside("contracts", "diff", "--", reference, "a.json", cwd=tmp_path)

    assert done.status == CALL, done.said
    assert "Traceback" not in done.said


OPENED = """
import sys
from blueprint.entry import main
looked_for = []
def watch(event, arguments):
    if event.startswith("socket.") or event in ("open", "subprocess.Popen"):
        looked_for.append(f"{event} {arguments}")
sys.addaudithook(watch)
status = main()
found = [one for one in looked_for if "canary" in one or not one.startswith("open ")]
print("opened", *found)
sys.exit(status)
"""


@pytest.mark.parametrize(
    "reference",
    [
        *(
            "canary.json",
            "./canary.json#/a",
            "../canary.json",
            "file:canary.json",
            "file:///canary",
        ),
        *("http://127.0.0.1:9/canary", "https://canary.example/a.json#/b", "//canary/share"),
    ],
)
@pytest.mark.parametrize("kind", ["schema", "api"])
def test_a_reference_out_of_a_document_opens_nothing_and_stands_for_anything(
    reference: str, kind: str, tmp_path: Path
) -> None:
    (tmp_path / "canary.json").write_text(OBJECT)
    (tmp_path / "watched.py").write_text(OPENED)
    for name, value in (("a.json", {"$ref": reference}), ("b.json", {})):
        (tmp_path / name).write_text(json.dumps(referring(value, kind)))

    done = blueprint(
        "contracts", "diff", "a.json", "b.json", cwd=tmp_path, module="watched",
        environment={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
    )  # fmt: skip

    assert done.status == 0, done.said
    assert done.said == "Nothing changed for anybody.\nopened\n"


def referring(value: object, kind: str) -> object:
    """A schema, or an API with a body, of which *value* is a part."""
    schema = {"type": "object", "properties": {"a": value}}
    if kind == "schema":
        return schema
    body = {"content": {"application/json": {"schema": schema}}}
    answer = {"200": {"description": "d", **body}}
    paths = {"/p": {"post": {"operationId": "o", "requestBody": body, "responses": answer}}}
    return {**json.loads(API), "paths": paths}


def test_changes_without_end_are_told_in_part_and_without_what_a_terminal_obeys(
    tmp_path: Path,
) -> None:
    for name, type_ in (("a.json", "string"), ("b.json", "integer")):
        properties = {f"\x1b[31m{number}": {"type": type_} for number in range(500)}
        (tmp_path / name).write_text(json.dumps({"type": "object", "properties": properties}))

    done = inside("contracts", "diff", "a.json", "b.json", cwd=tmp_path)

    assert done.said.count("it is integer now") == 100
    assert done.said.count("more of event-property-type-changed follow; the first 100 are") == 1
    assert "500 breaking" in done.said
    assert "\x1b" not in done.said


REASONS = [
    *("A line.\nAnother.", "\r\n{}\r\n", "tab\there", "so \"quoted\" and 'quoted' \\", "\\n"),
    *(
        "a\u2028b\u2029c\x85d",
        "a\x1b[31mb",
        "a\x07b",
        "a\u202eb\u2066c",
        "\ufeff",
        "\udcff",
        "x" * 100_000,
    ),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A workspace, one of whose contracts the blueprint breaks."""
    shop = Shop(tmp_path_factory.mktemp("shop"))
    shop.change("string(1..80)\n", "string(1..70)\n")
    return shop


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: ascii(reason[:20]))
def test_a_reason_is_refused_or_read_back_as_it_was_given(
    reason: str, shop: Shop, tmp_path: Path
) -> None:
    shutil.copytree(shop.path, tmp_path / "ws")
    before = tree(tmp_path / "ws")
    accepting = ("--accept", "request-property-limit-tightened", "--because", reason)

    done = shop.run("sync", *accepting, cwd=tmp_path / "ws")

    assert "Traceback" not in done.stderr
    if done.returncode == CALL:
        assert "reason" in done.stderr
        assert tree(tmp_path / "ws") == before
        return
    assert done.returncode == 0, done.stderr
    said = (tmp_path / "ws/contracts/accepted.jsonl").read_text(encoding="utf-8")
    assert not FORBIDDEN.search(said)
    assert [json.loads(line)["because"] for line in said.splitlines()] == [reason.strip()] * 2
    assert shop.run("check", cwd=tmp_path / "ws").returncode == 0, "it is read as accepted"


def test_new_asks_nobody_who_is_no_terminal(tmp_path: Path) -> None:
    done = blueprint("new", "ws", cwd=tmp_path)

    assert done.status == CALL, done.said
    assert sorted(tmp_path.iterdir()) == []
