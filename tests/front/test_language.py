"""The language: every word that works is read, and each short form means one thing."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic_core import PydanticCustomError

from blueprint.document import Document
from blueprint.document.schema import system_schema
from blueprint.document.times import parse_every
from blueprint.document.word import Word, is_not_yet
from blueprint.load import load, load_text
from blueprint.read import read, read_text

WHOLE = Path(__file__).with_name("whole.yaml")
HEAD = "blueprint: 1\nsystem: {name: shop, about: Sells.}\ncontexts:\n  sales:\n    about: Sells.\n"


@pytest.fixture(scope="module")
def document():
    reading = read(WHOLE)
    assert reading.valid
    return reading.document


def sales(text):
    """The context of a blueprint, which is validated in shape alone."""
    body = "".join(f"    {line}\n" for line in text.splitlines())
    return Document.model_validate(load_text(HEAD + body).data).contexts["sales"]


def test_nothing_is_said_of_a_system_that_uses_every_word():
    assert read(WHOLE).diagnostics == []


def test_its_schema_says_nothing_of_it_either():
    validator = Draft202012Validator(system_schema())

    assert [error.message for error in validator.iter_errors(load(WHOLE).data)] == []


def words(model):
    """Every model below one, each with the keys that work."""
    found = {}
    ahead = [model]
    while ahead:
        word = ahead.pop()
        if word in found:
            continue
        found[word] = {n for n, f in word.model_fields.items() if not is_not_yet(f)}
        for field in word.model_fields.values():
            ahead += models_in(field.annotation)
    return found


def models_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, Word):
        return [annotation]
    inner = getattr(annotation, "__args__", ())
    return [model for argument in inner for model in models_in(argument)]


def declared(model, name):
    """A key with the model that declares it, for all that take it over."""
    bases = [base for base in reversed(model.__mro__) if issubclass(base, Word)]
    return f"{next(base for base in bases if name in base.model_fields).__name__}.{name}"


def said(node, seen):
    """Which keys a document says."""
    if isinstance(node, Word):
        seen |= {declared(type(node), name) for name in node.model_fields_set}
        for name in node.model_fields_set:
            said(getattr(node, name), seen)
    elif isinstance(node, dict):
        for value in node.values():
            said(value, seen)
    elif isinstance(node, list):
        for value in node:
            said(value, seen)
    return seen


def test_that_system_really_uses_every_word(document):
    every = {declared(model, name) for model, names in words(Document).items() for name in names}

    assert every - said(document, set()) == {"EventWord.payload"}  # it is moved to versions


def test_http_is_one_for_all_versions_or_one_for_each(document):
    commands = document.contexts["stock"].commands

    assert list(commands["AddShelf"].http) == [None]
    assert commands["AddPart"].http["v1"].path == "/items"
    assert commands["BringPart"].http == {}


def test_emits_is_told_apart_by_how():
    emits = sales(
        "commands:\n"
        "  A: {about: A., does: custom, emits: [X]}\n"
        "  B: {about: B., does: custom, emits: {may: [X], one_of: [Y, Z]}}\n"
        "  C: {about: C., does: custom, emits: {X: {when_changed: [a]}}}\n"
    ).commands

    assert emits["A"].emits.always == ["X"]
    assert (emits["B"].emits.may, emits["B"].emits.one_of) == (["X"], ["Y", "Z"])
    assert emits["C"].emits.changed["X"].when_changed == ["a"]


@pytest.mark.parametrize(
    ("written", "fields", "type", "many"),
    [
        ("{code: string}", ["code"], None, False),
        ("Order", None, "Order", False),
        ("list(Order)", None, "list(Order)", False),
        ("[Order]", None, "Order", True),
        ("[{code: string}]", ["code"], None, True),
    ],
)
def test_output_is_fields_or_a_type_or_a_list_of_one(written, fields, type, many):
    text = f"queries:\n  A: {{about: A., does: custom, output: {written}}}\n"
    output = sales(text).queries["A"].output

    assert (output.fields and list(output.fields)) == fields
    assert (output.type and str(output.type)) == type
    assert output.many is many


def test_a_payload_is_the_first_version():
    short = sales("events: {A: {key: a, payload: {a: int}}}").events["A"]
    whole = sales("events: {A: {key: a, versions: {v1: {a: int}}}}").events["A"]
    dated = sales("events: {A: {key: a, versions: {v1: {payload: {a: int}}}}}").events["A"]

    assert short.versions == whole.versions == dated.versions


def test_a_field_may_be_named_like_the_key_of_a_long_form():
    context = sales(
        "values: {A: {fields: 'list(string)', about: text}}\n"
        "events: {B: {key: payload, payload: {payload: {is: string}}}}\n"
    )

    assert list(context.values["A"].fields) == ["fields", "about"]
    assert list(context.events["B"].versions["v1"].payload) == ["payload"]


def test_allow_cache_storage_and_consumes_have_short_forms():
    context = sales(
        "storage: sqlite\n"
        "allow: public\n"
        "consumes: {A@v1: Run}\n"
        "queries: {Q: {about: Q., does: custom, cache: 90s, allow: authenticated}}\n"
    )

    assert context.storage.engine == "sqlite"
    assert context.allow.public
    assert context.consumes["A@v1"].run == "Run"
    assert context.queries["Q"].cache.ttl == 90
    assert context.queries["Q"].allow.grants[0].authenticated


def test_what_is_wrong_in_an_external_system_is_said_once():
    reading = read_text(
        "blueprint: 1\n"
        "system: {name: shop, about: Sells.}\n"
        "contexts: {bank: {external: https://bank.example.org, about: 1, team: x}}\n"
    )

    assert [found.code for found in reading.diagnostics] == ["BP113", "BP111"]


@pytest.mark.parametrize("line", ["*/15 8-18 * * 1-5", "0 0 1,15 * 7", "5 4 31 12 0"])
def test_a_cron_line_is_kept_as_it_is(line):
    assert parse_every(line).cron == line


@pytest.mark.parametrize("line", ["*/0 * * * *", "9-5 * * * *", "* 24 * * *", "* * 0 * *", "* * *"])
def test_a_cron_line_that_never_comes_is_refused(line):
    with pytest.raises(PydanticCustomError, match="is no cron line"):
        parse_every(line)
