"""Examples: given, when, then; they come out as tests."""

import dataclasses
from dataclasses import dataclass
from typing import Literal as OneOf

from blueprint.model.types import Field, Json
from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A field, and the value that it has or gets."""

    field: Field
    value: Json = dataclasses.field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example.

    `outcome` says what comes of it: `done` (then `then` holds), `refused` (some refusal), or
    `error` (the refusal named `error`). `emits` is None where the example says nothing of events.
    """

    about: str
    given: tuple[Assigned, ...] | None
    when: tuple[Assigned, ...]
    outcome: OneOf["done", "refused", "error"]
    then: tuple[Assigned, ...]
    error: Name | None
    emits: tuple[Name, ...] | None
