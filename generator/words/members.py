"""One field as the clients of an API version see it: its key, its words, whether it is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from blueprint import model as m
from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One field of a schema class.

    `name` is the attribute, as in the model; `key` stands on the wire. `optional` allows null.
    `shown` turns words that the version does not know into those that it does, as (new, old), and
    `read` the words that only the version knows into ours, as (old, new). `removed` is set where
    something is shown that the model has no more: what stands in its place.
    `patched` says that it may be left out of a merge patch, and stays as it is.
    """

    name: str
    key: str
    type: m.Type
    about: str = ""
    optional: bool = False
    required: bool = True
    default: m.Literal | None = None
    shown: tuple[tuple[str, str], ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    removed: m.Literal | None = None
    patched: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """How keys are written: `snake` or `camel`."""

    json: str

    def key(self, name: Name) -> str:
        """The name as a key on the wire."""
        return name.camel if self.json == "camel" else name.snake


SNAKE = Spelling("snake")


@dataclass(frozen=True, slots=True)
class Sight:
    """What a version's clients do not know of one thing: changes, the newest first."""

    changes: tuple[m.Change, ...]

    def of(self, name: str) -> Iterator[m.Change]:
        """The changes of one field, which is named as it is now."""
        return (change for change in self.changes if change.field.snake == name)

    def hides(self, name: str) -> m.Added | None:
        """The change that added the field, where the version is older than it."""
        return next((c.what for c in self.of(name) if isinstance(c.what, m.Added)), None)

    def gone(self) -> Iterator[m.Removed]:
        """What the version still has and the model has not."""
        return (c.what for c in self.changes if isinstance(c.what, m.Removed))

    def words(self, name: str) -> dict[str, str]:
        """The words of the field that the version does not know, and what stands for each."""
        found: dict[str, str] = {}
        for change in self.of(name):
            if isinstance(change.what, m.ChangedValues):
                older = {new.text: old.text for new, old in change.what.pairs}
                found = older | {new: older.get(old, old) for new, old in found.items()}
        return found

    def named(self, name: Name) -> Name:
        """What the version calls the field."""
        renamed = [c.what.before for c in self.of(name.snake) if isinstance(c.what, m.Renamed)]
        return renamed[-1] if renamed else name


NOTHING_UNKNOWN = Sight(())


def sight(context: m.Context, version: str, *parts: tuple[Name | None, str]) -> Sight:
    """What a version does not know of some things, each as (name, `fields | input | output`)."""
    if not context.api.changes:
        return NOTHING_UNKNOWN
    wanted = {(name.text, part) for name, part in parts if name is not None}
    later = context.api.changes_after(version)
    return Sight(tuple(c for c in later if (c.of.text, c.part) in wanted))


def answered(fields: Iterable[m.Field], seen: Sight, spelling: Spelling) -> list[Member]:
    """Fields that are answered: every key is there, whatever its default."""
    return [_always_there(member) for member in given(fields, seen, spelling)]


def _always_there(member: Member) -> Member:
    if member.required and member.default is None:
        return member
    return replace(member, required=True, default=None)


def given(fields: Iterable[m.Field], seen: Sight, spelling: Spelling) -> list[Member]:
    """Fields that are given, less those that the version does not know."""
    if not seen.changes:
        return [_plain(field, spelling) for field in fields]
    return [
        _member(field, seen, spelling) for field in fields if seen.hides(field.name.snake) is None
    ]


def still_answered(seen: Sight, spelling: Spelling) -> list[Member]:
    """The fields that are no more, as the version still shows them: always there."""
    shown = (gone for gone in seen.gone() if not (gone.field.internal or gone.field.secret))
    return [_shown(gone, spelling, required=True) for gone in shown]


def still_taken(removed: Iterable[m.Removed], spelling: Spelling) -> list[Member]:
    """The fields that are no more, as the version still takes them; what is sent is ignored.

    Where nobody knows whether one had to be sent, it may be left out. Of two of one name the
    later counts.
    """
    found = {gone.field.name: gone for gone in removed}
    return [_taken(gone, spelling) for gone in found.values()]


def _taken(gone: m.Removed, spelling: Spelling) -> Member:
    member = _plain(gone.field, spelling)
    return member if gone.declared else replace(member, required=False, optional=True)


def still_held(seen: Sight, spelling: Spelling) -> list[Member]:
    """The fields of a value that are no more: taken with it, and shown with it."""
    return [_shown(gone, spelling, required=gone.field.required) for gone in seen.gone()]


def _shown(gone: m.Removed, spelling: Spelling, *, required: bool) -> Member:
    value = m.Literal(value=gone.value)
    default = None if required or gone.field.default is None else value
    member = _plain(gone.field, spelling)
    return replace(member, required=required, default=default, removed=value)


def _plain(field: m.Field, spelling: Spelling, called: Name | None = None) -> Member:
    return Member(
        name=field.name.snake,
        key=spelling.key(called or field.name),
        type=field.type,
        about=field.about,
        optional=field.optional,
        required=field.required,
        default=field.default,
    )


def _member(field: m.Field, seen: Sight, spelling: Spelling) -> Member:
    member = _plain(field, spelling, seen.named(field.name))
    older = seen.words(field.name.snake)
    return _reworded(member, older) if older else member


def _reworded(member: Member, older: dict[str, str]) -> Member:
    ours = _words(member.type)
    foreign = ((old, new) for new, old in older.items() if old not in ours and new in ours)
    default = member.default and m.Literal(value=_older(member.default.value, older))
    return replace(
        member,
        type=_with_words(member.type, older),
        shown=tuple(older.items()),
        read=tuple(dict(reversed(list(foreign))).items()),
        default=default,
    )


def _older(value: m.Json, older: dict[str, str]) -> m.Json:
    return older.get(value, value) if isinstance(value, str) else value


def _words(kind: m.Type) -> list[str]:
    match kind:
        case m.EnumRef(enum=enum):
            return [word.text for word in enum.values]
        case m.StatusRef(states=words) | m.InlineEnum(values=words):
            return [word.text for word in words]
        case m.ListOf(item=item) | m.MapOf(item=item):
            return _words(item)
    return []


def _with_words(kind: m.Type, older: dict[str, str]) -> m.Type:
    """The type with an enum of the older words in place of its own."""
    if isinstance(kind, m.ListOf | m.MapOf):
        return replace(kind, item=_with_words(kind.item, older))
    words = dict.fromkeys(older.get(word, word) for word in _words(kind))
    return m.InlineEnum(values=tuple(Name(word) for word in words))
