"""A first blueprint: whatever is answered, it is sound, laid out, and runs."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blueprint.diagnostics import render_all
from blueprint.layout import lay_out
from blueprint.load.text import FORBIDDEN
from blueprint.resolve import resolve
from blueprint.rules.paths import names_an_action
from generator import generate
from generator.creating import compose, create
from generator.first import (
    First,
    FirstContext,
    blueprint_of,
    fields_of,
    lifecycle_of,
    problem,
    reading_of,
)
from tests.samples.workspaces import Workspace

TYPES = [
    "string(1..80)", "string(2..12) unique", "text optional", "int min=1 max=9", "decimal(8.2)",
    "money", "date optional", "datetime", "bool = false", "enum(small | large) = small",
    "list(string(1..20)) min=1", "map(int)", "url optional", "subject immutable",
    "json", "string(4..4) optional secret", "bytes optional internal", "duration", "uuid",
    "string(1..9) pattern=/[A-Z]+/",
]  # fmt: skip

words = st.from_regex(r"[a-z]{3,6}", fullmatch=True).filter(lambda word: not names_an_action(word))
sentences = st.text(min_size=1, max_size=80).filter(
    lambda text: text.strip() == text and not FORBIDDEN.search(text) and "\n" not in text
)


@st.composite
def contexts(draw, number: int, types: list[str]) -> FirstContext:
    """A context; the number in its names keeps it apart from all others."""
    names = draw(st.lists(words, min_size=1, max_size=5, unique=True))
    moves = draw(st.integers(0, 3))
    chain = [f"{draw(words)}_{place}" for place in range(2 * moves + 1)] if moves else []
    return FirstContext(
        name=f"{draw(words)}_c{number}",
        about=draw(sentences),
        aggregate=f"{draw(words).title()}Thing{number}",
        fields=tuple((f"{name}_of", draw(st.sampled_from(types))) for name in names),
        lifecycle=tuple(chain),
    )


@st.composite
def answers(draw) -> First:
    """Answers that nothing speaks against."""
    roles = draw(st.lists(words, max_size=3, unique=True))
    tenancy = draw(st.booleans())
    types = [*TYPES, "email pii"] if roles or tenancy else TYPES  # nobody's is shown to everybody
    found = [draw(contexts(number, types)) for number in range(draw(st.integers(1, 4)))]
    heard = [
        FirstContext(
            name=one.name,
            about=one.about,
            aggregate=one.aggregate,
            fields=one.fields,
            lifecycle=one.lifecycle,
            hears=tuple(other.name for other in found[:place] if draw(st.booleans())),
        )
        for place, one in enumerate(found)
    ]
    return First(
        name=f"{draw(words)}_system",
        title=draw(sentences),
        about=draw(sentences),
        storage=draw(st.sampled_from(["sqlite", "postgres"])),
        tenancy=tenancy,
        roles=tuple((f"{role}_er", draw(sentences)) for role in roles),
        contexts=tuple(heard),
    )


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=answers())
def test_any_answers_give_a_blueprint_of_which_nothing_is_said(first):
    reading = reading_of(first)

    assert reading.diagnostics == [], render_all(reading.diagnostics)
    assert reading.document.system.about == first.about
    assert reading.document.security.roles == dict(first.roles)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=answers())
def test_what_is_written_is_laid_out(first):
    for path, text in blueprint_of(first).items():
        assert lay_out(text.encode(), path).text == text


@settings(max_examples=200, deadline=None)
@given(
    name=st.text(max_size=20),
    about=st.text(max_size=20),
    context=st.text(max_size=20),
    fields=st.text(max_size=40),
    lifecycle=st.text(max_size=20),
)
def test_whatever_is_typed_there_is_an_answer_to_it(name, about, context, fields, lifecycle):
    found = FirstContext(
        name=context,
        about=about,
        aggregate=name,
        fields=fields_of(fields),
        lifecycle=lifecycle_of(lifecycle),
    )

    said = problem(First(name=name, title=name, about=about, contexts=(found,)))

    assert said is None or (said.message and said.help)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"name": "My Things"}, "write my_things"),
        ({"name": "class"}, ""),
        ({"aggregate": "lab_order"}, "write LabOrder"),
        ({"fields": fields_of("title: strin(1..80)")}, "did you mean string"),
        ({"fields": fields_of("title")}, ""),
        ({"fields": fields_of("created_at: datetime")}, ""),
        ({"fields": fields_of("mail: email pii")}, "say who may see it"),
        ({"lifecycle": lifecycle_of("open > close")}, ""),
    ],
)
def test_an_answer_that_will_not_do_is_told_what_would(answer, said):
    context = {
        "name": "things", "about": "Keeps things.", "aggregate": "Thing",
        "fields": fields_of("title: string(1..80)"),
    }  # fmt: skip
    first = First(
        name="shop", title="Shop", about="Sells.", contexts=(FirstContext(**context | answer),)
    )

    found = problem(first)

    assert found is not None
    assert said in found.help


@pytest.mark.slow
@pytest.mark.parametrize("tenancy", [False, True])
def test_its_workspace_passes_its_own_tests(tmp_path, tenancy):
    sales = FirstContext(
        name="sales",
        about="What is sold, and: to whom.",
        aggregate="Order",
        fields=fields_of("title: string(1..80), size: enum(small | large) = small, total: money"),
        lifecycle=lifecycle_of("open > ship > shipped > bring_back > returned"),
    )
    stock = FirstContext(
        name="stock",
        about="What is there.",
        aggregate="Shelf",
        fields=fields_of("place: string(2..12), keeper: email pii"),
        hears=("sales",),
    )
    first = First(
        name="shop",
        title="Corner shop",
        about="Sells things.",
        tenancy=tenancy,
        roles=(("clerk", "Sells."), ("keeper", "Counts.")) if tenancy else (),
        contexts=(sales, stock),
    )
    reading = reading_of(first)
    files = {path: text.encode() for path, text in blueprint_of(first).items()}
    target = tmp_path / "shop"
    system = resolve(reading.document)
    create(target, compose(system, generate(system), files, {}))

    done = Workspace("shop", target).run("pytest", "-q", "-x")

    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
