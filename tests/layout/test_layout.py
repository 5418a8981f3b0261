"""The one layout: it says the same, loses no comment, and lays out what it laid out as it is."""

import re
from itertools import pairwise

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from blueprint.layout import lay_out
from blueprint.load.positions import Source
from blueprint.load.tree import parse
from blueprint.read import read_text
from tests import txtar
from tests.layout.disturbing import ROOT, TEXTS, disturbed

SAMPLES = {name: text for name, text in TEXTS.items() if name.startswith("sample_blueprints/")}
CASES = sorted((ROOT / "tests" / "layout" / "cases").glob("*.txt"))
MANY = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def laid(text):
    found = lay_out(text.encode(), "blueprint.yaml")
    assert found.diagnostics == [], "\n".join(map(str, found.diagnostics))
    return found.text


def data(text):
    return parse(text, Source("", tuple(text.split("\n"))))


def comments(text):
    """Every comment, found by another way than the layout's: each that a token does not cover."""
    kept = list(text)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if token.style in ("|", ">"):
                start = text.find("\n", start)
            kept[start:end] = [c if c == "\n" else "x" for c in text[start:end]]
    return sorted(found.rstrip() for found in re.findall(r"#.*", "".join(kept)))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_laid_out(name):
    assert laid(SAMPLES[name]) == SAMPLES[name]


@MANY
@given(text=disturbed())
def test_whatever_spaces_and_comments_stand_where_nothing_is_lost(text):
    read = data(text)
    assume(not read.diagnostics)

    after = laid(text)

    assert data(after).tree == read.tree
    assert data(after).diagnostics == []
    assert comments(after) == comments(text)
    assert laid(after) == after


@MANY
@given(text=disturbed())
def test_the_result_has_one_layout(text):
    assume(not data(text).diagnostics)
    lines = laid(text).split("\n")

    assert lines[-1] == ""
    assert lines[0]
    assert lines[-2]
    assert [line for line in lines if line != line.rstrip() or "\t" in line] == []
    assert [pair for pair in pairwise(lines) if pair == ("", "")] == []


@st.composite
def with_comments_in_place(draw):
    """A sample with comments behind lines, and above lines where those begin."""
    lines = laid(draw(st.sampled_from(sorted(SAMPLES.values())))).split("\n")
    text = "\n".join(lines)
    inside = {
        line
        for token in yaml.scan(text, Loader=yaml.CLoader)
        for line in range(token.start_mark.line, token.end_mark.line)
        if isinstance(token, yaml.ScalarToken)
    }
    free = [
        number
        for number, line in enumerate(lines)
        if line and number not in inside and number - 1 not in inside
    ]
    chosen = draw(st.lists(st.sampled_from(free), min_size=1, max_size=5, unique=True))
    for number in sorted(chosen, reverse=True):
        line = lines[number]
        if draw(st.booleans()):
            lines.insert(number, " " * (len(line) - len(line.lstrip())) + f"# above {number}")
        elif "#" not in line:
            lines[number] = f"{line}{' ' * draw(st.integers(1, 60))}# behind {number}"
    return "\n".join(lines)


@MANY
@given(text=with_comments_in_place())
def test_a_comment_stays_with_what_it_is_about(text):
    def alike(text):
        return [re.sub(r" +#", " #", line) for line in text.split("\n") if line.strip()]

    assert alike(laid(text)) == alike(text)


@MANY
@given(
    name=st.sampled_from(sorted(TEXTS)),
    flow=st.sampled_from([True, False, None]),
    width=st.integers(20, 200),
    indent=st.integers(2, 9),
    rotated=st.integers(0, 20),
)
def test_what_another_program_writes_is_laid_out_in_the_order_of_the_language(
    name, flow, width, indent, rotated
):
    tree = data(TEXTS[name]).tree
    written = yaml.safe_dump(
        turned(tree, rotated, top=True),
        sort_keys=False,
        default_flow_style=flow,
        width=width,
        indent=indent,
        allow_unicode=True,
    )

    after = laid(written)

    assert data(after).tree == data(written).tree == tree
    assert laid(after) == after
    assert keys(data(after).tree) == keys(data(laid(TEXTS[name])).tree)


CLOSED = [
    {"about", "does"}, {"does", "http"}, {"of", "key"}, {"about", "aggregates"}, {"when", "then"},
    {"given", "then"}, {"upstream", "downstream"}, {"rule", "because"}, {"id", "title"},
    {"about", "fields"}, {"attempts", "backoff"}, {"run", "with"}, {"system", "contexts"},
    {"name", "about"}, {"issuer", "audience"},
]  # fmt: skip


def turned(tree, by, *, top=False):
    """The tree with the keys of mappings that the language closes in another order."""
    if isinstance(tree, list):
        return [turned(item, by) for item in tree]
    if not isinstance(tree, dict):
        return tree
    items = [(key, turned(value, by)) for key, value in tree.items()]
    if any(some <= tree.keys() for some in CLOSED):
        first = 1 if top else 0
        rest = items[first:]
        shift = by % len(rest) if rest else 0
        items = items[:first] + rest[shift:] + rest[:shift]
    return dict(items)


def keys(tree):
    """Every key in the order in which it stands."""
    if isinstance(tree, list):
        return [keys(item) for item in tree]
    return [(key, keys(value)) for key, value in tree.items()] if isinstance(tree, dict) else None


TEXT = st.text(st.sampled_from("ab \n\t#:-{}[],'\"\\|>é日?*&!%@`"), max_size=30)
KEYS = st.text(st.sampled_from("abc_#: '\"-é"), min_size=1, max_size=8)
ANYTHING = st.recursive(
    TEXT | st.integers() | st.none() | st.booleans() | st.just("several\n  lines\n\n\nx \n"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@MANY
@given(
    tree=st.dictionaries(KEYS, ANYTHING, max_size=4),
    style=st.sampled_from([None, "|", ">", '"', "'"]),
    flow=st.sampled_from([None, True, False]),
    indent=st.integers(2, 6),
    width=st.integers(10, 80),
)
def test_texts_of_any_kind_are_laid_out_as_they_are(tree, style, flow, indent, width):
    written = yaml.safe_dump(
        {"blueprint": 1, **tree},
        default_style=style,
        default_flow_style=flow,
        indent=indent,
        width=width,
        allow_unicode=True,
        sort_keys=False,
    )
    written = re.sub(r"!!(int|null|bool) ", "", written)
    read = data(written)
    assume(not read.diagnostics)

    after = laid(written)

    assert data(after).tree == read.tree
    assert laid(after) == after


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_is_laid_out_as_it_says(case):
    _, files = txtar.parse(case.read_text())

    assert laid(files["written.yaml"]) == files["wanted.yaml"]


@pytest.mark.parametrize(
    "case", sorted((ROOT / "tests" / "cases").glob("*.txt")), ids=lambda c: c.stem
)
def test_what_is_found_in_a_blueprint_does_not_change_with_its_layout(case):
    files = txtar.parse(case.read_text())[1]
    files.pop("want:diagnostics", None)
    done = {name: lay_out(text.encode(), name) for name, text in files.items()}
    if any(found.diagnostics for found in done.values()):
        pytest.skip("not every file of it can be read")

    def found(files):
        files = dict(files)
        diagnostics = read_text(files.pop("blueprint.yaml"), files).diagnostics
        return sorted(
            (one.code, without_lines(one.message), one.help)
            for one in diagnostics
            if "first key" not in one.message  # the layout puts it first
        )

    def without_lines(message):
        return re.sub(r"[\w./]+\.yaml:\d+|line \d+", "line", message)

    assert found({name: one.text for name, one in done.items()}) == found(files)
