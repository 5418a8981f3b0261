"""`make demo`: generates the diagnostics sample, runs its tests, boots it, plays the story."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.demo.report import BrokenError, Report
from tests.demo.story import Story
from tests.demo.system import running
from tests.demo.workplace import Workplace

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venvs" / "workspace" / "bin" / "python"


def main(folder: Path) -> int:
    """0 when every step was as promised, 1 when one was not, 130 when interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    report, workplace = Report(), Workplace(folder / "diagnostics", PYTHON)
    try:
        generate(workplace.path, report)
        test(workplace, report)
        report.chapter("Booting it, all contexts in one process")
        with running(workplace, BACKOFF_SCALE="0.02") as base:
            report.seen("it serves", base)
            Story(base, workplace, report).play()
    except BrokenError as broken:
        print(f"\nNOT AS PROMISED  {broken}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; nothing is left running", file=sys.stderr)
        return 130
    report.finish()
    print(f"The workspace stays in {told(workplace.path)}: read it, then `make run` in it.")
    return 0


def told(path: Path) -> str:
    """The path as somebody in our folder would write it."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def generate(target: Path, report: Report) -> None:
    """`blueprint new demo/diagnostics --from diagnostics`, over whatever an earlier demo left."""
    report.chapter("From the blueprint to a workspace")
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "blueprint", "new", str(target), "--from", "diagnostics"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise BrokenError(done.stdout + done.stderr)
    files = sum(1 for path in target.rglob("*") if path.is_file() and ".git" not in path.parts)
    report.seen(f"blueprint new {target.name} --from diagnostics", f"{files} files")


def test(workplace: Workplace, report: Report) -> None:
    """The workspace's own tests, with nothing of Blueprint installed."""
    report.say("running its own tests, which takes half a minute")
    done = workplace.run(str(workplace.python), "-m", "pytest", "-p", "no:cacheprovider")
    if done.returncode:
        raise BrokenError(f"the workspace's own tests fail:\n{done.stdout[-4000:]}")
    report.seen("its own tests pass, on SQLite", done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo").resolve()))
