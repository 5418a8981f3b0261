"""The model as one Mermaid flowchart: who calls whom, and which events go where."""

from collections.abc import Iterator

from blueprint.model import System


def shown(system: System) -> str:
    """Contexts as boxes, systems that are not ours rounded; calls solid, events dotted."""
    return "\n".join(["flowchart LR", *(f"    {line}" for line in _lines(system))])


def _lines(system: System) -> Iterator[str]:
    for context in system.contexts:
        yield f'{_id(context.name.snake)}["{context.name}"]'
    for external in system.externals:
        yield f'{_id(external.name.snake)}(["{external.name}"])'
    for (caller, called), names in _calls(system).items():
        yield f'{_id(caller)} -->|"{", ".join(names)}"| {_id(called)}'
    for (source, target), names in _events(system).items():
        yield f'{_id(source)} -.->|"{", ".join(names)}"| {_id(target)}'


def _id(name: str) -> str:
    # Mermaid has words of its own, as `end`, which no node may be called.
    return f"c_{name}"


Edges = dict[tuple[str, str], list[str]]


def _calls(system: System) -> Edges:
    edges: Edges = {}
    for context in system.contexts:
        for operation in context.operations:
            called = [need.endpoint for need in operation.needs]
            for endpoint in [*called, *([operation.calls] if operation.calls else [])]:
                _add(edges, context.name.snake, endpoint.context.snake, str(endpoint.name))
    return edges


def _events(system: System) -> Edges:
    edges: Edges = {}
    for context in system.contexts:
        for subscription in context.subscriptions:
            event = subscription.event
            if event.context.snake != context.name.snake:
                name = f"{event.event}@{event.version}"
                _add(edges, event.context.snake, context.name.snake, name)
    return edges


def _add(edges: Edges, source: str, target: str, name: str) -> None:
    names = edges.setdefault((source, target), [])
    if name not in names:
        names.append(name)
