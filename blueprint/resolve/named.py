"""The first passes: enums, lifecycles, ids and values, of contexts and of shared kernels."""

from collections.abc import Mapping
from dataclasses import replace

from blueprint.document import Document
from blueprint.document.aggregate import AggregateWord
from blueprint.document.shared import EnumerationWord, ValueWord
from blueprint.model import BigInt, Enum, StatusRef, Type, Uuid, Value
from blueprint.names import Name
from blueprint.resolve.fields import Reader
from blueprint.resolve.types import Types, named_inside
from blueprint.resolve.written import Key, contexts

KERNELS = "kernels."
INT_ID = BigInt(min=1)
"""The type of an id that the database counts up."""


def resolve_types(document: Document) -> Types:
    """Every named type of the system."""
    types = Types(kernels=_kernels(document))
    types = replace(types, enums=_enums(document), statuses=_statuses(document))
    types = replace(types, ids=_ids(document, types))
    return replace(types, values=_values(document, types))


def kernel_home(name: str) -> str:
    """The home of a shared kernel's types; no context can have its name."""
    return f"{KERNELS}{name}"


def states(word: AggregateWord) -> tuple[Name, ...]:
    """The states of a lifecycle, the first one first."""
    targets = (to for moves in word.lifecycle.values() for to in moves.values())
    return tuple(map(Name, dict.fromkeys([*word.lifecycle, *targets])))


def _kernels(document: Document) -> dict[str, tuple[str, ...]]:
    """The kernels of which each home sees the types; a kernel sees the others after itself."""
    homes = {name: kernel_home(name) for name in document.kernels}
    owned = {
        context: tuple(
            homes[n] for n, kernel in document.kernels.items() if context in kernel.owners
        )
        for context in document.contexts
    }
    return owned | {home: tuple(homes.values()) for home in homes.values()}


def _enums(document: Document) -> dict[Key, Enum]:
    found: dict[Key, Enum] = {}
    for name, kernel in document.kernels.items():
        for enum, words in kernel.enums.items():
            found[kernel_home(name), enum] = _enum(enum, words, name, kernel=True)
    for name, context in contexts(document).items():
        for enum, words in context.enums.items():
            found[name, enum] = _enum(enum, words, name, kernel=False)
    return found


def _enum(name: str, word: EnumerationWord, home: str, *, kernel: bool) -> Enum:
    values = tuple(map(Name, word.values))
    return Enum(name=Name(name), home=Name(home), values=values, about=word.about, kernel=kernel)


def _statuses(document: Document) -> dict[Key, StatusRef]:
    return {
        (home, f"{name}Status"): StatusRef(aggregate=Name(name), states=states(word))
        for home, context in contexts(document).items()
        for name, word in context.aggregates.items()
        if word.lifecycle
    }


def _ids(document: Document, types: Types) -> dict[Key, Type]:
    aggregates = {
        (home, name): word
        for home, context in contexts(document).items()
        for name, word in context.aggregates.items()
    }
    return {key: _id(key, aggregates, types, ()) for key in aggregates}


def _id(
    key: Key, aggregates: Mapping[Key, AggregateWord], types: Types, seen: tuple[Key, ...]
) -> Type:
    """The type of an aggregate's id: where it is another's id, the type of that one."""
    word = aggregates.get(key)
    if word is None or key in seen or word.id == "uuid":
        return Uuid()
    if word.id == "int":
        return INT_ID
    natural = word.fields[word.id]
    if natural.type.word == "named" and not types.knows(natural.type, key[0]):
        return Uuid()  # a value cannot be a key, and values come after ids
    if natural.type.word != "ref":
        return types.of(natural, key[0])
    other = (natural.type.context or key[0], natural.type.name or "")
    return _id(other, aggregates, types, (*seen, key))


def _values(document: Document, types: Types) -> dict[Key, Value]:
    """The values, each after those that it holds."""
    words = {
        (kernel_home(name), value): word
        for name, kernel in document.kernels.items()
        for value, word in kernel.values.items()
    }
    words |= {
        (name, value): word
        for name, context in contexts(document).items()
        for value, word in context.values.items()
    }
    made: dict[Key, Value] = {}
    for key in words:
        _make(key, words, types, made)
    return made


def _make(key: Key, words: Mapping[Key, ValueWord], types: Types, made: dict[Key, Value]) -> None:
    """Makes a value, first those that it holds."""
    if key in made:
        return
    home, name = key
    for field in words[key].fields.values():
        for owner, inner in named_inside(field.type):
            if (part := _home(owner or home, inner, words, types)) is not None:
                _make(part, words, types, made)
    reader = Reader(types=replace(types, values=made), home=home)
    made[key] = Value(
        name=Name(name),
        home=Name(home.removeprefix(KERNELS)),
        fields=reader.fields(words[key].fields),
        about=words[key].about,
        kernel=home.startswith(KERNELS),
    )


def _home(owner: str, name: str, words: Mapping[Key, ValueWord], types: Types) -> Key | None:
    """Where a value of that name is at home, None where it is no value."""
    for home in (owner, *types.kernels.get(owner, ())):
        key = (home, name)
        if key in words:
            return key
        if key in types.enums or key in types.statuses:
            return None
    return None
