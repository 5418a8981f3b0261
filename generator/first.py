"""A first blueprint out of a few answers: what `blueprint new` writes when nobody gives it one.

A context becomes one aggregate with the plain operations, its lifecycle if it has one, and an event
where another context hears of it; who hears keeps a view of what it heard. Nothing is left to be
written, so the workspace runs at once; what is not asked is written beside it later.
"""

import re
from dataclasses import dataclass, field, replace

from blueprint.diagnostics import Diagnostic, Severity
from blueprint.document.fields import FieldWord, parse_field
from blueprint.layout import lay_out
from blueprint.layout.writing import on_its_line, quoted
from blueprint.names import Name
from blueprint.read import Reading, read_text

MAIN = "blueprint.yaml"
_TOLD = 3
_LEADS = re.compile(r"\s*>\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstContext:
    """What is answered of one context.

    `aggregate` may be empty where it only hears. `fields` are names and types as they are written
    in a blueprint; `lifecycle` is a chain of state, transition, state, …, empty without one;
    `hears` names contexts before this one.
    """

    name: str
    about: str
    aggregate: str
    fields: tuple[tuple[str, str], ...]
    lifecycle: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A read model of what another context tells: its key, that among its fields, and its events.

    `fields` are names and types as they are written in a blueprint, `events` names with their
    context and version.
    """

    name: str
    key: str
    fields: tuple[tuple[str, str], ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What is answered; `roles` are names, each with what it is for."""

    name: str
    title: str
    about: str
    storage: str = "sqlite"
    tenancy: bool = False
    roles: tuple[tuple[str, str], ...] = ()
    contexts: tuple[FirstContext, ...] = field(default=())


def fields_of(text: str) -> tuple[tuple[str, str], ...]:
    """`title: string(1..80), due_on: date optional` as names and types; a type may be missing."""
    parts = [part.partition(":") for part in text.split(",") if part.strip()]
    return tuple((name.strip(), kind.strip()) for name, _, kind in parts)


def lifecycle_of(text: str) -> tuple[str, ...]:
    """`open > close > closed` as its words."""
    return tuple(_LEADS.split(text.strip())) if text.strip() else ()


def blueprint_of(first: First) -> dict[str, str]:
    """The blueprint's files by their paths, laid out; several contexts have a file each."""
    apart = len(first.contexts) > 1
    files = {MAIN: _system(first, apart=apart)}
    if apart:
        files |= {
            path: file_of(context.name, path, _context(first, context))
            for context in first.contexts
            for path in [f"contexts/{context.name}.yaml"]
        }
    return {path: laid(text, path) for path, text in files.items()}


def file_of(name: str, path: str, lines: list[str]) -> str:
    """The file of a context's own at a path in the project, not laid out yet."""
    up = "../" * path.count("/")
    schema = f"# yaml-language-server: $schema={up}.blueprint/names/{name}.json"
    return "\n".join([schema, f"context: {quoted(name)}", *lines])


def reading_of(first: First) -> Reading:
    """What is read of the blueprint that the answers give."""
    files = blueprint_of(first)
    return read_text(files.pop(MAIN), files)


def problem(first: First) -> Diagnostic | None:
    """The first thing that is wrong with the answers; notes are left aside."""
    findings = (d for d in reading_of(first).diagnostics if d.severity is not Severity.NOTE)
    return next(findings, None)


def laid(text: str, path: str) -> str:
    """The text in the one layout; as it is where an answer made it unreadable, which is said."""
    return lay_out(text.encode("utf-8", errors="surrogatepass"), path).text or text


def _system(first: First, *, apart: bool) -> str:
    lines = [
        "# yaml-language-server: $schema=.blueprint/schema.json",
        "blueprint: 1",
        "",
        "system:",
        f"  name: {quoted(first.name)}",
        f"  title: {on_its_line(first.title)}",
        f"  about: {on_its_line(first.about)}",
        "",
        *_security(first),
        "defaults:  # any context may say otherwise",
        f"  storage: {_storage(first)}",
        *_allow(first),
        "",
        "contexts:" + ("  # a file each" if apart else ""),
    ]
    for context in first.contexts:
        if apart:
            lines.append(f"  {quoted(context.name)}: contexts/{context.name}.yaml")
        else:
            lines.append(f"  {quoted(context.name)}:")
            lines += [f"    {line}" if line else "" for line in _context(first, context)]
    return "\n".join([*lines, "", *_relations(first), ""])


def _security(first: First) -> list[str]:
    if not first.roles and not first.tenancy:
        return []
    tenant = ", tenant: tenant" if first.tenancy else ""
    claims = f"audience: {quoted(first.name)}, roles: roles{tenant}"
    lines = [
        "security:",
        f"  tokens: {{issuer: https://id.example.org/, {claims}}}  # your identity provider",
    ]
    if first.roles:
        lines.append("  roles:")
    return [
        *lines,
        *(f"    {quoted(role)}: {on_its_line(about)}" for role, about in first.roles),
        "",
    ]


def _storage(first: First) -> str:
    return f"{{engine: {first.storage}, tenancy: row}}" if first.tenancy else first.storage


def _allow(first: First) -> list[str]:
    if first.roles:
        names = ", ".join(quoted(role) for role, _ in first.roles)
        return [f"  allow: [{names}]  # who may call an operation that says nothing"]
    if first.tenancy:
        return ["  allow: authenticated"]
    return ["  allow: public  # no tokens while you look around; say roles later"]


def _relations(first: First) -> list[str]:
    pairs = [(heard, c.name) for c in first.contexts for heard in c.hears]
    if not pairs:
        return []
    return [
        "relations:  # the context map: what may depend on what, and how",
        *(
            f"  - {{upstream: {quoted(up)}, downstream: {quoted(down)}, "
            "upstream_as: [published-language], downstream_as: conformist}"
            for up, down in pairs
        ),
    ]


def _context(first: First, context: FirstContext) -> list[str]:
    known = tuple(_known(c) for c in first.contexts if c.name in context.hears)
    is_heard = any(context.name in other.hears for other in first.contexts)
    return lines_of(context, known, is_heard=is_heard)


def lines_of(context: FirstContext, known: tuple[Known, ...], *, is_heard: bool) -> list[str]:
    """What a context says, less its name; with an event where it *is_heard*."""
    queries = [*_queries(context), *map(_query_of_view, known)]
    return [
        f"about: {on_its_line(context.about)}",
        "",
        *(_aggregate(context, is_heard=is_heard) if context.aggregate else []),
        *(["queries:  # what only reads", *queries, ""] if queries else []),
        *(_event(context) if is_heard and context.aggregate else []),
        *_views(known),
    ]


def _aggregate(context: FirstContext, *, is_heard: bool) -> list[str]:
    states = context.lifecycle[::2]
    indexes = ["created_at", "status"] if states else ["created_at"]
    fields = [f"      {quoted(name)}: {on_its_line(kind)}" for name, kind in context.fields]
    return [
        "aggregates:",
        f"  {quoted(context.aggregate)}:",
        "    fields:  # id, version, created_at and updated_at come by themselves",
        *fields,
        *(["    lifecycle:  # starts in the first state"] if states else []),
        *(
            f"      {quoted(state)}: {{{quoted(name)}: {quoted(to)}}}"
            for state, name, to in _moves(context)
        ),
        f"    indexes: [{', '.join(indexes)}]  # what is filtered or sorted by has an index",
        "",
        *_commands(context, is_heard=is_heard),
        "",
    ]


def _moves(context: FirstContext) -> list[tuple[str, str, str]]:
    chain = context.lifecycle
    ends = zip(chain[::2], [*chain[1::2], ""], [*chain[2::2], ""], strict=False)
    return [move for move in ends if move[1]]


def _commands(context: FirstContext, *, is_heard: bool) -> list[str]:
    name = Name(context.aggregate)
    path = name.plural_kebab
    emits = f", emits: [{name.pascal}Added]" if is_heard else ""
    lines = [
        "commands:  # what changes something",
        f"  Add{name.pascal}: {{does: create {name}, http: POST /{path}{emits}}}",
    ]
    if any(_is_mutable(kind) for _, kind in context.fields):
        lines.append(
            f'  Change{name.pascal}: {{does: update {name}, http: "PATCH /{path}/{{id}}"}}'
        )
    for _, move, _ in _moves(context):
        does = f"does: transition {name}.{move}"
        http = f'"POST /{path}/{{id}}/{Name(move).kebab}"'
        lines.append(f"  {Name(move).pascal}{name.pascal}: {{{does}, http: {http}}}")
    return lines


def _queries(context: FirstContext) -> list[str]:
    if not context.aggregate:
        return []
    name = Name(context.aggregate)
    path = name.plural_kebab
    narrowed = ", filter: {status: equals}" if context.lifecycle else ""
    return [
        f'  Get{name.pascal}: {{does: get {name}, http: "GET /{path}/{{id}}"}}',
        f"  List{name.plural_pascal}: "
        f"{{does: list {name}, http: GET /{path}{narrowed}, sort: [created_at]}}",
    ]


def _query_of_view(known: Known) -> str:
    name = Name(known.name)
    return f"  List{name.plural_pascal}: {{does: list {name}, http: GET /{name.plural_kebab}}}"


def _event(context: FirstContext) -> list[str]:
    name = Name(context.aggregate)
    told = [f"{quoted(key)}: {quoted(kind)}" for key, kind in _told(context)]
    payload = ", ".join([f"{name.snake}_id: uuid from id", *told])
    return [
        "events:  # facts that others may hear of",
        f"  {name.pascal}Added: {{of: {name}, key: {name.snake}_id, payload: {{{payload}}}}}",
        "",
    ]


def _known(heard: FirstContext) -> Known:
    """What is kept of another context's news, filled by equal names."""
    name = Name(heard.aggregate)
    key = f"{name.snake}_id"
    return Known(
        name=f"Known{name.pascal}",
        key=key,
        fields=((key, "uuid"), *_told(heard)),
        events=(f"{heard.name}.{name.pascal}Added@v1",),
    )


def _views(known: tuple[Known, ...]) -> list[str]:
    lines = ["views:  # read models, fed by events"] if known else []
    for view in known:
        fields = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in view.fields)
        lines += [
            f"  {view.name}:",
            f"    key: {view.key}",
            f"    fields: {{{fields}}}",
            f"    from: {{{', '.join(f'{event}: {{}}' for event in view.events)}}}",
        ]
    return lines


def _told(context: FirstContext) -> list[tuple[str, str]]:
    """The fields that others hear of, a few: what is personal, secret or internal stays at home."""
    told = []
    for name, kind in context.fields:
        word = _read(kind)
        if word and not (word.pii or word.secret or word.internal):
            optional = " optional" if word.optional else ""
            told.append((name, f"{word.type}{optional}"))
    return told[:_TOLD]


def _is_mutable(kind: str) -> bool:
    word = _read(kind)
    return word is not None and not (word.immutable or word.internal)


def _read(kind: str) -> FieldWord | None:
    try:
        return FieldWord.model_validate(parse_field(kind))
    except ValueError:
        return None


def with_last(first: First, context: FirstContext) -> First:
    """The answers with one more context."""
    return replace(first, contexts=(*first.contexts, context))
