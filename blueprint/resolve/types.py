"""Types: what a type word means in the context, or the shared kernel, in which it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from blueprint.document.fields import FieldWord
from blueprint.document.types import TypeWord
from blueprint.model import (
    EntityRef,
    Enum,
    EnumRef,
    ListOf,
    MapOf,
    PageOf,
    PublishedRef,
    Ref,
    StatusRef,
    Type,
    Uuid,
    Value,
    ValueRef,
)
from blueprint.names import Name
from blueprint.resolve.scalars import scalar
from blueprint.resolve.written import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """Every named type of the system, by its home and its name.

    `kernels` are the homes of the shared kernels whose types a home sees; `ids` the type of each
    aggregate's id.
    """

    kernels: Mapping[str, tuple[str, ...]]
    enums: Mapping[Key, Enum] = field(default_factory=dict)
    statuses: Mapping[Key, StatusRef] = field(default_factory=dict)
    ids: Mapping[Key, Type] = field(default_factory=dict)
    values: Mapping[Key, Value] = field(default_factory=dict)

    def of(self, word: FieldWord, home: str, more: Mapping[str, Type] | None = None) -> Type:
        """The type of a field that is written in *home*; *more* are names that it may use too."""
        return self._type(word.type, home, more or {}, word)

    def plain(self, word: TypeWord, home: str, more: Mapping[str, Type] | None = None) -> Type:
        """A type that stands alone, without words after it."""
        return self._type(word, home, more or {}, None)

    def knows(self, word: TypeWord, home: str) -> bool:
        """Whether a named type is one of those that are known so far."""
        return self._has(self.key(word.context or home, word.name or ""))

    def _type(
        self, word: TypeWord, home: str, more: Mapping[str, Type], bounds: FieldWord | None
    ) -> Type:
        if word.item is not None:
            item = self._type(word.item, home, more, None)
            return PageOf(item=item) if word.word == "page" else _many(word.word, item, bounds)
        if word.word == "ref":
            return self._ref(word, home)
        if word.word == "named":
            return self._named(word, home, more)
        return scalar(word, bounds)

    def _ref(self, word: TypeWord, home: str) -> Ref:
        context, name = word.context or home, word.name or ""
        key = self.ids.get((context, name), Uuid())
        return Ref(context=Name(context), aggregate=Name(name), key=key)

    def _named(self, word: TypeWord, home: str, more: Mapping[str, Type]) -> Type:
        owner, name = word.context or home, word.name or ""
        if owner == home and name in more:
            return more[name]
        found = self._known(self.key(owner, name))
        return found if owner == home else PublishedRef(context=Name(owner), type=found)

    def key(self, owner: str, name: str) -> Key:
        """Where a named type is at home that *owner* knows: with it, or in one of its kernels."""
        homes = (owner, *self.kernels.get(owner, ()))
        return next(((home, name) for home in homes if self._has((home, name))), (owner, name))

    def _has(self, key: Key) -> bool:
        return key in self.enums or key in self.statuses or key in self.values

    def _known(self, key: Key) -> EnumRef | ValueRef | StatusRef:
        if key in self.enums:
            return EnumRef(enum=self.enums[key])
        if key in self.statuses:
            return self.statuses[key]
        return ValueRef(value=self.values[key])


def _many(word: str, item: Type, bounds: FieldWord | None) -> Type:
    low = int(bounds.min) if bounds and bounds.min else 0
    high = int(bounds.max) if bounds and bounds.max else None
    if word == "list":
        return ListOf(item=item, min=low, max=high)
    return MapOf(item=item, min=low, max=high)


def named_inside(word: TypeWord) -> Iterator[tuple[str | None, str]]:
    """The context, None for this one, and the name of what a type speaks of by name."""
    inner = word.innermost
    if inner.word == "named" and inner.name:
        yield inner.context, inner.name


def foreign(type: Type, context: Name) -> Type:
    """A type of another context as it is seen from outside: by what that context publishes."""
    match type:
        case EnumRef() | ValueRef() | StatusRef() | EntityRef():
            return PublishedRef(context=context, type=type)
        case ListOf(item=item, min=low, max=high):
            return ListOf(item=foreign(item, context), min=low, max=high)
        case MapOf(item=item, min=low, max=high):
            return MapOf(item=foreign(item, context), min=low, max=high)
        case _:
            return type
