"""Which nodes of a system a template can be for: `each = …` in plan.toml. A new one is one line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from blueprint.model import Context, System

Scope = Mapping[str, object]
"""Variables by name, the outermost node first: `system`, `context`, then the node itself."""


@dataclass(frozen=True, slots=True)
class Each:
    """A way to walk a system; `gives` are the variables that a template gets."""

    gives: tuple[str, ...]
    find: Callable[[System], Iterable[Scope]]


def _once(system: System) -> Iterator[Scope]:
    yield {"system": system}


def _contexts(system: System) -> Iterator[Scope]:
    for context in system.contexts:
        yield {"system": system, "context": context}


def _in_system(variable: str, nodes: Callable[[System], Iterable[object]]) -> Each:
    def find(system: System) -> Iterator[Scope]:
        for node in nodes(system):
            yield {"system": system, variable: node}

    return Each(("system", variable), find)


def _in_context(variable: str, nodes: Callable[[Context], Iterable[object]]) -> Each:
    def find(system: System) -> Iterator[Scope]:
        for context in system.contexts:
            for node in nodes(context):
                yield {"system": system, "context": context, variable: node}

    return Each(("system", "context", variable), find)


def _versions_of_events(system: System) -> Iterator[Scope]:
    for context in system.contexts:
        for event in context.events:
            for version in event.versions:
                yield {"system": system, "context": context, "event": event, "version": version}


EACH: dict[str, Each] = {
    "system": Each(("system",), _once),
    "external": _in_system("external", lambda system: system.externals),
    "context": Each(("system", "context"), _contexts),
    "aggregate": _in_context("aggregate", lambda context: context.aggregates),
    "operation": _in_context("operation", lambda context: context.operations),
    "fill_operation": _in_context("operation", lambda context: context.fill_operations),
    "api_version": _in_context("version", lambda context: context.api.versions),
    "event": _in_context("event", lambda context: context.events),
    "event_version": Each(("system", "context", "event", "version"), _versions_of_events),
    "view": _in_context("view", lambda context: context.views),
}


def holds(scope: Scope, when: str) -> bool:
    """Whether the innermost node's property *when* is true; AttributeError where it has none."""
    return bool(getattr(list(scope.values())[-1], when))


def snake(node: object) -> str:
    """The node's name as it stands in a path."""
    name = getattr(node, "name", node)
    return str(getattr(name, "snake", name))
