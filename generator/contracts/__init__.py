"""The contracts of every context, written from the model: OpenAPI, AsyncAPI, a schema per event.

Nothing here reads generated code. What a service serves is written by FastAPI from that code, and
the generated tests hold the two against each other, byte for byte.
"""

from collections.abc import Iterator

from blueprint import model as m
from generator.contracts.asyncapi import asyncapi
from generator.contracts.events import event_schema
from generator.contracts.openapi import openapi
from generator.contracts.terms import terms
from generator.contracts.text import Document, render

__all__ = ["emit", "emit_part"]


def emit(system: m.System) -> Iterator[tuple[str, str, str | None]]:
    """Every contract as (path, text, context): see `generator.emit`."""
    for context in system.contexts:
        yield from emit_part(system, context)


def emit_part(system: m.System, context: m.Context | None) -> Iterator[tuple[str, str, str | None]]:
    """The contracts of one context; the system as a whole has none."""
    if context is not None:
        for name, document in _documents(system, context):
            yield f"contracts/{context.name.snake}/{name}", render(document), context.name.snake


def _documents(system: m.System, context: m.Context) -> Iterator[tuple[str, Document]]:
    for version in context.api.served:
        yield f"openapi.{version.name}.json", openapi(context, version)
    if context.api.served:
        yield "terms.json", terms(context)
    if context.events or context.subscriptions:
        yield "asyncapi.json", asyncapi(system, context)
    for event in context.events:
        for published in event.versions:
            yield f"events/{event.name.pascal}.{published.version}.json", event_schema(published)
