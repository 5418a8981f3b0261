"""The generated system as the demo sees it: a process on a free port, and clients with tokens."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.demo.report import BrokenError
from tests.demo.workplace import Workplace

PATIENCE = 20.0  # seconds that something done by events may take


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(workplace: Workplace, **settings: str) -> Iterator[str]:
    """The workspace as one process; gives its base URL, and leaves nothing running behind."""
    port = free_port()
    command = [str(workplace.python), "-m", "uvicorn", "main:app", "--port", str(port)]
    log_of(workplace).parent.mkdir(exist_ok=True)
    with open(log_of(workplace), "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=workplace.path,
            env=workplace.environment | settings,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            wait_until_ready(base, process, log_of(workplace))
            yield base
        finally:
            stop(process)


def log_of(workplace: Workplace) -> Path:
    """Where the running system's output goes."""
    return workplace.path / ".run" / "demo.log"


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and all that it started: kindly, then not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


def wait_until_ready(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when /livez answers; raises BrokenError with the log's end where it never does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BrokenError(f"the system stopped while starting:\n{log.read_text()[-3000:]}")
        try:
            if httpx2.get(f"{base}/livez", timeout=1).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise BrokenError(f"the system did not start within 60 s:\n{log.read_text()[-3000:]}")


def eventually(read: Callable[[], object], wanted: object, what: str) -> object:
    """Reads until the answer is as wanted; what events do takes a moment."""
    deadline = time.monotonic() + PATIENCE
    seen = read()
    while seen != wanted:
        if time.monotonic() > deadline:
            raise BrokenError(f"{what}: promised {wanted!r}, still {seen!r} after {PATIENCE:.0f} s")
        time.sleep(0.1)
        seen = read()
    return seen


@dataclass
class People:
    """Clients of everybody in the story, each with a token of the development issuer."""

    base: str

    def token(self, role: str, subject: str, tenant: str) -> str:
        """A bearer token."""
        answer = httpx2.post(
            f"{self.base}/dev/token", json={"role": role, "subject": subject, "tenant": tenant}
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def client(self, role: str, subject: str, tenant: str = "st-mary") -> httpx2.Client:
        """An HTTP client that is *subject*."""
        token = self.token(role, subject, tenant)
        return httpx2.Client(
            base_url=f"{self.base}/api", headers={"Authorization": f"Bearer {token}"}, timeout=10
        )
