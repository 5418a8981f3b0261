"""Samples and small blueprints as systems, and their contracts as documents."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from blueprint import model as m
from blueprint.read import Reading, read, read_text
from blueprint.resolve import resolve
from generator.contracts import emit

ROOT = Path(__file__).parents[2]
SAMPLES = ("hello", "diagnostics", "ecommerce", "saas")


@cache
def sample(name: str) -> m.System:
    """A sample blueprint, resolved."""
    return _resolved(read(ROOT / "sample_blueprints" / name))


@cache
def system(text: str) -> m.System:
    """A blueprint of one file, resolved."""
    return _resolved(read_text(text))


def _resolved(reading: Reading) -> m.System:
    assert reading.document is not None, reading.diagnostics
    assert reading.valid, "\n".join(map(str, reading.diagnostics))
    return resolve(reading.document)


def texts(whole: m.System) -> dict[str, str]:
    """Every contract of a system, by its path below contracts/."""
    return {path.removeprefix("contracts/"): text for path, text, _ in emit(whole)}


def documents(whole: m.System) -> dict[str, Any]:
    """The same, read again."""
    return {path: json.loads(text) for path, text in texts(whole).items()}


def operations(document: Any) -> dict[str, Any]:
    """The operations of an OpenAPI document, by their ids."""
    return {
        operation["operationId"]: operation
        for item in document["paths"].values()
        for operation in item.values()
    }
