"""Servers that tests need: found on this machine, or the test is skipped and says so."""

import os
import socket
from urllib.parse import urlsplit

import pytest

POSTGRES = os.environ.get(
    "BLUEPRINT_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
)


def answers(url: str) -> bool:
    """Whether something listens where *url* points."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), 1):
            return True
    except OSError:
        return False


def need_postgres() -> str:
    """The URL of a PostgreSQL; without one the test skips, or fails where servers are required."""
    if answers(POSTGRES):
        return POSTGRES
    reason = f"PostgreSQL does not answer at {urlsplit(POSTGRES).netloc}"
    if os.environ.get("BLUEPRINT_SERVERS_REQUIRED"):
        pytest.fail(reason)
    pytest.skip(reason)
