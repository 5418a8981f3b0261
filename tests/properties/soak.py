"""`make soak`: random blueprints by the thousand, from a seed that is another one each time.

`python -m tests.properties.soak EXAMPLES [SEED]`: so many valid ones and as many broken ones; what
fails is cut down, and kept in the folder that is printed.
"""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from blueprint.rules.registry import rules
from tests.properties.keeping import FOLDER


def main(arguments: list[str]) -> int:
    """Runs the properties with many examples; answers pytest's exit status."""
    examples = int(arguments[0])
    chosen = int(arguments[1]) if len(arguments) > 1 else secrets.randbelow(1_000_000)
    each = max(1, -(-examples // len(rules())))
    print(f"seed {chosen}: {examples} valid blueprints, {each} broken ones for each rule")
    print(f"what fails is kept in {FOLDER}", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-m", "slow", str(Path(__file__).parent)],
        env=os.environ
        | {
            "PROPERTIES_VALID": str(examples),
            "PROPERTIES_BROKEN": str(each),
            "PROPERTIES_SEED": str(chosen),
            "PROPERTIES_SHRINK": "1",
        },
        check=False,
    )
    print(f"seed {chosen}: {time.monotonic() - started:.0f} s")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
