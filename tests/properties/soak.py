"""`make soak`: blueprints and histories by the thousand, from a seed that is another one each time.

`python -m tests.properties.soak EXAMPLES [SEED]`: so many valid ones and as many broken ones, and a
fifth as many histories (tests/evolution); what fails is cut down, and blueprints are kept in the
folder that is printed.
"""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from blueprint.rules.registry import rules
from tests.properties.keeping import FOLDER

FOLDERS = (Path(__file__).parent, Path(__file__).parents[1] / "evolution")


def main(arguments: list[str]) -> int:
    """Runs the properties with many examples; answers pytest's exit status."""
    examples = int(arguments[0])
    chosen = int(arguments[1]) if len(arguments) > 1 else secrets.randbelow(1_000_000)
    each = max(1, -(-examples // len(rules())))
    histories = max(1, examples // 5)
    print(f"seed {chosen}: {examples} valid blueprints, {each} broken ones for each rule")
    print(f"what fails is kept in {FOLDER}", flush=True)
    print(f"{histories} histories", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-m", "slow", *map(str, FOLDERS)],
        env=os.environ
        | {
            "PROPERTIES_VALID": str(examples),
            "PROPERTIES_BROKEN": str(each),
            "PROPERTIES_SEED": str(chosen),
            "PROPERTIES_SHRINK": "1",
            "EVOLUTION_HISTORIES": str(histories),
        },
        check=False,
    )
    print(f"seed {chosen}: {time.monotonic() - started:.0f} s")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
