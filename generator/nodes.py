"""Which nodes of a system a template can be for: `each = …` in plan.toml. A new one is one line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from blueprint.model import Context, System

Scope = Mapping[str, object]
"""Variables by name, the outermost node first: `system`, `context`, then the node itself."""


@dataclass(frozen=True, slots=True)
class Each:
    """A way to walk a system; `gives` are the variables that a template gets.

    `find` walks what belongs to the system as a whole, `within` what belongs to one context: one of
    the two finds nothing.
    """

    gives: tuple[str, ...]
    find: Callable[[System], Iterable[Scope]]
    within: Callable[[System, Context], Iterable[Scope]]


def _of_system(variables: tuple[str, ...], find: Callable[[System], Iterable[Scope]]) -> Each:
    return Each(("system", *variables), find, lambda system, context: ())


def _of_contexts(variables: tuple[str, ...], nodes: Callable[[Context], Iterable[Scope]]) -> Each:
    def within(system: System, context: Context) -> Iterator[Scope]:
        for scope in nodes(context):
            yield {"system": system, "context": context, **scope}

    return Each(("system", "context", *variables), lambda system: (), within)


def _once(system: System) -> Iterator[Scope]:
    yield {"system": system}


def _externals(system: System) -> Iterator[Scope]:
    for external in system.externals:
        yield {"system": system, "external": external}


def _in_context(variable: str, nodes: Callable[[Context], Iterable[object]]) -> Each:
    return _of_contexts((variable,), lambda context: ({variable: one} for one in nodes(context)))


def _versions_of_events(context: Context) -> Iterator[Scope]:
    for event in context.events:
        for version in event.versions:
            yield {"event": event, "version": version}


EACH: dict[str, Each] = {
    "system": _of_system((), _once),
    "external": _of_system(("external",), _externals),
    "context": _of_contexts((), lambda context: ({},)),
    "aggregate": _in_context("aggregate", lambda context: context.aggregates),
    "operation": _in_context("operation", lambda context: context.operations),
    "fill_operation": _in_context("operation", lambda context: context.fill_operations),
    "api_version": _in_context("version", lambda context: context.api.versions),
    "event": _in_context("event", lambda context: context.events),
    "event_version": _of_contexts(("event", "version"), _versions_of_events),
    "view": _in_context("view", lambda context: context.views),
}


def holds(scope: Scope, when: str) -> bool:
    """Whether the innermost node's property *when* is true; AttributeError where it has none."""
    return bool(getattr(list(scope.values())[-1], when))


def snake(node: object) -> str:
    """The node's name as it stands in a path."""
    name = getattr(node, "name", node)
    return str(getattr(name, "snake", name))
