"""Builds the facts of operations, and of what runs them."""

from collections.abc import Iterator, Sequence

from blueprint.document.access import AllowWord
from blueprint.document.consumption import ConsumptionWord
from blueprint.document.emits import EmitsWord
from blueprint.document.example import ExampleWord
from blueprint.document.external import ExternalOperationWord
from blueprint.document.need import NeedWord
from blueprint.document.operation import CommandWord, QueryWord
from blueprint.document.output import OutputWord
from blueprint.document.phrases import GrantWord, Http, named
from blueprint.load import Path
from blueprint.rules import facts
from blueprint.rules.reading_fields import fields, of_type, sources


def operation(
    context: str,
    family: str,
    name: str,
    word: CommandWord | QueryWord,
    default: tuple[AllowWord | None, Path],
) -> facts.Operation:
    """A command or query; *default* is what holds where it says no `allow`, and where that is."""
    path: Path = ("contexts", context, family, name)
    if word.crud_of:
        path = ("contexts", context, "aggregates", word.crud_of, "crud")
    does = word.does
    command = word if isinstance(word, CommandWord) else None
    query = word if isinstance(word, QueryWord) else None
    allow, place = (word.allow, (*path, "allow")) if word.allow else default
    return facts.Operation(
        name=name,
        context=context,
        family=family,
        path=path,
        verb=does.verb,
        target=f"{does.context}.{does.name}" if does.context else does.name,
        move=does.move,
        children=does.children,
        routes=tuple(_route(http, version, path) for version, http in word.http.items()),
        allow=tuple(permissions(allow, place)) if allow and (word.allow or word.http) else (),
        declared_input=_declared(word, path, context),
        declared_output=_output_fields(word.output, path, context),
        answer=_answer(word.output),
        many=bool(word.output and word.output.many),
        needs=tuple(_need(key, need, (*path, "needs", key)) for key, need in word.needs.items()),
        emits=tuple(_emissions(command.emits, (*path, "emits"))) if command else (),
        errors={key: error.status for key, error in word.errors.items()},
        sets=sources(command.set) if command else {},
        every=_every(command),
        cached_until=tuple(query.cache.until) if query and query.cache else (),
        filters=dict(query.filter) if query else {},
        sorts=tuple(query.sort) if query else (),
        page=query.page if query else None,
        cached=bool(query and query.cache),
        versions=tuple(word.versions),
        examples=examples(word.examples, path),
        status=word.status,
        uses=tuple(word.uses),
        lock=word.lock,
        reads=word.reads is not None,
        crud=bool(word.crud_of),
        was=tuple(word.was),
    )


def external_operation(context: str, name: str, word: ExternalOperationWord) -> facts.Operation:
    """A call that a system which is not ours answers."""
    path: Path = ("contexts", context, "operations", name)
    return facts.Operation(
        name=name,
        context=context,
        family="operations",
        path=path,
        verb="custom",
        target=None,
        move=None,
        children=None,
        routes=(_route(word.http, None, path),),
        allow=(),
        declared_input=_declared(word, path, context),
        declared_output=_output_fields(word.output, path, context),
        answer=_answer(word.output),
        many=bool(word.output and word.output.many),
        needs=(),
        emits=(),
        errors={key: error.status for key, error in word.errors.items()},
        sets={},
        every=None,
        cached_until=(),
        filters={},
        sorts=(),
        page=None,
        versions=(),
        examples=(),
    )


def permissions(word: AllowWord, path: Path) -> Iterator[facts.Permission]:
    """What an `allow` grants, each entry with its place."""
    if word.public:
        yield facts.Permission(word="public", own=False, path=path)
    for number, grant in enumerate(word.grants):
        yield facts.Permission(word=_who(grant), own=grant.own, path=(*path, number))


def _who(grant: GrantWord) -> str:
    if grant.service:
        return f"service:{grant.service}"
    return grant.role or "authenticated"


def examples(words: Sequence[ExampleWord], path: Path) -> tuple[facts.Example, ...]:
    """The examples of the node at *path*."""
    return tuple(
        facts.Example(
            path=(*path, "examples", number),
            given=word.given,
            when=word.when,
            then=word.then,
            emits=tuple(word.emits or ()),
        )
        for number, word in enumerate(words)
    )


def consumption(context: str, event: str, word: ConsumptionWord) -> facts.Consumption:
    """The command that an event runs."""
    return facts.Consumption(
        event=event,
        context=context,
        path=("contexts", context, "consumes", event),
        run=word.run,
        fill=sources(word.with_),
    )


def _route(http: Http, version: str | None, path: Path) -> facts.Route:
    place = (*path, "http", version) if version else (*path, "http")
    return facts.Route(method=http.method, template=http.path, version=version, path=place)


def _declared(
    word: CommandWord | QueryWord | ExternalOperationWord, path: Path, context: str
) -> facts.Fields | None:
    return None if word.input is None else fields(word.input, (*path, "input"), context)


def _output_fields(word: OutputWord | None, path: Path, context: str) -> facts.Fields | None:
    if word is None or word.fields is None:
        return None
    return fields(word.fields, (*path, "output"), context)


def _answer(word: OutputWord | None) -> facts.Type | None:
    if word is None or word.type is None:
        return None
    kind = of_type(word.type)
    return facts.Type(word="list", inner=kind) if word.many else kind


def _need(key: str, word: NeedWord, path: Path) -> facts.Need:
    called = named(key)
    return facts.Need(
        operation=f"{called.context}.{called.name}",
        version=called.version,
        path=path,
        fill=sources(word.with_),
        refused=word.refused,
        keep=sources(word.keep),
    )


def _emissions(word: EmitsWord, path: Path) -> Iterator[facts.Emission]:
    for number, event in enumerate(word.always):
        yield facts.Emission(event=event, path=(*path, number), certain=True)
    for way, events in (("may", word.may), ("one_of", word.one_of)):
        for number, event in enumerate(events):
            yield facts.Emission(event=event, path=(*path, way, number), certain=False)
    for event, changed in word.changed.items():
        yield facts.Emission(
            event=event,
            path=(*path, event),
            certain=True,
            when_changed=tuple(changed.when_changed),
        )


def _every(word: CommandWord | None) -> str | None:
    if word is None or word.every is None:
        return None
    return word.every.cron or f"{word.every.seconds:g}s"
