"""Contexts: the passes over one, and all that they found put together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprint.document import Document
from blueprint.model import Context, Enum, Operation, Relation, Value, ValueRef, Word, reach
from blueprint.names import Name
from blueprint.resolve.aggregate import resolve_aggregates
from blueprint.resolve.api import resolve_api
from blueprint.resolve.defaults import Defaults, resolve_defaults
from blueprint.resolve.endpoints import Endpoints
from blueprint.resolve.events import Published, resolve_events
from blueprint.resolve.needs import Callees, need_names
from blueprint.resolve.operation import resolve_operation
from blueprint.resolve.place import Place
from blueprint.resolve.relations import callers
from blueprint.resolve.subscriptions import resolve_subscriptions
from blueprint.resolve.types import Types
from blueprint.resolve.views import resolve_views
from blueprint.resolve.written import contexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What is known of the whole system when its contexts are put together."""

    types: Types
    endpoints: Endpoints
    relations: tuple[Relation, ...]
    ejected: frozenset[str]
    names: tuple[str, ...]


def resolve_places(document: Document, types: Types) -> dict[str, Place]:
    """Aggregates and events of every context, then its views, which others' events feed."""
    words = contexts(document)
    defaults = {n: resolve_defaults(n, word, document.defaults) for n, word in words.items()}
    aggregates = {
        n: resolve_aggregates(n, word, types, tenancy=_is_row(defaults[n]))
        for n, word in words.items()
    }
    events = {
        n: resolve_events(
            document.system.name, n, word, types, {a.name.text: a for a in aggregates[n]}
        )
        for n, word in words.items()
    }
    published = Published(events)
    places = {}
    for name, word in words.items():
        views = resolve_views(name, word, types, published, tenancy=_is_row(defaults[name]))
        places[name] = Place(
            name=Name(name),
            word=word,
            types=types,
            defaults=defaults[name],
            api=resolve_api(word.api, name, types),
            aggregates={a.name.text: a for a in aggregates[name]},
            events={e.name.text: e for e in events[name]},
            views={v.name.text: v for v in views},
            published=published,
        )
    return places


def _is_row(defaults: Defaults) -> bool:
    return defaults.storage.tenancy == "row"


def resolve_context(place: Place, whole: Whole) -> Context:
    """One context."""
    home, word, defaults = place.name.text, place.word, place.defaults
    callees = Callees(endpoints=whole.endpoints, relations=whole.relations, names=need_names(word))
    operations = {
        made.name.text: resolve_operation(
            made, callees, ejected=f"{home}.{made.name}" in whole.ejected
        )
        for made in whole.endpoints.signatures(home)
    }
    kernel_enums, kernel_values = _of_kernels(home, whole.types)
    return Context(
        name=place.name,
        about=word.about,
        subdomain=word.subdomain,
        team=word.team,
        glossary=tuple(Word(term=term, meaning=text) for term, text in word.glossary.items()),
        storage=defaults.storage,
        broker=defaults.broker,
        cache=defaults.cache,
        json=defaults.json,
        base_path=defaults.base_path,
        enums=tuple(enum for key, enum in whole.types.enums.items() if key[0] == home),
        values=(*_at_home(home, whole.types), *_drafts(operations.values())),
        kernel_enums=kernel_enums,
        kernel_values=kernel_values,
        aggregates=tuple(place.aggregates.values()),
        operations=tuple(operations.values()),
        events=tuple(place.events.values()),
        subscriptions=resolve_subscriptions(place, operations),
        views=tuple(place.views.values()),
        api=place.api,
        callers=callers(home, whole.names, whole.relations),
        endpoints=whole.endpoints.of(home),
        called=whole.endpoints.called(home),
        was=tuple(map(Name, word.was)),
    )


def _at_home(home: str, types: Types) -> tuple[Value, ...]:
    return tuple(value for key, value in types.values.items() if key[0] == home)


def _drafts(operations: Iterable[Operation]) -> Iterator[Value]:
    """What clients give for entities that operations make with the whole."""
    taken = [field.type for operation in operations for field in operation.input]
    return (value for value in reach.values(taken) if value.entity is not None)


def _of_kernels(home: str, types: Types) -> tuple[tuple[Enum, ...], tuple[Value, ...]]:
    """The types of its kernels, and those of other kernels that they are made of."""
    kernels = types.kernels.get(home, ())
    owned = [value for key, value in types.values.items() if key[0] in kernels]
    held = [ValueRef(value=value) for value in owned]
    values, enums = reach.values(held), reach.enums(held)
    return (
        tuple(e for key, e in types.enums.items() if key[0] in kernels or e in enums),
        tuple(value for value in types.values.values() if value in values),
    )
