"""The command from the small templates, killed or stopped on its way.

`SIGNAL=KILL AFTER=3 python -m tests.cli.dying sync` sends itself that signal three calls of the
write package after its run was decided.
"""

import os
import signal
import sys

from blueprint.cli import main
from generator import write
from tests.cli.killing import before_calls
from tests.cli.small import use_small_templates

JOURNAL = f"{write.RUN}/journal.json"


def happening(_: int, __: str) -> None:
    """Sends the signal as soon as enough calls were made since the journal stands."""
    global left
    if os.path.exists(JOURNAL):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.Signals[f"SIG{os.environ['SIGNAL']}"])


if __name__ == "__main__":
    left = int(os.environ["AFTER"])
    use_small_templates()
    before_calls(happening)
    sys.exit(main())
