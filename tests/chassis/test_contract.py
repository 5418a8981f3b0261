"""What a service serves about itself, and whether it keeps to it."""

from pathlib import Path

import pytest
from _system__chassis.testing import running
from _system__chassis.values import Json
from _system__chassis.web import contract
from _system__chassis.web.problems import MEDIA_TYPE
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.chassis import web_shop

pytestmark = pytest.mark.anyio


def operation(document: dict[str, Json], method: str, path: str) -> dict[str, Json]:
    """One operation of a document."""
    paths = document["paths"]
    assert isinstance(paths, dict)
    item = paths[path]
    assert isinstance(item, dict)
    found = item[method]
    assert isinstance(found, dict)
    return found


async def test_the_document_of_each_version_is_served_as_it_is_committed(tmp_path: Path) -> None:
    service = web_shop.service(tmp_path)
    async with running(service) as system:
        for version in service.versions:
            document = contract.openapi(service, version.name)
            validate(document)
            answer = await system.anonymous().get(f"/api/shop/{version.name}/openapi.json")
            assert answer.text == contract.render(document)


def test_a_version_that_is_not_served_has_no_document(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        contract.openapi(web_shop.service(tmp_path), "v9")


def test_a_token_is_asked_for_unless_the_policy_is_public(tmp_path: Path) -> None:
    document = contract.openapi(web_shop.service(tmp_path), "v2")
    assert operation(document, "get", "/api/shop/v2/who")["security"] == [{"bearer": []}]
    assert "security" not in operation(document, "get", "/api/shop/v2/hello")


def test_the_headers_that_are_read_follow_from_the_policy(tmp_path: Path) -> None:
    document = contract.openapi(web_shop.service(tmp_path), "v2")
    assert _headers(operation(document, "get", "/api/shop/v2/hello")) == ["If-None-Match"]
    assert _headers(operation(document, "post", "/api/shop/v2/orders")) == ["Idempotency-Key"]
    paid = operation(document, "post", "/api/shop/v2/orders/{id}/payment")
    assert _headers(paid) == ["Idempotency-Key", "If-Match"]


def _headers(found: dict[str, Json]) -> list[Json]:
    parameters = found["parameters"]
    assert isinstance(parameters, list)
    return [one["name"] for one in parameters if isinstance(one, dict) and one["in"] == "header"]


def test_nothing_of_what_fastapi_makes_up_is_left(tmp_path: Path) -> None:
    text = contract.render(contract.openapi(web_shop.service(tmp_path), "v2"))
    assert "HTTPValidationError" not in text
    assert text.count('"title"') == 3  # the document's, the problem's own and in its `required`


async def test_a_problem_is_what_the_document_says_it_is(tmp_path: Path) -> None:
    service = web_shop.service(tmp_path)
    document = contract.openapi(service, "v2")
    problem = Draft202012Validator(
        {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    )
    async with running(service) as system:
        unknown = await system.anonymous().get("/api/shop/v2/who")
        invalid = await system.as_role("clerk").post("/api/shop/v2/orders", json={"numbr": 1})
        for answer, status in ((unknown, 401), (invalid, 422)):
            assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
            problem.validate(answer.json())
    assert invalid.json()["errors"]
