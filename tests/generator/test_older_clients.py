"""What v1 promised stays as it was, whatever a v2 changes, as long as `changes` says so."""

import copy
from datetime import date
from typing import Any

import pytest

from generator.changes import Comparison
from generator.words.shapes import shapes
from tests.generator import contracts, older
from tests.generator.older import KINDS, SHOP, Kind

V1 = "sales/openapi.v1.json"
LEAVING = {"Deprecation", "Sunset"}
SAID = {"description", "deprecated"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_v1_is_as_it_was(kind: Kind) -> None:
    assert promise(older.after([kind])) == promise(SHOP)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_without_its_change_v1_or_v2_is_another(kind: Kind) -> None:
    assert promise(older.after([kind]), "v2") != promise(SHOP)


def test_v1_is_as_it_was_after_all_changes_at_once() -> None:
    assert promise(older.after(KINDS)) == promise(SHOP)


def test_no_rule_finds_anything_that_could_break_a_client_of_v1() -> None:
    before, after = contracts.system(SHOP), contracts.system(older.after(KINDS))
    found = Comparison(date(2026, 11, 24)).changes(
        contracts.documents(before), contracts.documents(after)
    )
    assert [str(one) for one in found if one.severity != "compatible"] == []


def test_a_field_without_its_type_may_still_be_sent_and_is_still_there() -> None:
    gone = Kind("", "          note: string(1..80)\n", "", "Order.note: {removed: none}")
    schemas = contracts.documents(contracts.system(older.after([gone])))[V1]["components"]
    taken, shown = schemas["schemas"]["AddOrderBody"], schemas["schemas"]["Order"]
    assert "note" in taken["properties"]
    assert "default" not in taken["properties"]["note"]
    assert "note" not in taken["required"]
    assert "note" in shown["required"]
    assert shown["properties"]["note"] == {"type": "string"}


def test_a_patch_of_an_old_client_leaves_a_new_field_as_it_is() -> None:
    [kind] = [kind for kind in KINDS if kind.name == "a field is added"]
    [context] = contracts.system(older.after([kind])).contexts
    added = {s.name: [a.field.name.text for a in s.added] for s in shapes(context, "v1")}
    assert added["AddOrderBody"] == ["urgency"]
    assert added["ChangeOrderBody"] == []


def promise(text: str, version: str = "v1") -> Any:
    """The paths of a contract, each schema in its place, less what is said of its end."""
    document = contracts.documents(contracts.system(text))[f"sales/openapi.{version}.json"]
    return _plain(document["paths"], document["components"]["schemas"])


def _plain(value: Any, schemas: Any) -> Any:
    match value:
        case {"$ref": str(target)}:
            return _plain(schemas[target.rpartition("/")[2]], schemas)
        case dict():
            kept = ((k, v) for k, v in value.items() if k not in LEAVING and not _is_said(k, v))
            plain = {k: _plain(v, schemas) for k, v in kept}
            return {k: v for k, v in plain.items() if (k, v) != ("headers", {})}
        case list():
            return [_plain(item, schemas) for item in value]
    return copy.copy(value)


def _is_said(key: str, value: Any) -> bool:
    """Whether the entry is words for people, or tells that the version ends."""
    return (key in SAID and isinstance(value, str | bool)) or (
        key == "headers" and not set(value) - LEAVING
    )
