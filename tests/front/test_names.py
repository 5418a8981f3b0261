"""Names in all their forms."""

import doctest

import pytest

from blueprint import names
from blueprint.load import scalars
from blueprint.names import Name, plural


@pytest.mark.parametrize("module", [names, scalars])
def test_the_examples_in_the_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("text", ["LabOrder", "lab_order", "lab-order", "Lab order", "labOrder"])
def test_a_name_has_the_same_words_however_it_is_written(text):
    assert Name(text).words == ("lab", "order")
    assert Name(text).pascal == "LabOrder"


@pytest.mark.parametrize(
    ("text", "snake"),
    [
        ("HTTPServer", "http_server"),
        ("APIKey", "api_key"),
        ("OrderV2", "order_v2"),
        ("line_1", "line_1"),
        ("sha256", "sha256"),
        ("SHA256Sum", "sha256_sum"),
        ("Order", "order"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_snake_case_keeps_acronyms_and_numbers_in_one_word(text, snake):
    assert Name(text).snake == snake


@pytest.mark.parametrize("text", ["HTTPServer", "APIKey", "OrderV2", "X"])
def test_a_class_keeps_the_spelling_it_was_given(text):
    assert Name(text).pascal == text


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("box", "boxes"),
        ("category", "categories"),
        ("day", "days"),
        ("bus", "buses"),
        ("class", "classes"),
        ("diagnosis", "diagnoses"),
        ("dish", "dishes"),
        ("epoch", "epochs"),
        ("child", "children"),
        ("photo", "photos"),
        ("orders", "orders"),
        ("s", "ss"),
        ("series", "series"),
    ],
)
def test_plurals_are_those_of_english(word, many):
    assert plural(word) == many


def test_only_the_last_word_becomes_a_plural():
    assert Name("PersonAddress").table == "person_addresses"
