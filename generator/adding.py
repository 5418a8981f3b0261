"""A context more in a blueprint: which of its files get which text.

The blueprint's own file gets the context, or the path of the context's file, and the relations that
it needs; nothing else in it is touched.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from blueprint.diagnostics import Diagnostic, Severity
from blueprint.document import ContextWord, Document, ExternalWord
from blueprint.document.event import EventWord
from blueprint.document.fields import FieldWord
from blueprint.document.names import CAMEL
from blueprint.document.phrases import NamedVersion, parse_named
from blueprint.layout import lay_out
from blueprint.layout.inserting import with_entry, with_items
from blueprint.layout.writing import on_its_line, quoted
from blueprint.load import Tree
from blueprint.load.positions import Source
from blueprint.load.tree import parse
from blueprint.names import Name
from blueprint.nearest import nearest
from blueprint.read import Reading, read_text
from generator.first import First, FirstContext, Known, file_of, laid, lines_of, problem

_ADDRESS = re.compile(r"https?://[A-Za-z0-9./:_-]*[A-Za-z0-9/]")
_FOLDER = "contexts"
_INLINE = "  "  # by which a context is set in where it stands in the blueprint itself


class AddingError(ValueError):
    """This cannot be added: what is wrong, and in `help` what to write instead."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.help = help


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What is answered of a context that is added; of `context`, `hears` is not asked.

    `external` is the address of a system that is not ours. `hears` are events, with their context
    and perhaps a version; `upstream` and `downstream` name contexts. `apart` says whether it gets a
    file of its own; None is as the others do.
    """

    context: FirstContext
    external: str = ""
    hears: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    downstream: tuple[str, ...] = ()
    apart: bool | None = None


def refuse_name(name: str, reading: Reading) -> None:
    """Raises AddingError for what is no name of a context, or is one's already."""
    alone = FirstContext(name=name, about="Keeps things.", aggregate="", fields=())
    first = First(name="system", title="System", about="Does something.", contexts=(alone,))
    if found := problem(first):
        raise AddingError(found.message, found.help)
    beside = _beside(reading.files[reading.positions.main.name])
    if name in beside:
        entry = beside[name]
        place = entry if isinstance(entry, str) else reading.positions.main.name
        raise AddingError(
            f"there is a context {name} already", f"it stands in {place}; choose another name"
        )


def texts_with(reading: Reading, addition: Addition) -> dict[str, str]:
    """The texts of the files that are new or different, by their paths; the blueprint's own first.

    Raises AddingError for a name that is not known, UnfitError.
    """
    main = reading.positions.main.name
    text = reading.files[main]
    name, beside = addition.context.name, _beside(text)
    lines = _lines(reading.document, addition)
    path = _path(name, beside) if _is_apart(reading.document, addition, beside) else None
    written = quoted(path) if path else _inline(name, lines)
    text = with_entry(text, "contexts", name, written)
    text = with_items(text, "relations", _relations(reading.document, addition))
    texts = {main: text}
    if path:
        end = "\r\n" if "\r\n" in text else "\n"
        texts[path] = laid(file_of(name, path, lines), path).replace("\n", end)
    return texts


def reading_with(reading: Reading, texts: dict[str, str]) -> Reading:
    """What is read where these texts stand in the place of those that were read."""
    files = {**reading.files, **texts}
    return read_text(files.pop(reading.positions.main.name), files)


def problem_of(reading: Reading, addition: Addition) -> Diagnostic | None:
    """The first error or warning that only the addition brings, None where it brings none.

    Raises AddingError, UnfitError.
    """
    after = reading_with(reading, texts_with(reading, addition))
    before = {(found.code, found.message) for found in reading.diagnostics}
    findings = (
        found
        for found in after.diagnostics
        if found.severity is not Severity.NOTE and (found.code, found.message) not in before
    )
    return next(findings, None)


def events_in(reading: Reading) -> list[str]:
    """Every event that can be heard, in its highest version: `ordering.OrderPlaced@v2`."""
    return [
        f"{name}.{event}@{_highest(word)}"
        for name, context in _contexts(reading.document).items()
        if isinstance(context, ContextWord)
        for event, word in context.events.items()
    ]


def _contexts(document: Document | None) -> dict[str, ContextWord | ExternalWord]:
    return document.contexts if document else {}


# -- where it stands ---------------------------------------------------------------------


def _beside(text: str) -> dict[str, Tree]:
    """The contexts as the blueprint's own file has them, paths of files among them."""
    tree = parse(text, Source("", tuple(text.splitlines()))).tree
    contexts = tree.get("contexts") if isinstance(tree, dict) else None
    return contexts if isinstance(contexts, dict) else {}


def _is_apart(document: Document | None, addition: Addition, beside: dict[str, Tree]) -> bool:
    """Whether it has a file of its own: as those of its kind have; by itself, one of ours has."""
    if addition.apart is not None:
        return addition.apart
    external = bool(addition.external)
    known = _contexts(document)
    alike = [beside[name] for name in beside if _is_external(known.get(name)) == external]
    if not alike:
        return not external
    return any(isinstance(entry, str) for entry in alike)


def _is_external(context: ContextWord | ExternalWord | None) -> bool:
    return isinstance(context, ExternalWord)


def _path(name: str, beside: dict[str, Tree]) -> str:
    """The path of a context's file, made like most of the others."""
    made = [
        path
        for other, entry in beside.items()
        if isinstance(entry, str)
        for path in [_like(name, other, PurePosixPath(entry))]
    ]
    counts = Counter(made)
    return max(counts, key=lambda path: counts[path]) if counts else f"{_FOLDER}/{name}.yaml"


def _like(name: str, other: str, path: PurePosixPath) -> str:
    """The path for *name* that is to it as *path* is to *other*.

    >>> _like("stock", "sales", PurePosixPath("contexts/sales.yml"))
    'contexts/stock.yml'
    >>> _like("back_office", "front_desk", PurePosixPath("front-desk/context.yaml"))
    'back-office/context.yaml'
    >>> _like("stock", "sales", PurePosixPath("contexts/01.yaml"))
    'contexts/stock.yaml'
    """
    before, text = Name(other), f"{path}"
    for old, new in ((other, name), (before.kebab, Name(name).kebab)):
        head, found, tail = text.rpartition(old)
        if found:
            return head + new + tail
    return f"{path.with_stem(name)}"


# -- what it says ------------------------------------------------------------------------


def _lines(document: Document | None, addition: Addition) -> list[str]:
    context = addition.context
    if addition.external:
        address = addition.external
        external = address if _ADDRESS.fullmatch(address) else on_its_line(address)
        return [f"external: {external}", f"about: {on_its_line(context.about)}"]
    _refuse_aggregate(context.aggregate)
    known = tuple(_known(document, addition.hears))
    return lines_of(context, known, is_heard=bool(addition.downstream))


def _refuse_aggregate(name: str) -> None:
    """Raises AddingError for a name from which none of the others can be made."""
    if name and not CAMEL.fullmatch(name):
        better = Name(name).pascal
        hint = f"write {better}" if CAMEL.fullmatch(better) else "write letters and digits"
        raise AddingError(f'"{name}" is not in CamelCase', hint)


def _inline(name: str, lines: list[str]) -> str:
    """A context's keys in the one layout, as they stand in the blueprint itself."""
    head = ["blueprint: 1", "contexts:", f"{_INLINE}{quoted(name)}:"]
    body = [f"{_INLINE * 2}{line}" if line else "" for line in lines]
    written = lay_out("\n".join([*head, *body]).encode("utf-8", "surrogatepass"), name)
    for found in written.diagnostics:
        raise AddingError(found.message, found.help)
    kept = written.text.partition(f"\n{head[2]}\n")[2].split("\n")
    return "\n".join(line.removeprefix(_INLINE * 2) for line in kept)


def _relations(document: Document | None, addition: Addition) -> list[dict[str, Tree]]:
    name = addition.context.name
    heard = [_split(event).context or "" for event in addition.hears]
    above = dict.fromkeys([*heard, *addition.upstream])
    for other in (*above, *addition.downstream):
        _refuse_unknown(other, document)
    tells = bool(addition.context.aggregate)
    return [
        *(_relation(other, name, document, tells=other in heard) for other in above),
        *(
            _relation(name, other, document, tells=tells, external=bool(addition.external))
            for other in dict.fromkeys(addition.downstream)
        ),
    ]


def _relation(
    upstream: str,
    downstream: str,
    document: Document | None,
    *,
    tells: bool,
    external: bool = False,
) -> dict[str, Tree]:
    """A line of the context map; *tells* where the upstream has an event for the downstream."""
    sides: dict[str, Tree] = {"upstream": upstream, "downstream": downstream}
    if external or _is_external(_contexts(document).get(upstream)):
        return {**sides, "downstream_as": "anticorruption-layer"}
    if tells:
        return {**sides, "upstream_as": ["published-language"], "downstream_as": "conformist"}
    return sides


def _refuse_unknown(name: str, document: Document | None) -> None:
    if name not in _contexts(document):
        raise AddingError(f"there is no context {name}", nearest(name, _contexts(document)))


# -- what it hears -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """One version of an event: its full name, whose it is, and what it is about."""

    label: str
    context: str
    event: str
    about: str
    key: str
    fields: dict[str, str]

    @property
    def thing(self) -> tuple[str, str, str]:
        """What a read model of it is about."""
        return (self.context, self.about, self.key)


def _known(document: Document | None, hears: Iterable[str]) -> Iterator[Known]:
    """A read model of each thing that is heard of, fed by all its events under one key."""
    heard = [_heard(event, document) for event in dict.fromkeys(hears)]
    taken: set[str] = set()
    for thing in dict.fromkeys(one.thing for one in heard):
        events = [one for one in heard if one.thing == thing]
        name = next(name for name in _names(events[0]) if name not in taken)
        taken.add(name)
        yield Known(
            name=name,
            key=events[0].key,
            fields=tuple(_shared_fields(events)),
            events=tuple(one.label for one in events),
        )


def _names(heard: _Heard) -> Iterator[str]:
    """What a read model may be called: as what it is about, as its event, with its context."""
    whose = Name(heard.context).pascal
    for prefix in ("", whose):
        yield f"Known{prefix}{Name(heard.about).pascal}"
        yield f"Known{prefix}{heard.event}"
    yield from (f"Known{whose}{heard.event}{number}" for number in count(2))


def _shared_fields(events: list[_Heard]) -> Iterator[tuple[str, str]]:
    """The fields of which all events that have them say the same; optional where one has not."""
    for name in dict.fromkeys(name for event in events for name in event.fields):
        kinds = {event.fields.get(name, "").removesuffix(" optional") for event in events} - {""}
        optional = any(
            event.fields.get(name, " optional").endswith(" optional") for event in events
        )
        if len(kinds) == 1:
            yield name, kinds.pop() + (" optional" if optional else "")


def _heard(event: str, document: Document | None) -> _Heard:
    named = _split(event)
    context = _contexts(document).get(named.context or "")
    known = context.events if isinstance(context, ContextWord) else {}
    if named.name not in known:
        _refuse_unknown(named.context or "", document)
        hint = nearest(named.name, known)
        raise AddingError(f"{named.context} has no event {named.name}", hint)
    word = known[named.name]
    version = named.version or _highest(word)
    if version not in word.versions:
        hint = nearest(version, word.versions)
        raise AddingError(f"{named.context}.{named.name} has no version {version}", hint)
    return _Heard(
        label=f"{named.context}.{named.name}@{version}",
        context=named.context or "",
        event=named.name,
        about=word.of or named.name,
        key=word.key,
        fields=dict(_fields(word, version, document, named.context or "")),
    )


def _split(event: str) -> NamedVersion:
    """The parts of an event's name; raises AddingError where it is none of another context."""
    named = parse_named(event)
    if named is None or named.context is None:
        raise AddingError(f'"{event}" names no event', "write CONTEXT.EVENT@v1")
    return named


def _highest(event: EventWord) -> str:
    return max(event.versions, key=lambda version: int(version[1:]))


def _fields(
    event: EventWord, version: str, document: Document | None, context: str
) -> Iterator[tuple[str, str]]:
    """The key, and what of a payload can be kept by whoever shares no type with its context."""
    payload = event.versions[version].payload
    yield event.key, _key_type(payload.get(event.key), document, context)
    for name, word in payload.items():
        if name != event.key and _can_be_kept(word):
            yield name, f"{word.type}" + (" optional" if word.optional else "")


def _can_be_kept(word: FieldWord) -> bool:
    """What is personal, secret or internal stays at home; a type of theirs is none of ours."""
    hidden = word.pii or word.secret or word.internal
    return not hidden and word.type.innermost.word not in ("named", "ref", "page")


def _key_type(word: FieldWord | None, document: Document | None, context: str) -> str:
    """The type of an event's key; of a reference, that of the id which it holds."""
    if word is None or word.type.word != "ref":
        return f"{word.type}" if word else "uuid"
    home = _contexts(document).get(word.type.context or context)
    aggregates = home.aggregates if isinstance(home, ContextWord) else {}
    found = aggregates.get(word.type.name or "")
    if found is None or found.id in ("uuid", "int"):
        return found.id if found else "uuid"
    natural = found.fields.get(found.id)
    return f"{natural.type}" if natural and natural.type.word != "ref" else "uuid"
