"""`make selftest`: breaks every rule in every way, and prints which tests fall."""

import sys

from blueprint.rules.registry import rules
from tests.selftest.breaking import WAYS, broken, fallen


def main() -> int:
    """One line a rule; answers 1 where a rule can be broken and no test notices."""
    unnoticed = 0
    ways = " ".join(f"{way:<12}" for way in WAYS)
    print(f"{'rule':<6} {'whole':<7} {ways} tests that fall when it is off")
    for code in rules():
        whole = fallen(code)
        by_way = {}
        for way in WAYS:
            with broken(code, way):
                by_way[way] = fallen(code)
        unnoticed += bool(whole) + sum(not names for names in by_way.values())
        counts = " ".join(f"{len(names) or 'UNNOTICED':<12}" for names in by_way.values())
        state = "falls" if whole else "stands"
        print(f"{code:<6} {state:<7} {counts} {', '.join(by_way['off'])}")
    print(f"{len(rules())} rules, {len(WAYS)} ways to break each; {unnoticed} went unnoticed.")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
