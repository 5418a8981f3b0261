"""JSON lines on standard output: structlog's own and the standard library's, in one shape."""

import json
import logging
import sys
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import TextIO

import structlog
from opentelemetry.trace import get_current_span
from structlog.typing import EventDict, Processor, WrappedLogger

from ..values import Json

REDACTED = "[redacted]"
_ROUTED = ("uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy", "alembic", "asyncio")

_secret = {"authorization", "password", "secret", "token"}


def configure(level: str, pii: Collection[str] = ()) -> None:
    """Sets logging up for the process. Called again it only adds to what is redacted."""
    _secret.update(pii)
    if structlog.is_configured():
        return
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[*_shared(), _as_json],
        logger_factory=lambda *_: _StandardOutput(),
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_shared(), structlog.stdlib.add_logger_name],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _as_json],
    )
    _route(formatter, number)


def _route(formatter: logging.Formatter, level: int) -> None:
    handler = _ToStandardOutput(level)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _ROUTED:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # The middleware's line says more than uvicorn's, and one is enough.
    logging.getLogger("uvicorn.access").disabled = True
    # Its lines would hold whole URLs, queries included.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    # It tells at each start which dialect it has found.
    logging.getLogger("alembic").setLevel(logging.WARNING)


_diverted: list[TextIO] = []


@contextmanager
def diverted(stream: TextIO) -> Iterator[None]:
    """Writes to *stream* instead; for commands whose output is for others."""
    _diverted.append(stream)
    try:
        yield
    finally:
        _diverted.pop()


class _StandardOutput:
    """Writes where `sys.stdout` leads at that moment, and at once: a crash must not eat lines."""

    def msg(self, message: str) -> None:
        stream = _diverted[-1] if _diverted else sys.stdout
        stream.write(message + "\n")
        stream.flush()

    debug = info = warning = error = critical = exception = msg


class _ToStandardOutput(logging.Handler):
    """The same for the standard library's lines."""

    def emit(self, record: logging.LogRecord) -> None:
        _StandardOutput().msg(self.format(record))


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        structlog.processors.format_exc_info,
        _redact,
    ]


def _add_trace(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    context = get_current_span().get_span_context()
    if context.is_valid:
        line["trace_id"] = f"{context.trace_id:032x}"
        line["span_id"] = f"{context.span_id:016x}"
    line.setdefault("context", "")
    return line


def _redact(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    for key, value in line.items():
        if key in _secret:
            line[key] = REDACTED
        elif isinstance(value, Mapping | list | tuple):
            line[key] = redacted(value)
    return line


def redacted(value: object) -> object:
    """*value* without what stands under a name that is personal or secret, at any depth."""
    if isinstance(value, Mapping):
        return {k: REDACTED if k in _secret else redacted(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(each) for each in value]
    return value


def _as_json(logger: WrappedLogger, method: str, line: MutableMapping[str, Json]) -> str:
    return json.dumps(line, default=str, ensure_ascii=False)
