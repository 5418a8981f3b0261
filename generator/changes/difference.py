"""What became different about one schema, told apart by who can no longer read whom."""

from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """The kind of a difference; with the place where it stands it is the identity of a rule."""

    REQUIRED_ADDED = "added-required"
    OPTIONAL_ADDED = "added-optional"
    REQUIRED_REMOVED = "removed-required"
    OPTIONAL_REMOVED = "removed-optional"
    BECAME_REQUIRED = "became-required"
    BECAME_OPTIONAL = "became-optional"
    CLOSED = "closed"
    OPENED = "opened"
    TYPE_CHANGED = "type-changed"
    TYPE_NARROWED = "type-narrowed"
    TYPE_WIDENED = "type-widened"
    BECAME_NULLABLE = "became-nullable"
    BECAME_NOT_NULLABLE = "became-not-nullable"
    BECAME_ENUM = "became-enum"
    NO_LONGER_ENUM = "no-longer-enum"
    VALUE_ADDED = "value-added"
    VALUE_REMOVED = "value-removed"
    LIMIT_TIGHTENED = "limit-tightened"
    LIMIT_LOOSENED = "limit-loosened"
    PATTERN_CHANGED = "pattern-changed"
    PATTERN_TIGHTENED = "pattern-tightened"
    PATTERN_LOOSENED = "pattern-loosened"
    DEFAULT_CHANGED = "default-changed"
    VARIANT_ADDED = "variant-added"
    VARIANT_REMOVED = "variant-removed"
    COMPOSITION_CHANGED = "composition-changed"
    BECAME_PERSONAL = "became-personal"
    NO_LONGER_PERSONAL = "no-longer-personal"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a schema to a part of it: a property, the items of a list, a map's values."""

    text: str
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference.

    `backward` says that a new reader refuses something that an old writer writes, `forward` that an
    old reader refuses something that a new writer writes. `anchor` is the name of the component
    that it stands in, or None where it stands in place; `steps` lead there from it.
    """

    aspect: Aspect
    message: str
    backward: bool
    forward: bool
    anchor: str | None
    steps: tuple[Step, ...]

    @property
    def place(self) -> str:
        """Where it stands below its anchor, as people write it: `.tests[].code`; may be empty."""
        return "".join(step.text for step in self.steps)

    @property
    def pointer(self) -> str:
        """The place below the anchor, as a JSON pointer."""
        return "".join(step.pointer for step in self.steps)
