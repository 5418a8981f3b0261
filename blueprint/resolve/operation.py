"""Operations: everything that stands around one, put together."""

from collections.abc import Mapping

from blueprint.document.emits import EmitsWord
from blueprint.document.operation import CacheWord, CommandWord, QueryWord
from blueprint.document.phrases import named
from blueprint.document.times import EveryWord
from blueprint.model import (
    Cache,
    Cron,
    Example,
    Field,
    Fill,
    Filter,
    Interval,
    Operation,
    Record,
    View,
)
from blueprint.names import Name
from blueprint.resolve.emits import resolve_emits
from blueprint.resolve.events import said
from blueprint.resolve.examples import resolve_example
from blueprint.resolve.fields import by_name
from blueprint.resolve.fills import fill
from blueprint.resolve.inputs import fields_of, placeholders
from blueprint.resolve.needs import Callees, resolve_needs
from blueprint.resolve.place import Place
from blueprint.resolve.security import access
from blueprint.resolve.signatures import Signature
from blueprint.resolve.writes import (
    from_aggregate,
    from_entity,
    from_input,
    names_before,
    resolve_writes,
    sources,
    with_sets,
)
from blueprint.resolve.written import AnyOperation

Known = Mapping[str, Field]


def resolve_operation(made: Signature, callees: Callees, *, ejected: bool) -> Operation:
    """One operation."""
    word, place = made.word, made.place
    command = word if isinstance(word, CommandWord) else None
    query = word if isinstance(word, QueryWord) else None
    needs, known = resolve_needs(made, callees, names_before(made))
    return Operation(
        name=made.name,
        context=place.name,
        about=word.about,
        kind=word.does.verb,
        is_command=command is not None,
        aggregate=made.aggregate,
        view=made.view,
        transition=made.transition,
        entity=made.entity,
        calls=made.calls,
        input=made.input,
        output=made.output,
        output_fills=_output_fills(made),
        routes=made.routes,
        versions=_versions(made),
        patch=_is_patch(made),
        access=access(word.allow or place.defaults.allow),
        needs=needs,
        writes=resolve_writes(made, with_sets(made, known)),
        emits=resolve_emits(made, command.emits if command else EmitsWord()),
        errors=made.errors,
        every=_every(command.every) if command and command.every else None,
        cache=_cache(query.cache, place) if query and query.cache else None,
        filters=_filters(made, query) if query else (),
        sorts=_sorts(made, query) if query else (),
        page=_page(query, place) if query else None,
        examples=_examples(made),
        uses=tuple(place.aggregates[name] for name in word.uses),
        lock=place.aggregates[word.lock] if word.lock else None,
        reads_sql=word.reads is not None,
        input_written=word.input is not None,
        ejected=ejected,
        was=tuple(map(Name, word.was)),
    )


def _versions(made: Signature) -> tuple[str, ...]:
    """The API versions that know it; an operation without a path is in all that it may be in."""
    if made.routes and not made.routes[0].internal:
        return tuple(route.version for route in made.routes)
    limits, served = made.word.versions, made.place.api.served
    return tuple(version.name for version in served if not limits or version.name in limits)


def _is_patch(made: Signature) -> bool:
    return made.word.does.verb == "update" and any(r.method == "PATCH" for r in made.routes)


def _output_fills(made: Signature) -> tuple[Fill, ...]:
    """What fills the fields under `output:` of a plain operation."""
    output, subject = made.word.output, made.subject
    if subject is None or output is None or output.fields is None or _is_custom(made.word):
        return ()
    names = from_input(made) | from_aggregate(fields_of(subject)) | from_entity(made, whole=True)
    targets = made.place.answers.fields(output.fields)
    return fill(targets, sources(made, names, after=True), said(output.fields))


def _is_custom(word: AnyOperation) -> bool:
    return word.does.verb == "custom"


def _every(word: EveryWord) -> Interval | Cron:
    return Cron(line=word.cron) if word.cron else Interval(seconds=word.seconds or 0.0)


def _cache(word: CacheWord, place: Place) -> Cache:
    until = (place.published.version(named(event), place.name.text) for event in word.until)
    each = {(event.context, event.class_name): event for event in until}
    return Cache(ttl=word.ttl, until=tuple(each.values()))


def _filters(made: Signature, word: QueryWord) -> tuple[Filter, ...]:
    """By what a list is narrowed: what its path gives, then what `filter` says."""
    if word.does.verb != "list" or made.subject is None:
        return ()
    known = by_name(fields_of(made.subject))
    in_path = [name for name in placeholders(word) if name in known]
    paths = {name: Filter(field=known[name], comparison="equals", in_path=True) for name in in_path}
    said = {
        name: Filter(field=known[name], comparison=comparison)
        for name, comparison in word.filter.items()
        if name in known and name not in paths
    }
    return (*paths.values(), *said.values())


def _sorts(made: Signature, word: QueryWord) -> tuple[Field, ...]:
    """By what a list is ordered; by default the oldest first, or by a view's key."""
    if word.does.verb != "list" or made.subject is None:
        return ()
    known = by_name(fields_of(made.subject))
    found = tuple(known[name] for name in word.sort if name in known)
    subject = made.subject
    return found or (subject.key if isinstance(subject, View) else subject.created_at,)


def _page(word: QueryWord, place: Place) -> int | None:
    size = place.defaults.page if word.page is None else word.page
    return None if word.does.verb != "list" or size == "all" else size


def _examples(made: Signature) -> tuple[Example, ...]:
    whole = by_name(fields_of(made.subject)) if made.subject else {}
    answer = by_name(made.output.fields) if isinstance(made.output, Record) else {}
    when: Known = {**whole, **by_name(made.input)} if made.view else by_name(made.input)
    return tuple(
        resolve_example(word, given=whole, when=when, then={**answer, **whole})
        for word in made.word.examples
    )
