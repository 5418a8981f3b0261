"""Reading: whatever stands in a file, the answer is diagnostics that point into it."""

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blueprint.diagnostics import has_errors
from blueprint.load import load
from blueprint.read import read, read_text

SAMPLES = Path(__file__).parents[2] / "sample_blueprints"
WHOLE = {name: load(SAMPLES / name).data for name in ("hello", "diagnostics")}
WORDS = [
    "id", "status", "LabOrder", "Patient", "patients", "ordering", "ref(patients.Patient)", "text",
    "string(1..9) optional", "list(OrderedTest)", "create LabOrder", "list LabOrder", "v1", "v2",
    "get OrderOverview", "transition LabOrder.cancel", "call patients.GetPatient", "now", "all",
    "= placed", "before.id", "input.reason", "caller", "patient_id.email", "POST /x/{id}", "GET /x",
    "public", "OrderPlaced", "patients.PatientsMerged@v1", "none", "row", "1h", "", "é", "refused",
]  # fmt: skip
LEAVES = (
    st.sampled_from(WORDS) | st.integers(-3, 1000) | st.booleans() | st.none() | st.text(max_size=9)
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner),
    max_leaves=6,
)


def paths(node, path=()):
    """Every path in a tree but its root."""
    steps = node.items() if isinstance(node, dict) else enumerate(node)
    for step, below in steps:
        yield (*path, step)
        if isinstance(below, dict | list):
            yield from paths(below, (*path, step))


ALL_PATHS = {name: sorted(paths(data), key=str) for name, data in WHOLE.items()}


@st.composite
def changed(draw):
    """A sample with up to four of its nodes replaced, taken away, renamed, or moved elsewhere."""
    name = draw(st.sampled_from(sorted(WHOLE)))
    data = copy.deepcopy(WHOLE[name])
    for path in draw(st.lists(st.sampled_from(ALL_PATHS[name]), min_size=1, max_size=4)):
        change(data, path, draw, ALL_PATHS[name])
    return data


def change(data, path, draw, others):
    *above, last = path
    node = at(data, above)
    if not isinstance(node, dict if isinstance(last, str) else list) or at(node, [last]) is None:
        return
    way = draw(st.sampled_from(["replace", "delete", "rename", "copy"]))
    if way == "replace":
        node[last] = draw(NODES)
    elif way == "delete":
        del node[last]
    elif way == "rename" and isinstance(node, dict):
        node[draw(st.sampled_from(WORDS))] = node.pop(last)
    else:
        node[last] = copy.deepcopy(at(data, draw(st.sampled_from(others))))


def at(node, path):
    for step in path:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return None
    return node


def assert_pointed(reading):
    for found in reading.diagnostics:
        assert found.file in reading.files
        assert found.line >= 1
        assert found.column >= 1
        assert found.message
        assert found.help, str(found)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(changed())
def test_a_changed_sample_is_answered_with_diagnostics(data):
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)

    assert_pointed(read_text(text))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*WHOLE["hello"], *WORDS]), NODES, max_size=5))
def test_any_tree_is_answered_with_diagnostics(tree):
    text = yaml.safe_dump({"blueprint": 1, **tree}, allow_unicode=True, sort_keys=False)

    reading = read_text(text)

    assert_pointed(reading)
    assert reading.valid or has_errors(reading.diagnostics)


@settings(max_examples=150, deadline=None)
@given(st.text("{}[]:,-&*!|>'\"#%@` \n\tab1\\?<=", max_size=120))
def test_any_text_is_answered_with_diagnostics(text):
    assert_pointed(read_text(f"blueprint: 1\n{text}"))


@pytest.mark.parametrize("name", ["hello", "diagnostics"])
def test_nothing_is_said_of_the_samples(name):
    reading = read(SAMPLES / name)

    assert reading.diagnostics == []
    assert reading.valid


def test_a_file_that_is_missing_is_all_that_is_said():
    reading = read_text(
        "blueprint: 1\n"
        "system: {name: shop, about: Sells.}\n"
        "contexts: {sales: sales.yaml, billing: {about: Bills.}}\n"
        "relations: [{upstream: sales, downstream: billing}]\n"
    )

    assert [found.code for found in reading.diagnostics] == ["BP108"]
    assert not reading.valid


def test_shape_and_rules_are_told_apart_by_one_run_each():
    reading = read_text("blueprint: 1\nsystem: {name: shop}\ncontexts: {sales: {abuot: Sells.}}\n")

    assert [found.code for found in reading.diagnostics] == ["BP112", "BP112", "BP111"]
