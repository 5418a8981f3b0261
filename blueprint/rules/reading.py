"""Builds the facts of a document: a path for each node, and for each field its context.

The paths are those of the long forms; what a short form leaves out of one is left out when its
place is looked up.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from blueprint.document import ContextWord, Document, ExternalWord
from blueprint.document.access import AllowWord
from blueprint.document.aggregate import AggregateWord, EntityWord
from blueprint.document.api import ApiVersionWord, ApiWord, ChangeWord
from blueprint.document.defaults import DefaultsWord
from blueprint.document.event import EventVersionWord, EventWord
from blueprint.document.fields import FieldWord
from blueprint.document.relation import RelationWord
from blueprint.document.shared import KernelWord
from blueprint.document.system import SecurityWord
from blueprint.document.view import FeedWord, ViewWord
from blueprint.load import Path
from blueprint.rules import facts
from blueprint.rules.reading_fields import fields, of_type, sources
from blueprint.rules.reading_operations import (
    consumption,
    examples,
    external_operation,
    operation,
    permissions,
)

_T = TypeVar("_T")


def system(document: Document) -> facts.System:
    """Everything that the rules ask of a document."""
    tokens = document.security.tokens
    return facts.System(
        name=document.system.name,
        contexts={name: _any(name, word, document) for name, word in document.contexts.items()},
        kernels={name: _kernel(name, word) for name, word in document.kernels.items()},
        relations=tuple(_relation(n, word) for n, word in enumerate(document.relations)),
        roles=frozenset(document.security.roles),
        tenant_claim=tokens.tenant if tokens else None,
        addresses=_addresses(document.security),
        identified=bool(tokens or document.security.roles),
        default_allow=tuple(_default_permissions(document)),
        exceptions=tuple(
            facts.Exempted(
                rule=word.rule, node=word.at, path=("exceptions", number), until=word.until
            )
            for number, word in enumerate(document.exceptions)
        ),
    )


def _addresses(word: SecurityWord) -> dict[Path, str]:
    found: dict[Path, str] = {
        ("security", "cors", number): origin for number, origin in enumerate(word.cors)
    }
    if word.tokens:
        found["security", "tokens", "issuer"] = word.tokens.issuer
    return found


def _default_permissions(document: Document) -> list[facts.Permission]:
    said: list[tuple[Path, DefaultsWord]] = [(("defaults",), document.defaults)]
    for name, word in document.contexts.items():
        if isinstance(word, ContextWord):
            said.append((("contexts", name), word))
    return [
        permission
        for path, word in said
        if word.allow
        for permission in permissions(word.allow, (*path, "allow"))
    ]


def _any(name: str, word: ContextWord | ExternalWord, document: Document) -> facts.Context:
    if isinstance(word, ExternalWord):
        return _external(name, word)
    return _context(name, word, document.defaults)


def _context(name: str, word: ContextWord, defaults: DefaultsWord) -> facts.Context:
    path: Path = ("contexts", name)
    allow = _nearest_allow(word, defaults, path)
    tenancy = _tenancy(word, defaults)
    operations = [
        operation(name, family, key, item, allow)
        for family, items in (("commands", word.commands), ("queries", word.queries))
        for key, item in items.items()
    ]
    return facts.Context(
        name=name,
        path=path,
        external=False,
        address="",
        subdomain=word.subdomain,
        tenancy=tenancy,
        storage=_engine(word, defaults),
        enums={key: tuple(enum.values) for key, enum in word.enums.items()},
        values={
            key: fields(value.fields, (*path, "values", key, "fields"), name)
            for key, value in word.values.items()
        },
        aggregates={
            key: _aggregate(name, key, item, tenancy) for key, item in word.aggregates.items()
        },
        operations={found.name: found for found in operations},
        twice=frozenset(word.commands) & frozenset(word.queries),
        events={key: _event(name, key, item) for key, item in word.events.items()},
        views={key: _view(name, key, item) for key, item in word.views.items()},
        consumes=tuple(consumption(name, key, item) for key, item in word.consumes.items()),
        versions=_versions(word.api),
        sunsets=_sunsets(word.api.versions),
        rate_per=word.api.rate_limit.per if word.api.rate_limit else None,
        changes=tuple(_changes(word.api, (*path, "api", "changes"), name)),
        base=word.base or defaults.base or "/api/{context}",
        page=word.page or defaults.page,
        was=tuple(word.was),
    )


def _external(name: str, word: ExternalWord) -> facts.Context:
    return facts.Context(
        name=name,
        path=("contexts", name),
        external=True,
        address=word.external,
        subdomain="generic",
        tenancy="none",
        storage="none",
        enums={},
        values={},
        aggregates={},
        operations={
            key: external_operation(name, key, item) for key, item in word.operations.items()
        },
        twice=frozenset(),
        events={},
        views={},
        consumes=(),
        versions={},
        sunsets={},
        rate_per=None,
        changes=(),
        base="",
        page=None,
    )


def _nearest_allow(
    word: ContextWord, defaults: DefaultsWord, path: Path
) -> tuple[AllowWord | None, Path]:
    if word.allow:
        return word.allow, (*path, "allow")
    return defaults.allow, ("defaults", "allow")


def _tenancy(word: ContextWord, defaults: DefaultsWord) -> str:
    said = [storage.tenancy for storage in (word.storage, defaults.storage) if storage]
    return next((tenancy for tenancy in said if tenancy), "none")


def _engine(word: ContextWord, defaults: DefaultsWord) -> str:
    said = [storage.engine for storage in (word.storage, defaults.storage) if storage]
    return next((engine for engine in said if engine), "postgres")


def _aggregate(context: str, name: str, word: AggregateWord, tenancy: str) -> facts.Aggregate:
    path: Path = ("contexts", context, "aggregates", name)
    return facts.Aggregate(
        name=name,
        context=context,
        path=path,
        owner=".".join(word.owner) or None,
        identity=word.id,
        fields=fields(word.fields, (*path, "fields"), context),
        implicit=_implicit(context, name, word, tenancy),
        entities={
            key: _entity(context, name, key, item, path) for key, item in word.entities.items()
        },
        held={
            item.in_: _held(key, item, (*path, "entities", key, "in"), context)
            for key, item in word.entities.items()
        },
        lifecycle=word.lifecycle,
        invariants=tuple(word.invariants),
        indexes=tuple(
            (tuple(names), (*path, "indexes", number)) for number, names in enumerate(word.indexes)
        ),
        examples=examples(word.examples, path),
        crud=word.crud is not None,
        was=tuple(word.was),
    )


def _entity(context: str, owner: str, name: str, word: EntityWord, path: Path) -> facts.Entity:
    place = (*path, "entities", name)
    return facts.Entity(
        name=name,
        owner=owner,
        context=context,
        path=place,
        children=word.in_,
        fields=fields(word.fields, (*place, "fields"), context),
        was=tuple(word.was),
    )


def _held(name: str, word: EntityWord, path: Path, context: str) -> facts.Field:
    """The field of an aggregate that holds its entities of one kind."""
    kind = facts.Type(word="list", inner=facts.Type(word=name, named=True, held=True))
    return facts.Field(name=word.in_, path=path, type=kind, home=context, high=str(word.max))


def _implicit(context: str, name: str, word: AggregateWord, tenancy: str) -> facts.Fields:
    """The fields that an aggregate has by itself."""
    times = facts.Type(word="datetime")
    types = {
        "id": _id_type(word),
        "version": facts.Type(word="int"),
        "created_at": times,
        "updated_at": times,
    }
    if word.lifecycle:
        types["status"] = facts.Type(word=f"{name}Status", named=True)
    if tenancy != "none":
        types["tenant"] = facts.Type(word="string")
    path: Path = ("contexts", context, "aggregates", name)
    return {
        key: facts.Field(name=key, path=path, type=kind, home=context)
        for key, kind in types.items()
    }


def _id_type(word: AggregateWord) -> facts.Type:
    if word.id in {"uuid", "int"}:
        return facts.Type(word=word.id)
    natural: FieldWord | None = word.fields.get(word.id)
    return of_type(natural.type) if natural else facts.Type(word="uuid")


def _event(context: str, name: str, word: EventWord) -> facts.Event:
    path: Path = ("contexts", context, "events", name)
    return facts.Event(
        name=name,
        context=context,
        path=path,
        of=word.of,
        key=word.key,
        versions={
            key: fields(version.payload, (*path, "versions", key, "payload"), context)
            for key, version in _in_order(word.versions).items()
        },
        sunsets=_sunsets(word.versions),
        was=tuple(word.was),
    )


def _view(context: str, name: str, word: ViewWord) -> facts.View:
    path: Path = ("contexts", context, "views", name)
    return facts.View(
        name=name,
        context=context,
        path=path,
        key=word.key,
        fields=fields(word.fields, (*path, "fields"), context),
        feeds=tuple(_feed(key, feed, (*path, "from", key)) for key, feed in word.from_.items()),
        was=tuple(word.was),
    )


def _feed(event: str, word: FeedWord, path: Path) -> facts.Feed:
    return facts.Feed(
        event=event,
        path=path,
        sets=sources(word.sets),
        where=sources(word.where),
        remove=word.remove,
    )


def _versions(api: ApiWord) -> Mapping[str, str]:
    """The status of each version, the oldest first."""
    if not api.versions:
        return {"v1": "active"}
    return {name: version.status for name, version in _in_order(api.versions).items()}


def _sunsets(
    versions: Mapping[str, ApiVersionWord] | Mapping[str, EventVersionWord],
) -> dict[str, date]:
    return {name: word.sunset for name, word in versions.items() if word.sunset}


def _in_order(versions: Mapping[str, _T]) -> dict[str, _T]:
    return dict(sorted(versions.items(), key=lambda item: int(item[0][1:])))


def _gone(target: str, word: ChangeWord, path: Path, home: str) -> facts.Field | None:
    name = target.rpartition(".")[2]
    return fields({name: word.declared}, path, home)[name] if word.declared else None


def _changes(api: ApiWord, path: Path, home: str) -> list[facts.Change]:
    return [
        facts.Change(
            version=version,
            target=target,
            path=(*path, version, target),
            way=word.way,
            words=word.values or {},
            before=word.renamed_from,
            value=word.added if word.way == "added" else word.removed,
            gone=_gone(target, word, (*path, version, target), home),
        )
        for version, changes in api.changes.items()
        for target, word in changes.items()
    ]


def _kernel(name: str, word: KernelWord) -> facts.Kernel:
    path: Path = ("kernels", name)
    return facts.Kernel(
        name=name,
        path=path,
        owners=tuple(word.owners),
        enums={key: tuple(enum.values) for key, enum in word.enums.items()},
        values={
            key: fields(value.fields, (*path, "values", key, "fields"), "")
            for key, value in word.values.items()
        },
    )


def _relation(number: int, word: RelationWord) -> facts.Relation:
    return facts.Relation(
        path=("relations", number),
        upstream=word.upstream,
        downstream=word.downstream,
        between=tuple(word.between or ()),
        conformist=word.downstream_as == "conformist",
        upstream_as=tuple(word.upstream_as),
    )
