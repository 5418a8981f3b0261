"""The JSON Schemas for editors: valid, as strict about keys as the models, and never stricter."""

import copy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from blueprint.document import Document
from blueprint.document.meanings import MEANINGS
from blueprint.document.schema import context_schema, system_schema
from blueprint.document.word import Word, is_not_yet
from blueprint.load import load_text
from blueprint.load.text import decode
from blueprint.load.tree import parse
from blueprint.rules.registry import rules
from tests import txtar
from tests.examples import blueprint_of
from tests.front.editing import Editor

SAMPLES = Path(__file__).parents[2] / "sample_blueprints"
SYSTEM = Draft202012Validator(system_schema())
CONTEXT = Draft202012Validator(context_schema())


def raw(path):
    text, source, _ = decode(path.read_bytes(), path.name)
    return parse(text, source).tree


def errors(validator, data):
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("schema", [system_schema, context_schema])
def test_a_schema_is_valid_itself_and_the_same_each_time(schema):
    Draft202012Validator.check_schema(schema())

    assert schema() == schema()


@pytest.mark.parametrize("name", ["hello", "diagnostics"])
def test_the_samples_fit_as_they_are_written(name):
    assert errors(SYSTEM, raw(SAMPLES / name / "blueprint.yaml")) == []
    for file in sorted((SAMPLES / name).glob("contexts/*.yaml")):
        assert errors(CONTEXT, raw(file)) == []


@pytest.mark.parametrize("code", rules())
def test_the_right_example_of_each_rule_fits(code):
    files = blueprint_of(rules()[code].section("Right"))
    data = load_text(files.pop("blueprint.yaml"), files=files).data

    assert errors(SYSTEM, data) == []


def paths_of_models(data, path=()):
    """The paths of mappings whose keys are the language's, in one sample that uses most of them."""
    named = {
        "roles", "contexts", "glossary", "enums", "values", "aggregates", "fields", "lifecycle",
        "invariants", "commands", "queries", "events", "versions", "consumes", "views", "changes",
        "needs", "errors", "input", "output", "payload", "with", "refused", "set", "filter",
        "given", "when", "then", "where", "kernels", "from", "http",
    }  # fmt: skip
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from paths_of_models(item, (*path, number))
    elif isinstance(data, dict):
        under = [step for step in path if isinstance(step, str)]
        if not under or (under[-1] not in named and "values" not in under[-2:]):
            yield path
        for key, value in data.items():
            yield from paths_of_models(value, (*path, key))


def with_key(data, path):
    changed = copy.deepcopy(data)
    node = changed
    for step in path:
        node = node[step]
    node["no_such_key"] = []
    return changed


def test_an_unknown_key_does_not_fit_anywhere():
    data = raw(SAMPLES / "diagnostics" / "contexts" / "ordering.yaml")
    paths = list(paths_of_models(data))

    assert len(paths) > 25
    assert [path for path in paths if errors(CONTEXT, with_key(data, path)) == []] == []
    assert errors(SYSTEM, {**raw(SAMPLES / "hello" / "blueprint.yaml"), "no_such_key": 1})


@pytest.mark.parametrize("word", ["processes", "load", "slo", "growth"])
def test_words_that_do_not_work_yet_are_not_offered(word):
    assert f'"{word}":' not in str(context_schema()).replace("'", '"')


def test_closed_words_are_offered():
    properties = context_schema()["properties"]

    assert properties["subdomain"]["enum"] == ["core", "supporting", "generic"]
    assert {"about", "aggregates", "commands", "json", "api"} <= properties.keys()


def words(kind=Word):
    for below in kind.__subclasses__():
        yield below
        yield from words(below)


def definition(name):
    """The forms of a word that have keys, in either schema."""
    for schema in (system_schema(), context_schema()):
        whole = schema if name in ("Document", "ContextWord") else schema["$defs"].get(name)
        if whole and (name != "Document" or "system" in whole["properties"]):
            yield from (form for form in whole.get("anyOf", [whole]) if "properties" in form)


@pytest.mark.parametrize("word", sorted({word.__name__ for word in words()} - {"OperationWord"}))
def test_every_key_says_what_it_is_for(word):
    forms = [context_schema()] if word == "ContextWord" else list(definition(word))

    silent = [
        key
        for form in forms
        for key, part in form["properties"].items()
        if key not in ("context",) and not part.get("description", "").endswith(".")
    ]
    assert silent == []


def test_nothing_is_explained_that_is_no_key():
    known = {word.__name__: word for word in words()}
    for name, meanings in MEANINGS.items():
        fields = known[name].model_fields
        keys = {"", *(f.alias or n for n, f in fields.items() if not is_not_yet(f))}
        assert meanings.keys() <= keys, name


def test_every_closed_word_says_what_it_means():
    def silent(part):
        if isinstance(part, list):
            return [word for item in part for word in silent(item)]
        if not isinstance(part, dict):
            return []
        found = [] if "enum" not in part or "enumDescriptions" in part else [tuple(part["enum"])]
        return found + [word for item in part.values() for word in silent(item)]

    assert set(silent(system_schema())) <= {("sql",), ("create", "get", "list", "update", "delete")}


LANGUAGE = Editor({"system": system_schema(), "context": context_schema()}, "context")
ORDER = ("commands", "PlaceOrder")


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        ((*ORDER, "does"), {"custom", "create AGGREGATE", "transition AGGREGATE.NAME"}),
        ((*ORDER, "http"), {"POST /orders", "DELETE /orders/{id}"}),
        ((*ORDER, "allow"), {"public", "authenticated"}),
        ((*ORDER, "every"), {"1h", "0 4 * * *"}),
        ((*ORDER, "needs", "patients.GetPatient", "timeout"), {"300ms", "1s"}),
        (("queries", "ListOrders", "filter", "status"), {"equals", "in", "range", "present"}),
        (("queries", "ListOrders", "page"), {50, "all"}),
        (("aggregates", "LabOrder", "fields", "code"), {"string(1..80)", "uuid", "money"}),
        (("aggregates", "LabOrder", "fields", "code", "is"), {"string(1..80)", "uuid", "money"}),
        (("storage",), {"postgres", "sqlite", "none"}),
        (("storage", "tenancy"), {"none", "row"}),
        (("consumes", "laboratory.ResultReported@v1", "on_dead"), {"block", "skip"}),
        (("api", "versions", "v1", "status"), {"draft", "active", "deprecated", "retired"}),
        (("api", "rate_limit"), {"100/min per token"}),
    ],
)
def test_an_editor_completes_values(place, offered):
    assert offered <= LANGUAGE.values(*place)


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        ((), {"context", "about", "aggregates", "commands", "api"}),
        (ORDER, {"about", "does", "http", "allow", "needs", "emits", "errors", "every"}),
        (("queries", "GetOrder"), {"does", "filter", "sort", "page", "cache"}),
        (("aggregates", "LabOrder"), {"fields", "lifecycle", "invariants", "indexes", "owner"}),
        (("aggregates", "LabOrder", "fields", "code"), {"is", "about", "optional", "pii"}),
        (("events", "OrderPlaced"), {"of", "key", "payload", "versions"}),
        ((*ORDER, "needs", "patients.GetPatient"), {"with", "refused", "keep", "timeout"}),
        ((*ORDER, "examples", 0), {"given", "when", "then", "emits"}),
        (("views", "Board", "from", "OrderPlaced@v2"), {"where", "remove"}),
    ],
)
def test_an_editor_completes_keys_and_says_what_each_is_for(place, offered):
    assert offered <= LANGUAGE.keys(*place)
    for key in offered - {"context"}:
        assert LANGUAGE.says(*place, key), key


@pytest.mark.parametrize("name", ["front/whole.yaml", "generator/every_type.yaml"])
def test_what_uses_every_word_fits(name):
    assert errors(SYSTEM, raw(Path(__file__).parents[1] / name)) == []


CASES = Path(__file__).parents[1] / "cases"
SHAPES = ("BP111", "BP113", "BP114", "BP117")


@pytest.mark.parametrize("case", [c for c in sorted(CASES.glob("*.txt")) if c.name[:5] in SHAPES],
                         ids=lambda case: case.stem)  # fmt: skip
def test_what_is_of_the_wrong_shape_is_underlined(case):
    files = txtar.parse(case.read_text())[1]
    data = load_text(files.pop("blueprint.yaml"), files=files).data

    assert errors(SYSTEM, data)


def test_the_document_itself_is_explained():
    assert system_schema()["properties"].keys() == Document.model_fields.keys()
