"""Subscriptions: what runs a command, feeds a view, or drops a cached answer."""

from collections.abc import Iterable, Iterator, Mapping

from blueprint.document.consumption import ConsumptionWord
from blueprint.document.phrases import named
from blueprint.document.view import FeedWord
from blueprint.model import (
    Drop,
    EventVersion,
    Feed,
    FromEvent,
    Operation,
    Run,
    Subscription,
    View,
)
from blueprint.resolve.defaults import retry
from blueprint.resolve.fields import by_name
from blueprint.resolve.fills import Found, Sources, ambient, fill
from blueprint.resolve.place import Place


def resolve_subscriptions(
    place: Place, operations: Mapping[str, Operation]
) -> tuple[Subscription, ...]:
    """What a context does when events come: commands first, then views, then caches."""
    runs = (_run(place, e, word, operations) for e, word in place.word.consumes.items())
    return (*runs, *_feeds(place), *_drops(place, operations.values()))


def _run(
    place: Place, event: str, word: ConsumptionWord, operations: Mapping[str, Operation]
) -> Subscription:
    version = place.published.version(named(event), place.name.text)
    operation, defaults = operations[word.run], place.defaults
    return Subscription(
        event=version,
        does=Run(
            operation=operation,
            fills=fill(operation.input, _sources(place, version), word.with_),
        ),
        otherwise=word.otherwise or defaults.otherwise,
        missing=word.missing or defaults.missing,
        retry=retry(word.retry) if word.retry else defaults.retry,
        on_dead=word.on_dead or defaults.on_dead,
    )


def _sources(place: Place, event: EventVersion) -> Sources:
    """What an event lends; nobody calls, so there is no caller."""
    names = {
        field.name.text: Found(source=FromEvent(field=field), field=field, publisher=event.context)
        for field in event.fields
    }
    around = ambient(tenancy=place.tenancy)
    return Sources(names=names, steps=place.steps, home=place.name, ambient=around)


def _feeds(place: Place) -> Iterator[Subscription]:
    for name, word in place.word.views.items():
        for event, feed in word.from_.items():
            yield _feed(place, place.views[name], event, feed)


def _feed(place: Place, view: View, event: str, word: FeedWord) -> Subscription:
    version = place.published.version(named(event), place.name.text)
    sources, known = _sources(place, version), by_name(view.fields)
    finds = (known[name] for name in word.where if name in known)
    others = tuple(field for field in view.fields if _is_set(field.name.text, view, word))
    does = Feed(
        view=view,
        key=None if word.where else next(iter(fill([view.key], sources, word.sets)), None),
        where=fill(finds, sources, word.where),
        sets=() if word.remove else fill(others, sources, word.sets),
        remove=word.remove,
    )
    return _by_default(place, version, does)


def _is_set(name: str, view: View, word: FeedWord) -> bool:
    """Whether a feed may set a field: the key only where it finds the rows by something else."""
    return name != view.key.name.text or (bool(word.where) and name in word.sets)


def _drops(place: Place, operations: Iterable[Operation]) -> Iterator[Subscription]:
    for operation in operations:
        for version in operation.cache.until if operation.cache else ():
            yield _by_default(place, version, Drop(operation=operation))


def _by_default(place: Place, version: EventVersion, does: Feed | Drop) -> Subscription:
    defaults = place.defaults
    return Subscription(
        event=version,
        does=does,
        otherwise=defaults.otherwise,
        missing=defaults.missing,
        retry=defaults.retry,
        on_dead=defaults.on_dead,
    )
