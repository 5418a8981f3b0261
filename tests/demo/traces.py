"""Following one trace through the logs of every context."""

import json
from collections.abc import Iterator

from tests.demo.system import log_of
from tests.demo.workplace import Workplace


def contexts_of_trace(workplace: Workplace, traceparent: str) -> set[str]:
    """The contexts whose log lines carry the trace that *traceparent* names."""
    trace = traceparent.split("-")[1]
    return {str(line["context"]) for line in lines(workplace) if line.get("trace_id") == trace}


def lines(workplace: Workplace) -> Iterator[dict[str, object]]:
    """Every structured line that the system has logged so far."""
    for text in log_of(workplace).read_text(encoding="utf-8").splitlines():
        if text.startswith("{"):
            yield json.loads(text)
