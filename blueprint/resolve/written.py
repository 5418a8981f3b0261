"""What the document says, by name: our contexts, others' systems, who calls what."""

from collections.abc import Iterator, Mapping

from blueprint.document import ContextWord, Document, ExternalWord
from blueprint.document.operation import CommandWord, OperationWord, QueryWord
from blueprint.document.phrases import NamedVersion, named

AnyOperation = CommandWord | QueryWord
Key = tuple[str, str]
"""A context, or a kernel's home, and a name in it."""


def contexts(document: Document) -> dict[str, ContextWord]:
    """The contexts that are ours, in written order."""
    return {n: c for n, c in document.contexts.items() if isinstance(c, ContextWord)}


def externals(document: Document) -> dict[str, ExternalWord]:
    """The systems that are not ours, in written order."""
    return {n: c for n, c in document.contexts.items() if isinstance(c, ExternalWord)}


def operations(context: ContextWord) -> dict[str, AnyOperation]:
    """A context's commands, then its queries."""
    return {**context.commands, **context.queries}


def calls(document: Document) -> Iterator[NamedVersion]:
    """Every operation that another one needs, or passes its input on to."""
    for context in contexts(document).values():
        for operation in operations(context).values():
            yield from map(named, operation.needs)
            if (called := passed_on(operation)) is not None:
                yield called


def passed_on(operation: AnyOperation) -> NamedVersion | None:
    """What `call context.Operation` calls, None where the operation does something else."""
    does = operation.does
    if does.verb != "call" or does.name is None:
        return None
    return NamedVersion(context=does.context, name=does.name, version=None)


def kept(operation: OperationWord) -> set[str]:
    """The fields that the answers of its needs fill."""
    return {name for need in operation.needs.values() for name in need.keep}


def number(version: str) -> int:
    """2 for `v2`."""
    return int(version[1:])


def rising(versions: Mapping[str, object]) -> list[str]:
    """The names of versions, the lowest first."""
    return sorted(versions, key=number)
