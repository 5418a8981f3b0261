"""The model as a whole: frozen, the same each time, of the model's types and nothing else."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest

from blueprint import model
from blueprint.document import Document
from blueprint.model import Field, System, Type
from blueprint.names import Name
from blueprint.read import read, read_text
from blueprint.resolve import resolve
from blueprint.rules.index import Index
from blueprint.rules.reading import system as reading_system
from blueprint.rules.registry import rules
from tests.examples import blueprint_of
from tests.front.resolving import SAMPLES, context, names, resolved, sample

NODES = (Name, *(value for value in vars(model).values() if isinstance(value, type)))
PLAIN = (str, int, float, bool, date, type(None))
TYPES = get_args(Type)


def walk(node: object) -> Iterator[object]:
    """The node and everything in it, each object once."""
    seen: set[int] = set()
    ahead = [node]
    while ahead:
        here = ahead.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        if isinstance(here, tuple):
            ahead += here
        elif isinstance(here, dict):
            ahead += here.values()
        elif dataclasses.is_dataclass(here):
            ahead += [getattr(here, field.name) for field in dataclasses.fields(here)]


@pytest.fixture(params=["hello", "diagnostics"])
def system(request: pytest.FixtureRequest) -> System:
    return sample(request.param)


def test_it_holds_nodes_of_the_model_tuples_and_plain_values_alone(system: System) -> None:
    strange = [n for n in walk(system) if not isinstance(n, (*NODES, *PLAIN, tuple, dict))]

    assert strange == []


def test_every_field_has_one_of_the_types_of_the_model(system: System) -> None:
    fields = [node for node in walk(system) if isinstance(node, Field)]

    assert fields
    assert all(isinstance(field.type, TYPES) for field in fields)


def test_every_node_is_frozen(system: System) -> None:
    for node in walk(system):
        fields = dataclasses.fields(node) if dataclasses.is_dataclass(node) else ()
        for field in fields[:1]:
            with pytest.raises(AttributeError):
                setattr(node, field.name, None)


def test_it_has_a_hash(system: System) -> None:
    assert hash(system) == hash(system)


@pytest.mark.parametrize("name", ["hello", "diagnostics"])
def test_the_same_blueprint_resolves_to_the_same_system(name: str) -> None:
    documents = [read(SAMPLES / name).document for _ in range(2)]
    first, second = (resolve(document) for document in documents if document)

    assert first == second
    assert repr(first) == repr(second)


@pytest.mark.parametrize("code", sorted(rules()))
@pytest.mark.parametrize("section", ["Wrong", "Right"])
def test_whatever_a_rule_lets_pass_can_be_resolved(code: str, section: str) -> None:
    files = dict(blueprint_of(rules()[code].section(section)))
    reading = read_text(files.pop("blueprint.yaml"), files)

    if reading.valid and reading.document is not None:
        assert hash(resolve(reading.document))


@pytest.mark.parametrize("code", sorted(rules()))
def test_an_operation_takes_what_the_rules_think_that_it_takes(code: str) -> None:
    files = dict(blueprint_of(rules()[code].section("Right")))
    reading = read_text(files.pop("blueprint.yaml"), files)
    assert reading.document is not None

    assert_same_input(reading.document)


@pytest.mark.parametrize("name", ["hello", "diagnostics"])
def test_the_samples_take_what_the_rules_think_that_they_take(name: str) -> None:
    document = read(SAMPLES / name).document
    assert document is not None

    assert_same_input(document)


def assert_same_input(document: Document) -> None:
    index = Index(reading_system(document))
    for home in resolve(document).contexts:
        for found in home.operations:
            known = index.operation(f"{home.name}.{found.name}")
            assert known is not None
            # To the rules the path of a list is a filter; to resolve it is an input, too.
            paths = {f.field.name.text for f in found.filters if f.in_path}
            assert set(names(found.input)) - paths == set(index.input(known)), found.name


def test_values_stand_behind_those_that_they_are_made_of() -> None:
    found = context(
        resolved("""
contexts:
  sales:
    about: Sells.
    values:
      Basket: {lines: list(Line)}
      Line: {part: Part}
      Part: {code: string}
"""),
        "sales",
    )

    assert [value.name.text for value in found.values] == ["Part", "Line", "Basket"]


def test_a_kernel_may_be_made_of_another_kernels_types() -> None:
    system = resolved("""
kernels:
  goods: {owners: [a, b], values: {Good: {size: Size, kind: Kind}}, enums: {Kind: [raw, made]}}
  sizes: {owners: [b, c], values: {Size: {width: int, unit: Unit}}, enums: {Unit: [mm, m]}}
contexts:
  a: {about: One.}
  b: {about: Other.}
  c: {about: Third.}
""")

    assert [v.name.text for v in context(system, "a").all_values] == ["Size", "Good"]
    assert [e.name.text for e in context(system, "a").all_enums] == ["Kind", "Unit"]
    assert [v.name.text for v in context(system, "c").all_values] == ["Size"]
