"""The model as text, a section a topic."""

from collections.abc import Iterable, Iterator

from blueprint.cli.show.facts import Flow, OperationFacts, Table, flows, operations, tables
from blueprint.model import Context, System


def shown(system: System) -> str:
    """Contexts, the map, operations, flows and tables."""
    found = [operation for context in system.contexts for operation in operations(context)]
    sections = [
        ("Contexts", _contexts(system)),
        ("Map", _map(system)),
        ("Operations", (line for operation in found for line in _operation(operation))),
        ("Flows", (line for flow in flows(system) for line in _flow(flow))),
        ("Tables", (line for c in system.contexts for t in tables(c) for line in _table(t))),
    ]
    head = f"{system.title}: {system.about}"
    return "\n\n".join([head, *(_section(title, lines) for title, lines in sections)])


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in list(lines) or ["none"])])


def _contexts(system: System) -> Iterator[str]:
    for context in system.contexts:
        yield f"{context.name}  ({_facts(context)})"
        yield f"    {context.about}"
    for external in system.externals:
        yield f"{external.name}  (not ours: {external.url or 'by address'})"
        yield f"    {external.about}"


def _facts(context: Context) -> str:
    versions = ", ".join(f"{version.name} {version.status}" for version in context.api.versions)
    tenancy = ["a row a tenant"] if context.tenancy else []
    return "; ".join([context.subdomain, context.storage.engine, *tenancy, versions])


def _map(system: System) -> Iterator[str]:
    for relation in system.relations:
        arrow = "—" if relation.mutual else "→"
        yield f"{relation.upstream} {arrow} {relation.downstream}  ({relation.words})"


def _operation(facts: OperationFacts) -> Iterator[str]:
    yours = "  (yours to write)" if facts.fill else ""
    yield f"{facts.name}: {facts.does}{yours}"
    for route in facts.routes:
        yield f"    {route}  [{facts.allow}]"
    yield from _listed("needs", facts.needs)
    yield from _listed("emits", facts.emits)
    yield from _listed("run by", facts.run_by)


def _flow(flow: Flow) -> Iterator[str]:
    yield f"{flow.event}  (in order by {flow.key})"
    yield from _listed("emitted by", flow.emitted_by)
    yield from _listed("goes to", flow.consumed_by)


def _table(table: Table) -> Iterator[str]:
    yield f"{table.context}.{table.name}  ({table.of})"
    for column in table.columns:
        yield " ".join([f"    {column.name}", column.type, *column.words])
    yield from _listed("indexes", [f"({', '.join(index)})" for index in table.indexes])


def _listed(what: str, names: Iterable[str]) -> Iterator[str]:
    if said := ", ".join(names):
        yield f"    {what}: {said}"
