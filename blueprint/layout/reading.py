"""From text to nodes that know where they were written, by the events of the YAML parser."""

import re
from collections.abc import Iterator

import yaml
from yaml.events import (
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from blueprint.layout.nodes import Collection, Entry, Node, Scalar

_DASH = re.compile(r"^[ \t-]*-", re.MULTILINE)


def read_nodes(text: str) -> Node | None:
    """The root of a text that can be parsed; None where nothing stands in it, or two documents."""
    loader = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader
    events = iter(yaml.parse(text, Loader=loader))
    for event in events:
        if isinstance(event, DocumentStartEvent):
            root = _Reader(text, events).node(next(events))
            more = any(isinstance(event, DocumentStartEvent) for event in events)
            return None if more or (isinstance(root, Scalar) and not root.text) else root
    return None


class _Reader:
    def __init__(self, text: str, events: Iterator[Event]) -> None:
        self._text = text
        self._events = events
        self._end = 0  # of what was read last

    def node(self, event: Event) -> Node:
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            return self._collection(event)
        start, end = _offsets(event)
        style, value = "", ""
        if isinstance(event, ScalarEvent):
            style, value = event.style or "", event.value
        self._end = max(self._end, end)
        text = self._text[start:end]
        return Scalar(text if style else text.rstrip(), style, start, end, value)

    def _collection(self, event: MappingStartEvent | SequenceStartEvent) -> Collection:
        mapping, flow = isinstance(event, MappingStartEvent), bool(event.flow_style)
        start, first = _offsets(event)
        column = event.start_mark.column if event.start_mark else 0
        found = Collection(mapping, flow, column, start, start)
        if flow:
            self._end = max(self._end, first)
        while not isinstance(following := next(self._events), CollectionEndEvent):
            found.entries.append(self._entry(following, found))
        found.end = _offsets(following)[1] if flow else self._end
        self._end = max(self._end, found.end)
        return found

    def _entry(self, event: Event, parent: Collection) -> Entry:
        before = self._end
        start = _offsets(event)[0]
        entry = Entry(
            key=None,
            value=Scalar("", "", start, start),
            start=start,
            column=parent.column,
            broken=parent.flow and "\n" in self._text[before:start],
            after_blank=not parent.flow and self._is_below_blank(parent, before, start),
        )
        first = self.node(event)
        if not parent.mapping:
            entry.value = first
            return entry
        entry.key = first if isinstance(first, Scalar) else Scalar("?", "", start, start)
        entry.value = self.node(next(self._events))
        return entry

    def _is_below_blank(self, parent: Collection, before: int, start: int) -> bool:
        """Whether an empty line stands above an entry: above its dash, if it has one."""
        found = None if parent.mapping else _DASH.search(self._text, before, start)
        above = self._text.rfind("\n", 0, found.end() if found else start)
        if above < 0:
            return False
        return not self._text[self._text.rfind("\n", 0, above) + 1 : above].strip()


def _offsets(event: Event) -> tuple[int, int]:
    first, last = event.start_mark, event.end_mark
    return (first.index, last.index) if first and last else (0, 0)
