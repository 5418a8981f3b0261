"""`python -m benchmarks NAME` runs one benchmark and prints its table."""

import sys

from benchmarks import checking, evolution, generation, hostile

BENCHMARKS = {
    "check": checking.main,
    "evolution": evolution.main,
    "generation": generation.main,
    "hostile": hostile.main,
}


def main() -> int:
    """Runs what is named; 2 when nothing by that name is known."""
    names = sys.argv[1:]
    if len(names) != 1 or names[0] not in BENCHMARKS:
        print(f"usage: python -m benchmarks {'|'.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    return BENCHMARKS[names[0]]()


if __name__ == "__main__":
    sys.exit(main())
