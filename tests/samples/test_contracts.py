"""The committed contracts are valid by the standards' own tools."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from openapi_spec_validator import validate

from tests.samples.workspaces import Workspace

ASYNCAPI = json.loads((Path(__file__).parents[1] / "schemas" / "asyncapi-3.0.0.json").read_text())


def test_every_openapi_document_is_valid(workspace: Workspace) -> None:
    documents = sorted(workspace.path.glob("contracts/*/openapi.*.json"))
    assert documents
    for document in documents:
        validate(json.loads(document.read_text()))


def test_every_asyncapi_document_is_valid(workspace: Workspace) -> None:
    documents = sorted(workspace.path.glob("contracts/*/asyncapi.json"))
    assert documents
    for document in documents:
        errors = list(Draft7Validator(ASYNCAPI).iter_errors(json.loads(document.read_text())))
        assert errors == [], document


def test_every_event_has_a_schema_that_is_a_schema(workspace: Workspace) -> None:
    schemas = sorted(workspace.path.glob("contracts/*/events/*.json"))
    assert schemas
    for schema in schemas:
        Draft202012Validator.check_schema(json.loads(schema.read_text()))


def test_the_asyncapi_check_can_fail() -> None:
    with pytest.raises(StopIteration):
        next(
            iter(
                Draft7Validator(ASYNCAPI).iter_errors(
                    {"asyncapi": "3.0.0", "info": {"title": "t", "version": "1"}}
                )
            )
        )
    assert list(Draft7Validator(ASYNCAPI).iter_errors({"asyncapi": "3.0.0"}))
