"""What is said of events, against another tool's verdict and against instances themselves.

`jsoncompat` compares sets of documents; a difference that is meant is named where it is made up
for:

- It knows no writer who keeps to what is declared. A published event says that more may come
  (`additionalProperties: true`), so that by sets alone a property can never be added. It is asked
  about the writer's schema closed, as a writer keeps to it, and the reader's as it stands.
- It passes over `pattern`, `format` and `contentEncoding`. Blueprint's readers do refuse by them,
  so a change of them counts here; both are asked about schemas without these words.
"""

import json

import jsoncompat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.changes.difference import Difference
from generator.changes.forms import Document
from generator.changes.schema import compare_schemas
from tests.changes.payloads import bare, closed, instances, pairs, schema

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def differences(old: dict, new: dict) -> list[Difference]:
    return compare_schemas(old, new, Document(old), Document(new))


def is_read(writer: dict, reader: dict) -> bool:
    """The oracle's verdict: whatever is written by one is read by the other."""
    texts = json.dumps(closed(writer)), json.dumps(reader)
    return jsoncompat.check_compat(*texts, "deserializer")


@SLOW
@given(pairs())
def test_it_says_what_jsoncompat_says_of_random_events(pair) -> None:
    old, new = (bare(schema) for schema in pair)
    found = differences(old, new)

    assert any(one.backward for one in found) != is_read(old, new), found
    assert any(one.forward for one in found) != is_read(new, old), found


@SLOW
@given(pairs(), st.data())
def test_what_is_called_readable_is_read(pair, data) -> None:
    """Whatever old writers write is valid for new readers, and the other way round."""
    old, new = pair
    found = differences(old, new)

    if not any(one.backward for one in found):
        assert_valid(data.draw(instances(old, old)), new)
    if not any(one.forward for one in found):
        assert_valid(data.draw(instances(new, new)), old)


@SLOW
@given(pairs())
def test_the_other_way_round_it_says_the_opposite(pair) -> None:
    old, new = pair
    there, back = differences(old, new), differences(new, old)

    assert any(one.backward for one in there) == any(one.forward for one in back)
    assert any(one.forward for one in there) == any(one.backward for one in back)


@pytest.mark.parametrize(
    ("old", "new", "backward", "forward"),
    [
        ("int", "int", True, True),
        ("int", "float", True, False),
        ("int min=0", "int min=5", False, True),
        ("string(1..5)", "string(1..9)", True, False),
        ("uuid", "uuid optional", True, False),
        ("enum(red)", "enum(red | green)", True, False),
        ("list(int)", "list(int) min=1", False, True),
        ("string", "json", True, False),
        ("map(int)", "map(bigint)", True, False),
        ("date", "datetime", False, False),
    ],
)
def test_the_random_pairs_are_no_empty_talk(old, new, backward, forward) -> None:
    found = differences(
        schema({"a": old}, {"b": "int"}, ["red"]), schema({"a": new}, {"b": "int"}, ["red"])
    )

    assert (not any(one.backward for one in found)) == backward, found
    assert (not any(one.forward for one in found)) == forward, found


def assert_valid(instance: object, reader: dict) -> None:
    checker = Draft202012Validator.FORMAT_CHECKER
    errors = list(Draft202012Validator(reader, format_checker=checker).iter_errors(instance))
    assert errors == [], instance
