"""Generated samples that the tests share: rendered once, run without Blueprint installed."""

import os
import subprocess
import sys
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ("hello", "diagnostics", "ecommerce", "saas")
PYTHON = ROOT / ".venvs" / "workspace" / "bin" / "python"


@dataclass(frozen=True)
class Workspace:
    """A generated sample on disk."""

    sample: str
    path: Path

    @property
    def contexts(self) -> list[str]:
        """The names of its services."""
        return sorted(p.name for p in (self.path / "services").iterdir())

    def python_files(self) -> list[Path]:
        """Every Python file that came out."""
        return sorted(p for p in self.path.rglob("*.py") if ".venv" not in p.parts)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs a module of the workspace's environment in the workspace: `run("pytest", "-x")`."""
        return self._run([str(PYTHON), "-m", *command], environment)

    def run_program(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a program that is installed in the workspace's environment."""
        return self._run([str(PYTHON.with_name(name)), *arguments], {})

    def run_code(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs *code* there, with *arguments*."""
        return self._run([str(PYTHON), "-c", code, *arguments], {})

    def _run(
        self, command: list[str], environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
        sources = [str(self.path), *map(str, sorted(self.path.glob("*/*/src")))]
        return subprocess.run(
            command,
            cwd=self.path,
            env=clean | {"PYTHONPATH": os.pathsep.join(sources)} | environment,
            capture_output=True,
            text=True,
            timeout=600,
        )


def new(sample: str, target: Path, **environment: str) -> None:
    """`blueprint new TARGET --from SAMPLE` as a process of its own."""
    command = [sys.executable, "-m", "blueprint", "new", str(target), "--from", sample]
    done = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=target.parent,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def shared(sample: str, folder: Path) -> Workspace:
    """The sample, rendered by whichever test process comes first."""
    target = folder / "samples" / sample
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{sample}.lock", "w") as lock:
        flock(lock, LOCK_EX)
        if not target.exists():
            new(sample, target)
    return Workspace(sample, target)
