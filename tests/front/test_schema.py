"""The JSON Schemas for editors: valid, as strict about keys as the models, and never stricter."""

import copy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from blueprint.document.schema import context_schema, system_schema
from blueprint.load import load_text
from blueprint.load.text import decode
from blueprint.load.tree import parse
from blueprint.rules.registry import rules
from tests.examples import blueprint_of

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


@pytest.mark.parametrize("word", ["processes", "load", "slo", "growth", "entities", "crud", "was"])
def test_words_that_do_not_work_yet_are_not_offered(word):
    assert f'"{word}":' not in str(context_schema()).replace("'", '"')


def test_closed_words_are_offered():
    properties = context_schema()["properties"]

    assert properties["subdomain"]["enum"] == ["core", "supporting", "generic"]
    assert {"about", "aggregates", "commands", "json", "api"} <= properties.keys()
