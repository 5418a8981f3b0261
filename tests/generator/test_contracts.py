"""The contracts of the samples: valid by the standards' own tools, and true to the blueprint."""

import json
import os
import posixpath
import subprocess
import sys
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource

from generator.words.statuses import problem_statuses
from tests.generator.contracts import ROOT, SAMPLES, documents, operations, sample, texts

ASYNCAPI = json.loads((ROOT / "tests" / "schemas" / "asyncapi-3.0.0.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def diagnostics() -> dict[str, Any]:
    """Every contract of the sample `diagnostics`, by its path."""
    return documents(sample("diagnostics"))


def test_every_served_version_and_every_event_version_has_its_file() -> None:
    assert sorted(path for path in texts(sample("diagnostics")) if "ordering" in path) == [
        "ordering/asyncapi.json",
        "ordering/events/OrderCancelled.v1.json",
        "ordering/events/OrderCompleted.v1.json",
        "ordering/events/OrderPlaced.v1.json",
        "ordering/events/OrderPlaced.v2.json",
        "ordering/events/SampleCollected.v1.json",
        "ordering/openapi.v1.json",
        "ordering/openapi.v2.json",
        "ordering/terms.json",
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_openapi_document_is_valid(name: str) -> None:
    found = {path: text for path, text in documents(sample(name)).items() if "openapi" in path}
    assert found
    for document in found.values():
        validate(document)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_asyncapi_document_is_valid_by_the_official_schema(name: str) -> None:
    found = {path: text for path, text in documents(sample(name)).items() if "asyncapi" in path}
    assert found
    for path, document in found.items():
        errors = [error.message for error in Draft7Validator(ASYNCAPI).iter_errors(document)]
        assert errors == [], path


@pytest.mark.parametrize("name", SAMPLES)
def test_every_reference_of_an_asyncapi_document_leads_to_something(name: str) -> None:
    found = documents(sample(name))
    for path in (path for path in found if path.endswith("asyncapi.json")):
        for target in _references(found[path]):
            file, _, pointer = target.partition("#")
            where = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            )
            assert _at(found[where], pointer) is not None, target


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [target for item in value.values() for target in _references(item)]
    return (
        [target for item in value for target in _references(item)]
        if isinstance(value, list)
        else []
    )


def _at(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        document = document[step.replace("~1", "/").replace("~0", "~")]
    return document


@pytest.mark.parametrize("name", SAMPLES)
def test_every_event_schema_is_a_schema(name: str) -> None:
    found = {path: text for path, text in documents(sample(name)).items() if "/events/" in path}
    assert found
    for document in found.values():
        Draft202012Validator.check_schema(document)


def test_an_event_with_a_field_more_is_still_an_event(diagnostics: dict[str, Any]) -> None:
    schema = diagnostics["ordering/events/OrderPlaced.v2.json"]
    order = {
        "order_id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "patient_id": "01890a5d-ac96-774b-bcce-b302099a8058",
        "priority": "stat",
        "tests": [{"code": "GLU", "specimen": "blood", "since": "v9"}],
        "colour": "of a later version",
    }
    validator = Draft202012Validator(schema, registry=_nowhere())
    assert list(validator.iter_errors(order)) == []
    assert list(validator.iter_errors(order | {"priority": "whenever"}))
    assert list(validator.iter_errors({k: v for k, v in order.items() if k != "tests"}))


def _nowhere() -> Registry[Any]:
    """References into the document itself are all there may be."""

    def refuse(uri: str) -> Resource[Any]:
        raise LookupError(uri)

    return Registry(retrieve=refuse)


def test_clients_of_v1_never_see_a_word_that_came_later(diagnostics: dict[str, Any]) -> None:
    old, new = diagnostics["ordering/openapi.v1.json"], diagnostics["ordering/openapi.v2.json"]
    assert _property(old, "LabOrder", "priority") == {
        "type": "string",
        "enum": ["routine", "urgent"],
    }
    assert _property(new, "LabOrder", "priority") == {"$ref": "#/components/schemas/Priority"}
    assert new["components"]["schemas"]["Priority"]["enum"] == ["routine", "urgent", "stat"]


def test_clients_of_v1_send_the_field_by_its_old_name(diagnostics: dict[str, Any]) -> None:
    old, new = diagnostics["ordering/openapi.v1.json"], diagnostics["ordering/openapi.v2.json"]
    assert _body(old)["required"] == ["patient", "tests"]
    assert _body(new)["required"] == ["patient_id", "tests"]
    assert "patient_id" not in _body(old)["properties"]


def _property(document: Any, schema: str, name: str) -> Any:
    return document["components"]["schemas"][schema]["properties"][name]


def _body(document: Any) -> Any:
    return document["components"]["schemas"]["PlaceOrderBody"]


def test_every_operation_of_a_deprecated_version_says_so(diagnostics: dict[str, Any]) -> None:
    old = operations(diagnostics["ordering/openapi.v1.json"])
    assert all(operation["deprecated"] for operation in old.values())
    assert {"Deprecation", "Sunset"} <= old["GetOrder"]["responses"]["200"]["headers"].keys()
    new = operations(diagnostics["ordering/openapi.v2.json"])
    assert not any("deprecated" in operation for operation in new.values())


def test_what_nobody_reaches_over_http_is_in_no_contract(diagnostics: dict[str, Any]) -> None:
    assert {"CompleteOrder", "CancelStale"}.isdisjoint(
        operations(diagnostics["ordering/openapi.v2.json"])
    )


def test_what_is_internal_is_in_no_contract(diagnostics: dict[str, Any]) -> None:
    patients = diagnostics["patients/openapi.v1.json"]["components"]["schemas"]
    assert "into_id" not in patients["Patient"]["properties"]
    assert "into_id" not in patients["RegisterPatientBody"]["properties"]
    assert "tenant" not in patients["Patient"]["properties"]


def test_a_token_is_asked_for_unless_everybody_may_call(diagnostics: dict[str, Any]) -> None:
    ordering = diagnostics["ordering/openapi.v2.json"]
    assert all(o["security"] == [{"bearer": []}] for o in operations(ordering).values())
    public = documents(sample("hello"))["tasks/openapi.v1.json"]
    assert "securitySchemes" not in public["components"]
    for operation in operations(public).values():
        assert "security" not in operation
        assert {"401", "403"}.isdisjoint(operation["responses"])


@pytest.mark.parametrize(
    ("operation", "statuses"),
    [
        ("ordering.PlaceOrder", [401, 403, 404, 409, 413, 422, 429, 500, 503, 504]),
        ("ordering.CancelOrder", [401, 403, 404, 409, 412, 413, 422, 429, 500, 503, 504]),
        ("ordering.ListOrders", [401, 403, 422, 429, 500, 503, 504]),
        ("billing.GetRevenue", [401, 403, 404, 422, 500, 501, 503, 504]),
        ("notifications.DeleteNotice", [401, 403, 404, 409, 412, 422, 429, 500, 503, 504]),
    ],
)
def test_an_operation_names_the_problems_that_can_happen_and_no_others(
    operation: str, statuses: list[int]
) -> None:
    name, _, wanted = operation.partition(".")
    context = sample("diagnostics").context(name)
    assert context is not None
    found = context.operation(wanted)
    assert found is not None
    assert list(problem_statuses(found, context)) == statuses


def test_a_declared_error_is_named_with_its_status(diagnostics: dict[str, Any]) -> None:
    responses = operations(diagnostics["ordering/openapi.v2.json"])["PlaceOrder"]["responses"]
    assert responses["404"]["description"] == "Not Found: patient_unknown"


def test_the_document_says_which_way_each_event_goes(diagnostics: dict[str, Any]) -> None:
    found = diagnostics["laboratory/asyncapi.json"]["operations"]
    assert {name: one["action"] for name, one in found.items()} == {
        "sendLaboratoryResultReportedV1": "send",
        "receiveOrderingOrderPlacedV2": "receive",
        "receiveOrderingSampleCollectedV1": "receive",
        "receiveOrderingOrderCancelledV1": "receive",
        "receiveLaboratoryResultReportedV1": "receive",
    }


def test_the_same_blueprint_gives_the_same_bytes_under_any_hash_seed() -> None:
    assert _digest("1") == _digest("2")


def _digest(seed: str) -> str:
    code = (
        "import hashlib; from tests.generator.contracts import sample, texts; "
        "print(hashlib.sha256(repr(texts(sample('diagnostics'))).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
