"""Operations that pass a call on: their answers stand in the contract of whoever passes them on."""

from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.generator import contracts

BLUEPRINT = """
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org/, audience: shop, roles: roles, tenant: org}
contexts:
  stock:
    about: What lies where.
    enums: {Unit: [mm, inch]}
    values: {Size: {width: int, unit: Unit}}
    aggregates:
      Thing:
        about: Something.
        fields: {name: string(1..80), size: Size, code: string secret}
        indexes: [created_at]
    commands:
      Count:
        about: Counts.
        does: custom
        http: POST /counts
        input: {unit: Unit}
        output: {count: int, size: Size}
      Sweep: {about: Sweeps., does: custom, http: POST /sweeps}
    queries:
      GetThing: {does: get Thing, http: "GET /things/{id}"}
      ListThings: {does: list Thing, http: GET /things, filter: {name: prefix}}
      Sizes: {about: All sizes., does: custom, http: GET /sizes, output: list(Size)}
  front:
    about: Where clients come in.
    storage: none
    commands:
      AskCount: {does: call stock.Count, http: POST /counts}
      AskSweep: {does: call stock.Sweep, http: POST /sweeps}
    queries:
      AskThing: {does: call stock.GetThing, http: "GET /things/{id}"}
      AskSizes: {does: call stock.Sizes, http: GET /sizes}
relations:
  - {upstream: stock, downstream: front, downstream_as: conformist}
"""


@pytest.fixture(scope="module")
def front() -> Any:
    """The contract of the context that passes calls on."""
    return contracts.documents(contracts.system(BLUEPRINT))["front/openapi.v1.json"]


def test_the_contract_is_valid(front: Any) -> None:
    validate(front)


def test_what_is_passed_on_is_what_the_other_context_answers(front: Any) -> None:
    schemas = front["components"]["schemas"]
    assert schemas["GetThingAnswer"]["properties"].keys() == {
        "id",
        "version",
        "created_at",
        "updated_at",
        "name",
        "size",
    }
    assert schemas["CountAnswer"]["required"] == ["count", "size"]
    assert schemas["Unit"]["enum"] == ["mm", "inch"]


def test_an_answer_without_a_name_is_passed_on_as_it_is(front: Any) -> None:
    answer = contracts.operations(front)["AskSizes"]["responses"]["200"]["content"]
    assert answer["application/json"]["schema"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Size"},
    }


def test_an_answer_that_says_nothing_has_no_body(front: Any) -> None:
    assert "content" not in contracts.operations(front)["AskSweep"]["responses"]["204"]


def test_the_body_speaks_of_the_words_of_the_other_context(front: Any) -> None:
    assert front["components"]["schemas"]["AskCountBody"]["properties"] == {
        "unit": {"$ref": "#/components/schemas/Unit"}
    }
