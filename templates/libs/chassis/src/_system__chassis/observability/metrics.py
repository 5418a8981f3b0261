"""What Prometheus is told of requests, calls and messages."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

registry = CollectorRegistry()

REQUESTS = Histogram(
    "http_server_request_duration_seconds",
    "How long requests took.",
    ("context", "operation", "method", "status"),
    registry=registry,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
ACTIVE = Gauge(
    "http_server_active_requests", "Requests under way.", ("context",), registry=registry
)
DEPRECATED = Counter(
    "http_server_deprecated_requests",
    "Requests to deprecated API versions.",
    ("context", "version", "operation"),
    registry=registry,
)
CALLS = Histogram(
    "http_client_request_duration_seconds",
    "How long calls to other contexts and externals took.",
    ("context", "target", "outcome"),
    registry=registry,
)
BREAKERS = Gauge(
    "circuit_breaker_open",
    "1 while calls to the target are refused.",
    ("context", "target"),
    registry=registry,
)
UNWRITTEN = Gauge(
    "unwritten", "Functions that nobody has written yet.", ("context",), registry=registry
)


def render() -> bytes:
    """Everything counted so far, in Prometheus' text format."""
    return generate_latest(registry)
