"""A context's API: its versions, the limit on calls, what older clients still see."""

from collections.abc import Mapping

from pydantic import JsonValue

from blueprint.document.api import ApiVersionWord, ApiWord, ChangeWord
from blueprint.document.phrases import change_path
from blueprint.document.times import RateWord
from blueprint.model import (
    Added,
    Api,
    ApiVersion,
    BigInt,
    Bool,
    Change,
    ChangedValues,
    Field,
    Float,
    JsonDocument,
    RateLimit,
    Removed,
    Renamed,
    Text,
    Type,
)
from blueprint.names import Name
from blueprint.resolve.fields import Reader
from blueprint.resolve.literals import frozen
from blueprint.resolve.types import Types
from blueprint.resolve.written import number, rising


def resolve_api(word: ApiWord, home: str, types: Types) -> Api:
    """The API of the context *home*; v1 alone, active, where it says no version."""
    versions = word.versions or {"v1": ApiVersionWord()}
    changes = (
        _change(version, path, change, home, types)
        for version in rising(word.changes)
        for path, change in word.changes[version].items()
    )
    return Api(
        versions=tuple(_version(name, versions) for name in rising(versions)),
        rate_limit=_rate(word.rate_limit) if word.rate_limit else None,
        changes=tuple(changes),
    )


def _version(name: str, versions: Mapping[str, ApiVersionWord]) -> ApiVersion:
    later = (
        other
        for other in rising(versions)
        if number(other) > number(name) and versions[other].status not in ("draft", "retired")
    )
    return ApiVersion(
        name=name,
        status=versions[name].status,
        sunset=versions[name].sunset,
        successor=next(later, None),
    )


def _rate(word: RateWord) -> RateLimit:
    return RateLimit(count=word.count, seconds=word.seconds, per=word.per)


def _change(version: str, path: str, word: ChangeWord, home: str, types: Types) -> Change:
    where = change_path(path)
    return Change(
        version=version,
        of=Name(where.of),
        part=where.part,
        field=Name(where.field),
        what=_what(where.field, word, home, types),
    )


def _what(
    field: str, word: ChangeWord, home: str, types: Types
) -> ChangedValues | Renamed | Added | Removed:
    if word.values is not None:
        pairs = ((Name(new), Name(old)) for new, old in word.values.items())
        return ChangedValues(pairs=tuple(pairs))
    if word.renamed_from is not None:
        return Renamed(before=Name(word.renamed_from))
    if word.way == "added":
        return Added(value=frozen(word.added))
    if word.declared is not None:
        declared = Reader(types=types, home=home).field(field, word.declared)
        return Removed(field=declared, value=frozen(word.removed), declared=True)
    gone = Field(name=Name(field), type=_kind(word.removed), optional=word.removed is None)
    return Removed(field=gone, value=frozen(word.removed), declared=False)


def _kind(value: JsonValue) -> Type:
    """The type of a field of which only one value is known."""
    match value:
        case bool():
            return Bool()
        case int():
            return BigInt()
        case float():
            return Float()
        case str():
            return Text()
        case _:
            return JsonDocument()
