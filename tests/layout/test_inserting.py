"""What is added to a blueprint's text: that and nothing else, in the style of what is there."""

import json
import re
import textwrap
from collections import Counter

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from blueprint.layout.inserting import with_entry, with_items
from blueprint.load.positions import Source
from blueprint.load.tree import parse
from tests.layout.disturbing import TEXTS, disturbed

MANY = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
BLOCK = """\
about: What is kept, and for whom.

aggregates:
  Account:
    fields:                                 # id and version come by themselves
      points: int = 0

commands:
  AddAccount: {does: create Account, http: POST /accounts}
"""
WRITTEN = st.sampled_from([BLOCK, "contexts/loyalty.yaml", "about: Short.\n"])
RELATIONS = [
    {"upstream": "a", "downstream": "loyalty", "upstream_as": ["published-language"]},
    {"upstream": "loyalty", "downstream": "b"},
]
BLUEPRINTS = [
    text for text in TEXTS.values() if text.partition("\nblueprint: 1")[1] or text[:1] == "b"
]
END = re.compile(r"\r\n|\r|\n")


def plain(text):
    """What a text says by another reader, every scalar a string; the order of keys is kept."""
    return listed(yaml.load(text, Loader=yaml.CBaseLoader))


def listed(tree):
    if isinstance(tree, dict):
        return [(key, listed(value)) for key, value in tree.items()]
    return [listed(item) for item in tree] if isinstance(tree, list) else tree


def is_sound(text):
    return not parse(text, Source("", tuple(END.split(text)))).diagnostics


def comments(text):
    """Every comment: what is found behind a # that no token of the text covers."""
    kept = list(text)
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if token.style in ("|", ">"):
                start = text.find("\n", start)
            kept[start:end] = [c if c in "\r\n" else "x" for c in text[start:end]]
    return [found.rstrip() for found in re.findall(r"#[^\r\n]*", "".join(kept))]


def assert_added(before, after, key, wanted):
    """*after* says what *before* said and *wanted* at *key*."""
    old, new = dict(plain(before)), dict(plain(after))
    assert new.pop(key) == [*(old.pop(key, None) or []), *wanted]
    assert list(new.items()) == list(old.items())


def assert_kept(before, after, *, extended):
    """Each letter of *before* is in *after*, in order, and each line as a line but *extended*."""
    letters = iter(after)
    assert all(letter in letters for letter in before)
    old, new = END.split(before), END.split(after)
    assert len(old) - alike(old, new) <= extended


def alike(old, new):
    """How many of the lines of one text can be found in another, in order."""
    found = [0] * (len(new) + 1)
    for line in old:
        last = found[:]
        for place, other in enumerate(new, 1):
            found[place] = (
                last[place - 1] + 1 if line == other else max(last[place], found[place - 1])
            )
    return found[-1]


def is_flow(text, key):
    """Whether what stands at a key, or around it, is in braces or brackets."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    values = [value for name, value in root.value if name.value == key]
    return any(getattr(node, "flow_style", False) for node in (values or [root]))


def check(before, written):
    extended = 2 * is_flow(before, "contexts")
    after = with_entry(before, "contexts", "loyalty", written)
    assert_added(before, after, "contexts", [("loyalty", plain(written))])
    assert_kept(before, after, extended=extended)

    extended = 2 * is_flow(after, "relations")
    last = with_items(after, "relations", RELATIONS)
    assert_added(after, last, "relations", [listed(one) for one in plain_relations()])
    assert_kept(after, last, extended=extended)

    assert is_sound(last)
    assert not Counter(comments(before)) - Counter(comments(last))
    assert {*END.findall(last)} <= {*END.findall(before)} or not END.search(before)
    return last


def plain_relations():
    return [{**one} for one in RELATIONS]


@MANY
@given(text=disturbed(BLUEPRINTS), written=WRITTEN, end=st.sampled_from(["\n", "\r\n"]))
def test_what_is_added_is_all_that_changes_whatever_spaces_and_comments_stand_there(
    text, written, end
):
    assume(is_sound(text))
    check(text.replace("\n", end), written)


CONTEXTS = [
    "",
    "contexts:",
    "contexts:   # none yet\n  # not even one",
    "contexts: {}",
    "contexts: { }   # none yet",
    "contexts: {\n  # none yet\n  }",
    "contexts: {a: contexts/a.yaml}",
    "contexts: {a: contexts/a.yaml, b: contexts/b.yaml, }   # two",
    "contexts: {'a': {about: 'It is, a'}, \"b\": {about: b}}",
    "contexts: {a: contexts/a.yaml,   # one\n           b: contexts/b.yaml}   # two",
    "contexts:\n  {a: contexts/a.yaml, b: {about: b,\n    team: c}}",
    "contexts: {\n  a: contexts/a.yaml,   # one, first\n  b: contexts/b.yaml    # two\n}",
    "contexts: {\n    a: contexts/a.yaml,\n    b: contexts/b.yaml,\n    # foot\n    }",
    "contexts: {\n  a: contexts/a.yaml\n  , b: contexts/b.yaml\n  , }",
    "contexts:\n  a: contexts/a.yaml\n  b: contexts/b.yaml   # two\n  # foot",
    "contexts:\n    'a': 'contexts/a.yaml'\n    'b': 'contexts/b.yaml'",
    "contexts:\n  a: {about: a}\n\n  b:\n    about: b\n    # foot\n\n  # foot\n\n# next",
    "contexts:\n  a:\n    about: |\n      Several\n      # lines  \n\n",
    "contexts:\n  a:\n    about: >+\n      Several\n\n\n",
    "contexts:\n  a:\n     about: >-\n       Several\n\n     # foot",
    "contexts:\n a:\n  about: a text\n   of two lines\n  aggregates:\n   B: {fields: {c: int}}",
]
RELATION_LISTS = [
    "",
    "relations:   # none",
    "relations: []   # none",
    "relations: [\n]",
    "relations: [{upstream: a, downstream: b}]",
    "relations: [{upstream: a, downstream: b}, ]",
    "relations: [\n  {upstream: a, downstream: b},   # one\n"
    "  {between: [a, c], as: partnership}  # two\n  ]",
    "relations:\n- {upstream: a, downstream: b}\n\n# of the next",
    "relations:\n  - {upstream: a, downstream: b}   # one\n  # - {upstream: a, downstream: c}",
    "relations:\n  -   upstream: a\n      downstream: b\n\n  -   upstream: b\n      downstream: c",
    "relations:\n  -\n    {'upstream': 'a', 'downstream': 'b'}",
]
HEADS = [
    "blueprint: 1",
    "# top\n---\nblueprint: 1   # first",
    "'blueprint': 1\n\nsystem:\n    name: s",
]
FEET = [
    "",
    "own: []",
    "deploy:\n  topology: services\n",
    "\n# the end",
    "decisions:\n- {id: 1}",
    "...",
]


@st.composite
def composed(draw):
    """A blueprint with its contexts and relations written in one of many ways."""
    parts = [draw(st.sampled_from(CONTEXTS)), draw(st.sampled_from(RELATION_LISTS))]
    parts = draw(st.permutations(parts))
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    lines = [draw(st.sampled_from(HEADS)), *parts, draw(st.sampled_from(FEET))]
    text = gap.join(part for part in lines if part)
    if draw(st.booleans()) and "---" not in text and "..." not in text:
        text = textwrap.indent(text, draw(st.sampled_from(["  ", "   "])))
    return text + draw(st.sampled_from(["", "\n", "\n\n"]))


@MANY
@given(text=composed(), written=WRITTEN, end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_each_way_to_write_contexts_and_relations_is_added_to_in_that_way(text, written, end):
    assume(is_sound(text))
    check(text.replace("\n", end), written)


@MANY
@given(
    name=st.sampled_from([name for name, text in sorted(TEXTS.items()) if len(text) < 9000]),
    written=WRITTEN,
    flow=st.sampled_from([True, False, None]),
    width=st.integers(20, 200),
    indent=st.integers(2, 9),
    style=st.sampled_from([None, '"', "'"]),
)
def test_what_another_program_wrote_is_added_to(name, written, flow, width, indent, style):
    tree = yaml.load(TEXTS[name], Loader=yaml.CBaseLoader)
    assume("blueprint" in tree)
    text = yaml.safe_dump(
        tree,
        sort_keys=False,
        default_flow_style=flow,
        default_style=style,
        width=width,
        indent=indent,
        allow_unicode=True,
    )

    check(text, written)


@given(written=WRITTEN, indent=st.sampled_from([None, 2, "\t"]), empty=st.booleans())
def test_json_stays_json(written, indent, empty):
    tree = {"blueprint": 1, "contexts": {"a": "contexts/a.yaml"}, "relations": []}
    before = json.dumps({"blueprint": 1} if empty else tree, indent=indent)
    assume(is_sound(before))

    after = json.loads(check(before, written))

    assert list(after["contexts"])[-1] == "loyalty"
    assert after["relations"] == RELATIONS


@MANY
@given(text=composed(), written=WRITTEN)
def test_line_ends_make_no_difference(text, written):
    assume(is_sound(text))
    windows = check(text.replace("\n", "\r\n"), written)

    assume("\n" in text)
    assert windows.replace("\r\n", "\n") == check(text, written)
