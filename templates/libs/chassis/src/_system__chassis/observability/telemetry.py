"""Traces: one through HTTP, SQL, calls and messages; recorded where somebody collects them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from opentelemetry import context as otel_context
from opentelemetry.propagate import extract, inject
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ParentBasedTraceIdRatio, Sampler
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer, get_current_span
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPICursor

from ..settings import Settings

_SPAN = "chassis.span"


def provider(system: str, context: str, settings: Settings) -> TracerProvider:
    """Makes the spans of one context. Without a collector spans carry ids and record nothing."""
    exporter = _exporter(settings)
    sampler: Sampler = (
        ParentBasedTraceIdRatio(settings.trace_sampling) if exporter is not None else ALWAYS_OFF
    )
    resource = Resource.create({"service.name": f"{system}-{context}"})
    made = TracerProvider(sampler=sampler, resource=resource)
    if exporter is not None:
        made.add_span_processor(BatchSpanProcessor(exporter))
    return made


def _exporter(settings: Settings) -> SpanExporter | None:
    endpoint = settings.otel_exporter_otlp_endpoint
    if not endpoint:
        return None
    # Optional: `uv add opentelemetry-exporter-otlp-proto-http`; without it the start says so.
    from importlib import import_module

    module = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    exporter: SpanExporter = module.OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    return exporter


def traceparent() -> str | None:
    """The current span as a W3C `traceparent`, to be sent along with a message."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def continue_trace(tracer: Tracer, parent: str | None, name: str) -> Iterator[Span]:
    """A span *name* of the trace that *parent*, a `traceparent`, belongs to; else of a new one."""
    context = extract({"traceparent": parent} if parent else {}, otel_context.Context())
    token = otel_context.attach(context)
    try:
        with tracer.start_as_current_span(name, kind=SpanKind.CONSUMER) as span:
            yield span
    finally:
        otel_context.detach(token)


class _HasEngine(Protocol):
    @property
    def sync_engine(self) -> Engine: ...


def instrument(engine: _HasEngine, tracer: Tracer) -> None:
    """A span around every statement of *engine*, while the span it stands in is recorded."""

    def before(on: Connection, _cursor: DBAPICursor, statement: str, *_: object) -> None:
        if get_current_span().is_recording():
            span = tracer.start_span(statement.split(maxsplit=1)[0], kind=SpanKind.CLIENT)
            span.set_attributes({"db.system.name": on.dialect.name, "db.query.text": statement})
            on.info[_SPAN] = span

    def after(on: Connection, *_: object) -> None:
        _end(on, None)

    def failed(context: ExceptionContext) -> None:
        if context.connection is not None:
            _end(context.connection, context.original_exception)

    event.listen(engine.sync_engine, "before_cursor_execute", before)
    event.listen(engine.sync_engine, "after_cursor_execute", after)
    event.listen(engine.sync_engine, "handle_error", failed)


def _end(connection: Connection, error: BaseException | None) -> None:
    span = connection.info.pop(_SPAN, None)
    if not isinstance(span, Span):
        return
    if error is not None:
        # The message may hold values; the type says enough.
        span.set_status(StatusCode.ERROR, type(error).__name__)
    span.end()
