"""From text to a tree of plain values, by the events of the YAML parser.

No object is built by YAML itself: what an anchor, a tag or a merge key would do is never done.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile, islice
from typing import NoReturn, TypeAlias, TypeGuard

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from blueprint.diagnostics import Diagnostic
from blueprint.load.positions import Path, Source, Span
from blueprint.load.scalars import Scalar, resolve
from blueprint.load.text import FORBIDDEN, forbidden

Tree: TypeAlias = "Scalar | list[Tree] | dict[str, Tree]"

MAX_DEPTH = 64
MAX_NODES = 100_000
MOST_FOUND = 1000  # then the rest of the file is not read

_SPLIT_HELP = 'put the whole value in quotes, or write "{key}: …" on a line of its own'
_EXTRA_HELP = "write the value out where it is needed"
# up to the brace that cuts it
_BARE_PATH = re.compile(r"[{,]\s*(?:http|v\d+):\s+(?:GET|POST|PUT|PATCH|DELETE) /[^\s,\"'{}#]*\{")
_YAML_TAG = "tag:yaml.org,2002:"


class _StopError(Exception):
    """The rest of the file cannot be read."""


@dataclass(slots=True)
class Parsed:
    """The tree of one file, None where none could be built; complete when all of it was read."""

    tree: Tree = None
    spans: dict[Path, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    complete: bool = True


def parse(text: str, source: Source, prefix: Path = ()) -> Parsed:
    """The tree of *text*, its paths beginning with *prefix*."""
    builder = _Builder(source, text)
    try:
        builder.build(prefix)
    except _StopError:
        builder.parsed.complete = False
    except yaml.MarkedYAMLError as error:
        builder.parsed.complete = False
        first = _unmerged(source) or _malformed(source, error)
        builder.parsed.diagnostics += [first, *_alike(source, first)]
    except (yaml.YAMLError, UnicodeError) as error:
        builder.parsed.complete = False
        builder.parsed.diagnostics.append(
            Diagnostic.at(
                source.mark(1, 1),
                "BP101",
                f"this is not YAML: {error}",
                help="save the file as plain text in UTF-8",
            )
        )
    return builder.parsed


def _unmerged(source: Source) -> Diagnostic | None:
    """What is said where git left the marks of a conflict; None where it left none."""
    marked = (n for n, line in enumerate(source.lines, start=1) if line.startswith("<<<<<<< "))
    if (number := next(marked, None)) is None:
        return None
    hint = "take what you want of both sides, and delete the lines of marks"
    return Diagnostic.at(source.mark(number, 1), "BP101", "git left a conflict here", help=hint)


def _malformed(source: Source, error: yaml.MarkedYAMLError) -> Diagnostic:
    where = error.problem_mark or error.context_mark
    if where and error.context_mark and where.line >= len(source.lines) - 1:
        where = error.context_mark  # the end of the file says less than what is open there
    line, column = _written(source, where.line + 1, where.column + 1) if where else (1, 1)
    context = f" {error.context}" if error.context else ""
    hint = "check quotes, brackets and indentation, here and just above"
    if "expected ',' or" in (error.problem or ""):
        hint = "inside {…} and […], a value that holds a bracket, a brace or ': ' needs quotes"
    elif "mapping values are not allowed" in (error.problem or ""):
        hint = "put a text that holds ': ' in quotes, or check the indentation"
    elif "cannot start any token" in (error.problem or ""):
        hint = "put the value in quotes; indent with spaces, never with tabs"
    return Diagnostic.at(source.mark(line, column), "BP101", f"{error.problem}{context}", help=hint)


def _alike(source: Source, first: Diagnostic) -> list[Diagnostic]:
    """What else stops the parser as the first did, if that was a path in braces without quotes.

    The parser does not get there; of other mistakes nobody knows where the next would be.
    """
    places = (
        (number, found.end())
        for number, line in enumerate(source.lines[first.line - 1 :], start=first.line)
        for found in _BARE_PATH.finditer(line)
        if "#" not in line[: found.start()] and line[: found.start()].count('"') % 2 == 0
    )
    later = dropwhile(lambda place: place < (first.line, first.column), places)
    if next(later, None) != (first.line, first.column):
        return []
    return [
        Diagnostic.at(source.mark(*place), first.code, first.message, help=first.help)
        for place in islice(later, MOST_FOUND)
    ]


def _written(source: Source, line: int, column: int) -> tuple[int, int]:
    """A place, or the end of the last line before it that holds anything."""
    lines = source.lines[:line]
    if (len(lines) == line and lines[-1].strip()) or not any(map(str.strip, lines)):
        return line, column
    last = next(n for n in range(len(lines), 0, -1) if lines[n - 1].strip())
    return last, len(lines[last - 1]) + 1


def _events(text: str) -> Iterator[Event]:
    loader = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader
    return iter(yaml.parse(text, Loader=loader))


class _Builder:
    """Walks the events of one file once and keeps where each node was written."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.parsed = Parsed()
        self._events = _events(text)
        self._nodes = 0

    def build(self, prefix: Path) -> None:
        documents = 0
        for event in self._events:
            if not isinstance(event, DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                self._extra(event, "a second document begins here", "keep only the first")
                self._stop()
            if event.tags:
                self._extra(event, "a %TAG directive", "delete it")
            if event.version and event.version != (1, 2):
                major, minor = event.version
                self._extra(event, f"a directive of YAML {major}.{minor}", "delete it")
            self.parsed.tree = self._node(next(self._events), prefix, None)

    # -- nodes ---------------------------------------------------------------------------

    def _node(
        self, event: Event, path: Path, key: tuple[int, int, int] | None, depth: int = 1
    ) -> Tree:
        self._count(event, depth)
        self._refuse_extras(event)
        if isinstance(event, MappingStartEvent):
            value, span = self._mapping(event, path, depth)
        elif isinstance(event, SequenceStartEvent):
            value, span = self._sequence(event, path, depth)
        else:
            value, span = self._scalar(event), self._span(event)
        self.parsed.spans[path] = Span(self.source, key, span)
        return value

    def _scalar(self, event: Event) -> Scalar:
        if not isinstance(event, ScalarEvent):
            return None
        if not event.style:
            return resolve(event.value)
        if event.style == '"' and (found := FORBIDDEN.search(event.value)):
            line, column, _ = self._span(event)
            self.parsed.diagnostics.append(forbidden(self.source, line, column, found.group()))
        return str(event.value)

    def _sequence(
        self, start: SequenceStartEvent, path: Path, depth: int
    ) -> tuple[Tree, tuple[int, int, int]]:
        items: list[Tree] = []
        while not isinstance(event := next(self._events), CollectionEndEvent):
            items.append(self._node(event, (*path, len(items)), None, depth + 1))
        return items, self._span(start, event)

    def _mapping(
        self, start: MappingStartEvent, path: Path, depth: int
    ) -> tuple[Tree, tuple[int, int, int]]:
        entries: dict[str, Tree] = {}
        before: ScalarEvent | None = None  # the plain value before, which a comma may have cut
        last: str | None = None  # and its key
        bare: list[Event] = []
        while not isinstance(event := next(self._events), CollectionEndEvent):
            key = self._key(event, depth)
            following = next(self._events)
            if start.flow_style and _is_nothing(following):
                if before is None:
                    bare.append(event)
                    continue
                whole = self._split(event, key, before)
                if whole and last in entries:
                    entries[last] = whole  # so that nothing is said of what only the cut made
                continue
            before = following if _is_plain(following) else None
            key = last = None if key is not None and self._refuse_number(event) else key
            self._entry(entries, event, key, following, path, depth)
        if bare:
            self._valueless(bare, alone=not entries)
        return entries, self._span(start, event)

    def _entry(
        self,
        entries: dict[str, Tree],
        event: Event,
        key: str | None,
        following: Event,
        path: Path,
        depth: int,
    ) -> None:
        """Reads the value of one entry; keeps it unless its key is no text or was there before."""
        if key is not None and key in entries:
            self._duplicate(event, key, (*path, key))
            key = None
        if key is None:
            self._skip(following, depth + 1)
            return
        entries[key] = self._node(following, (*path, key), self._span(event), depth + 1)

    def _skip(self, event: Event, depth: int) -> None:
        """Reads a node only for what is wrong in it."""
        kept = self.parsed.spans
        self.parsed.spans = {}
        self._node(event, (), None, depth)
        self.parsed.spans = kept

    def _key(self, event: Event, depth: int) -> str | None:
        """The key as text; None, and a diagnostic, where it is none."""
        self._refuse_extras(event)
        if isinstance(event, AliasEvent):
            return None
        if not isinstance(event, ScalarEvent):
            self._report(event, "BP106", "a key must be a text", "write NAME: …")
            self._skip(event, depth + 1)
            return None
        if not event.style and event.value == "<<":
            self._extra(event, "a merge key", _EXTRA_HELP)
            return None
        return str(event.value)

    def _refuse_number(self, event: Event) -> bool:
        """Whether the key is a number, a bool or nothing, which is said."""
        if not _is_plain(event) or isinstance(resolve(event.value), str):
            return False
        self._report(event, "BP106", f"the key {event.value or '~'} is no text", "put it in quotes")
        return True

    # -- what is refused -----------------------------------------------------------------

    def _count(self, event: Event, depth: int) -> None:
        self._nodes += 1
        if depth > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            self._report(event, "BP102", message, "close a bracket: nothing is so deep")
            self._stop()
        if self._nodes > MAX_NODES:
            message = f"more than {MAX_NODES} values in one file"
            self._report(event, "BP102", message, "give each context a file of its own")
            self._stop()

    def _refuse_extras(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            self._extra(event, f"the alias *{event.anchor}", _EXTRA_HELP)
            return
        if anchor := getattr(event, "anchor", None):
            self._extra(event, f"the anchor &{anchor}", "delete it")
        if tag := getattr(event, "tag", None):
            self._extra(event, f"the tag {tag.replace(_YAML_TAG, '!!')}", "delete it")

    def _valueless(self, keys: list[Event], *, alone: bool) -> None:
        """Says once which keys of a mapping have no value; where they stand alone, of a list."""
        names = [getattr(key, "value", "") or "~" for key in keys]
        quoted = ", ".join(f'"{name}"' for name in names[:5]) + (", …" if len(names) > 5 else "")
        message = f"{quoted} {'has' if len(names) == 1 else 'have'} no value"
        as_list = f"write [{', '.join(names[:5])}{', …' if len(names) > 5 else ''}], or "
        self._report(
            keys[0], "BP107", message, f"{as_list if alone else 'write '}{{KEY: VALUE, …}}"
        )

    def _split(self, event: Event, key: str | None, before: ScalarEvent) -> str:
        """Says that a comma cut a value in two; answers the whole value."""
        whole = self._between(before, event) or f"{before.value}, {key}"
        better = f'put the whole value in quotes: "{whole}"'
        if before.value.startswith("enum("):
            better = f"write {' | '.join(part.strip() for part in whole.split(','))}"
        parts = f'it read "{before.value}" and "{key}"'
        message = f'the comma before "{key}" cut a value in two: {parts}'
        self._report(event, "BP107", message, better)
        return whole

    def _between(self, first: Event, last: Event) -> str:
        """The text from one node to another of the same line, else nothing."""
        start, end = first.start_mark, last.end_mark
        if start is None or end is None or start.line != end.line:
            return ""
        lines = self.source.lines
        return lines[start.line][start.column : end.column] if start.line < len(lines) else ""

    def _duplicate(self, event: Event, key: str, path: Path) -> None:
        first = self.parsed.spans[path].key
        where = f" in line {first[0]}" if first else ""
        self._report(
            event, "BP104", f'"{key}" stands here twice, first{where}', "keep one of the two"
        )

    def _extra(self, event: Event, what: str, help: str) -> None:
        self._report(event, "BP105", f"{what}: a blueprint is plain YAML, without it", help)

    def _report(self, event: Event, code: str, message: str, help: str = "") -> None:
        mark = self.source.mark(*self._span(event))
        self.parsed.diagnostics.append(Diagnostic.at(mark, code, message, help=help))
        if len(self.parsed.diagnostics) >= MOST_FOUND:
            self._stop()

    def _stop(self) -> NoReturn:
        raise _StopError

    # -- places --------------------------------------------------------------------------

    def _span(self, start: Event, end: Event | None = None) -> tuple[int, int, int]:
        """Line, column and length of a node; only its first line counts."""
        first, last = start.start_mark, (end or start).end_mark
        if first is None or last is None:
            return 1, 1, 1
        line, column = first.line + 1, first.column + 1
        if last.line == first.line:
            return line, column, max(1, last.column - first.column)
        text = self.source.lines[first.line] if first.line < len(self.source.lines) else ""
        return line, column, max(1, len(text.rstrip()) - first.column)


def _is_plain(event: Event) -> TypeGuard[ScalarEvent]:
    return isinstance(event, ScalarEvent) and not event.style


def _is_nothing(event: Event) -> bool:
    return isinstance(event, ScalarEvent) and not event.style and event.value == ""
