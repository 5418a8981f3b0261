"""What the rules know of operations: who may call them, and what they take, do and answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint.load import Path
from blueprint.rules.facts_of_fields import Example, Fields, Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method and a path, in one version or, with None, in all."""

    method: str
    template: str
    version: str | None
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One entry of `allow`."""

    word: str  # public, authenticated, a role, or service:CONTEXT
    own: bool
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A call to another context's operation; `operation` is context.Name, perhaps @v1."""

    operation: str
    version: str | None
    path: Path
    fill: Mapping[str, str]
    refused: Mapping[str, str]
    keep: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """An event that an operation emits; `certain` when plain code always does."""

    event: str
    path: Path
    certain: bool
    when_changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A command or a query; `target` is the name after the verb, `move` a transition.

    `children` is the field of the target whose entities it adds, updates or removes.
    """

    name: str
    context: str
    family: str  # commands, queries or operations
    path: Path
    verb: str
    target: str | None
    move: str | None
    children: str | None
    routes: tuple[Route, ...]
    allow: tuple[Permission, ...]
    declared_input: Fields | None
    declared_output: Fields | None
    answer: Type | None  # an output that is a type
    needs: tuple[Need, ...]
    emits: tuple[Emission, ...]
    errors: Mapping[str, int]
    sets: Mapping[str, str]
    every: str | None
    cached_until: tuple[str, ...]
    filters: Mapping[str, str]
    sorts: tuple[str, ...]
    page: str | int | None
    versions: tuple[str, ...]
    examples: tuple[Example, ...]
    status: int | None = None
    cached: bool = False
    many: bool = False  # whether the answer is a list of what is declared
    uses: tuple[str, ...] = ()
    lock: str | None = None
    reads: bool = False  # whether it asks its own tables in SQL
    crud: bool = False  # whether `crud` stands for it; then its path is that of `crud`
    was: tuple[str, ...] = ()

    @property
    def is_command(self) -> bool:
        """Whether it changes something."""
        return self.family == "commands"

    @property
    def plain(self) -> bool:
        """Whether it is generated as a whole, and code decides nothing."""
        return self.verb != "custom" and all(emission.certain for emission in self.emits)

    @property
    def full_name(self) -> str:
        """The name by which another context calls it."""
        return f"{self.context}.{self.name}"
