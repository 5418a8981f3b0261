"""The schemas of a workspace: those of the language are committed, those of its names made."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from blueprint.diagnostics import render_all
from blueprint.document.schema import context_schema, system_schema
from blueprint.document.word import JsonSchema
from blueprint.load.text import decode
from blueprint.load.tree import parse
from blueprint.read import read, read_text
from blueprint.resolve import resolve
from generator.json_text import json_text
from generator.resources import samples_root, templates_root
from generator.schemas import emit
from tests.front.editing import Editor


@pytest.mark.parametrize(
    ("name", "schema"),
    [("system.schema.json", system_schema), ("context.schema.json", context_schema)],
)
def test_a_committed_schema_is_what_the_language_says(
    name: str, schema: Callable[[], JsonSchema]
) -> None:
    committed = (templates_root() / ".blueprint" / name).read_bytes()

    assert committed == json_text(schema()).encode(), "run `make schemas`"


@pytest.fixture(scope="module")
def files() -> dict[str, object]:
    """Every schema that the workspace of diagnostics has, by its path in .blueprint."""
    system = resolve(read(samples_root() / "diagnostics").document)
    own = {path.removeprefix(".blueprint/"): json.loads(text) for path, text, _ in emit(system)}
    return own | {"system.schema.json": system_schema(), "context.schema.json": context_schema()}


ORDER = ("commands", "PlaceOrder")


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        ((*ORDER, "does"), {"create LabOrder", "transition LabOrder.cancel", "custom"}),
        ((*ORDER, "allow", 0), {"clinician", "clinician own", "technician", "authenticated"}),
        ((*ORDER, "emits", 0), {"OrderPlaced", "OrderCancelled"}),
        ((*ORDER, "emits", "may", 0), {"OrderPlaced", "OrderCancelled"}),
        ((*ORDER, "input", "patient"), {"ref(patients.Patient)", "Priority", "list(OrderedTest)"}),
        (("queries", "X", "does"), {"get LabOrder", "list OrderOverview", "custom LabOrder"}),
        (("events", "X", "of"), {"LabOrder"}),
        (("consumes", "laboratory.ResultReported@v1", "run"), {"CompleteOrder", "PlaceOrder"}),
        (("aggregates", "X", "fields", "y"), {"Priority", "ref(ordering.LabOrder)", "uuid"}),
    ],
)
def test_an_editor_completes_the_names_of_a_context(files, place, offered):
    assert offered <= Editor(files, "names/ordering.json").values(*place)


def test_what_the_context_map_does_not_allow_is_not_offered(files):
    ordering = Editor(files, "names/ordering.json")
    notifications = Editor(files, "names/notifications.json")

    assert "patients.GetPatient" in ordering.keys(*ORDER, "needs")
    assert "laboratory.ResultReported@v1" in ordering.keys("consumes")
    assert "patients.PatientsMerged@v1" in ordering.keys("views", "X", "from")
    assert "patients.GetPatient" not in notifications.keys("commands", "X", "needs")
    assert "devices.StartRun" in Editor(files, "names/laboratory.json").keys(*ORDER, "needs")


def test_a_command_is_offered_nothing_that_reads_and_a_query_nothing_that_writes(files):
    editor = Editor(files, "names/ordering.json")

    assert not {one for one in editor.values(*ORDER, "does") if str(one).startswith("get ")}
    assert not {one for one in editor.values("queries", "X", "does") if "create" in str(one)}


def test_the_systems_file_offers_contexts_and_what_is_written_in_it(files):
    editor = Editor(files, "schema.json")

    assert {"patients", "devices"} <= editor.values("relations", 0, "upstream")
    assert {"ordering", "billing"} <= editor.keys("contexts")
    assert "create LabOrder" in editor.values("contexts", "ordering", *ORDER, "does")
    assert "technician" in editor.values("contexts", "ordering", *ORDER, "allow", 0)


@pytest.mark.parametrize("sample", ["hello", "diagnostics"])
def test_a_name_that_is_only_being_written_is_no_error(sample):
    root = samples_root() / sample
    system = resolve(read(root).document)
    own = {path.removeprefix(".blueprint/"): json.loads(text) for path, text, _ in emit(system)}
    own |= {"system.schema.json": system_schema(), "context.schema.json": context_schema()}
    for file in [root / "blueprint.yaml", *root.glob("contexts/*.yaml")]:
        text, source, _ = decode(file.read_bytes(), file.name)
        tree = parse(text, source).tree
        schema = f"names/{file.stem}.json" if "context" in tree else "schema.json"
        assert Editor(own, schema).errors(tree) == []
        if "commands" in tree:
            tree["commands"]["NewOne"] = {"does": "create NotYetThere", "allow": ["nobody_yet"]}
            assert Editor(own, schema).errors(tree) == []
            tree["commands"]["NewOne"]["alow"] = []
            assert Editor(own, schema).errors(tree) != []


def test_a_new_event_changes_the_schema_of_its_own_context_alone():
    before = written(DEPOT)
    resold = "      Resold: {key: part_id, payload: {part_id: uuid}}\n"
    after = written(DEPOT.replace("      Sold: {key", f"{resold}      Sold: {{key"))

    assert [path for path in after if after[path] != before.get(path)] == [
        ".blueprint/names/trade.json"
    ]


DEPOT = (Path(__file__).parents[1] / "front" / "whole.yaml").read_text()


def written(text):
    """The text of each schema of a blueprint, by its path."""
    reading = read_text(text)
    assert reading.valid, render_all(reading.diagnostics)
    return {path: content for path, content, _ in emit(resolve(reading.document))}
