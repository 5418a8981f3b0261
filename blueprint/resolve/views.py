"""Views: their fields, and which of them a row may lack."""

from dataclasses import replace

from blueprint.document import ContextWord
from blueprint.document.phrases import named
from blueprint.document.sources import SourceWord
from blueprint.document.view import FeedWord, ViewWord
from blueprint.model import EventVersion, Field, Ref, View
from blueprint.names import Name
from blueprint.resolve.events import Published
from blueprint.resolve.fields import Reader
from blueprint.resolve.fills import ambient
from blueprint.resolve.types import Types


def resolve_views(
    home: str, context: ContextWord, types: Types, published: Published, *, tenancy: bool
) -> tuple[View, ...]:
    """A context's views."""
    reader = Reader(types=types, home=home)
    return tuple(
        _view(name, word, reader, published, tenancy=tenancy)
        for name, word in context.views.items()
    )


def _view(
    name: str, word: ViewWord, reader: Reader, published: Published, *, tenancy: bool
) -> View:
    always = _always_set(word, reader.home, published) | ambient(tenancy=tenancy).keys()
    fields = {n: _row_field(reader.field(n, w), always) for n, w in word.fields.items()}
    key = replace(fields[word.key], optional=False, default=None)
    return View(
        name=Name(name),
        context=Name(reader.home),
        about=word.about,
        key=key,
        fields=tuple(key if field.name == key.name else field for field in fields.values()),
        tenancy=tenancy,
        was=tuple(map(Name, word.was)),
    )


def _row_field(field: Field, always: set[str]) -> Field:
    """A field of a row: optional if the row can be made without it, indexed if it refers."""
    optional = field.optional or (field.default is None and field.name.text not in always)
    return replace(field, optional=optional, index=field.index or isinstance(field.type, Ref))


def _always_set(word: ViewWord, home: str, published: Published) -> set[str]:
    """The fields that every event sets that can make a row; events may come in any order."""
    makers = [
        _sets(feed, published.version(named(event), home))
        for event, feed in word.from_.items()
        if makes_rows(feed)
    ]
    return set.intersection(*makers) if makers else set()


def _sets(feed: FeedWord, event: EventVersion) -> set[str]:
    """What one event sets for certain: not by a field that it may lack, nor to nothing."""
    absent = {field.name.text for field in event.fields if field.optional}
    equal = {field.name.text for field in event.fields} - absent
    said = {name for name, source in feed.sets.items() if not _may_be_absent(source, absent)}
    return (equal - feed.sets.keys()) | said


def _may_be_absent(source: SourceWord, absent: set[str]) -> bool:
    return source.literal == "null" or (len(source.path) == 1 and source.path[0] in absent)


def makes_rows(feed: FeedWord) -> bool:
    """Whether a row that is not there is made when the event comes."""
    return not feed.where and not feed.remove
