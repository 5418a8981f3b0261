"""What the rules know of fields: their types, their words, the values that examples give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from blueprint.load import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type: its word, a named type or a type word; `inner` of list, map and page."""

    word: str
    named: bool = False
    inner: "Type | None" = None
    target: str = ""  # of a ref: context.Aggregate
    literals: tuple[str, ...] = ()  # of enum(a | b)
    low: int | None = None  # of a string: its length; of a decimal: its digits
    high: int | None = None  # of a decimal: those after the point
    held: bool = False  # of an entity that is there: examples say what matters of it

    def walk(self) -> Iterator["Type"]:
        """The type and all inside it."""
        yield self
        if self.inner:
            yield from self.inner.walk()

    @property
    def text(self) -> str:
        """The type as a message shows it."""
        if self.inner:
            return f"{self.word}({self.inner.text})"
        if self.word == "ref":
            return f"ref({self.target})"
        return f"enum({' | '.join(self.literals)})" if self.literals else self.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field; `source` is its `from PATH`, `default` its `= value` as text."""

    name: str
    path: Path
    type: Type
    home: str  # the context in which it is written, where its type's names are known
    optional: bool = False
    default: str | None = None
    source: str | None = None
    words: frozenset[str] = frozenset()  # immutable, internal, unique, index, pii, secret
    low: str | None = None  # min= and max=, as text
    high: str | None = None
    pattern: str | None = None
    was: tuple[str, ...] = ()  # what it was called before, the oldest first

    @property
    def required(self) -> bool:
        """Whether somebody must give its value."""
        return not self.optional and self.default is None


Fields: TypeAlias = Mapping[str, Field]
Values: TypeAlias = Mapping[str, object]
"""What an example says of fields: plain values as YAML has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example; `given` is None where nothing is there beforehand."""

    path: Path
    given: Values | None
    when: Values
    then: Values | str | None
    emits: tuple[str, ...]
