"""What contracts tell of an aggregate: in payloads and in answers."""

from collections.abc import Iterator

from blueprint.rules.facts import Field, Operation
from blueprint.rules.index import Index


def told(index: Index) -> Iterator[tuple[Field, Field, str]]:
    """Each field of a payload or an answer, the one that it repeats, and whose it is."""
    for event in index.events:
        about = index.aggregate(event.of, event.context) if event.of else None
        own = about.all_fields if about else {}
        for fields in event.versions.values():
            for field in fields.values():
                if source := own.get(field.source or field.name):
                    yield field, source, event.name
    for operation in index.operations:
        for field, origin in answered(index, operation):
            if origin is not None:
                yield field, origin, operation.name


def answered(index: Index, operation: Operation) -> Iterator[tuple[Field, Field | None]]:
    """Each field under `output:`, and the one of the subject that it repeats."""
    if not operation.declared_output:
        return
    subject = index.subject(operation)
    own = subject.all_fields if subject else {}
    for field in operation.declared_output.values():
        yield field, own.get(field.source or field.name)


def persons(index: Index, operation: Operation) -> list[str]:
    """The names of the personal fields that an operation answers."""
    if operation.declared_output is not None:
        return [
            field.name
            for field, source in answered(index, operation)
            if "pii" in field.words | (source.words if source else frozenset())
        ]
    subject = index.subject(operation)
    if operation.verb == "list" and subject is not None:
        shown = dict(subject.all_fields)
    else:
        shown = index.answer(operation) or {}
    hidden = {"internal", "secret"}
    return [n for n, field in shown.items() if "pii" in field.words and not field.words & hidden]
