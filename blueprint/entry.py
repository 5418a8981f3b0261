"""Where a run begins: whoever interrupts it before the command is loaded gets a word, too."""

import sys


def main() -> int:
    """Runs the command; answers its exit status."""
    try:
        from blueprint.cli import main as run
    except KeyboardInterrupt:
        print("blueprint: interrupted", file=sys.stderr)
        return 130
    return run()
