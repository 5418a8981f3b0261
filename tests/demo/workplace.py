"""The generated workspace and the environment that its commands run in, Blueprint not among it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workplace:
    """A workspace, and a Python that has what it requires."""

    path: Path
    python: Path

    @property
    def environment(self) -> dict[str, str]:
        """Its packages can be imported; of ours, nothing is inherited but the PATH."""
        sources = [str(self.path), *map(str, sorted(self.path.glob("*/*/src")))]
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        return kept | {"PYTHONPATH": os.pathsep.join(sources)}

    def run(self, *command: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
        """Runs a command in it, its output captured."""
        return subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def make(self, goal: str, arguments: str) -> str:
        """What `make GOAL ARGS="…"` prints; the environment that is there is not made again."""
        made = f"BIN={self.python.parent}"
        done = self.run("make", "-s", "-o", ".venv/.ready", goal, made, f"ARGS={arguments}")
        if done.returncode:
            raise RuntimeError(f"make {goal} {arguments}: {done.stderr[-2000:]}")
        return done.stdout
