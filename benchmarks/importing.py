"""Which packages a command imports, and how long each takes: `python -X importtime`, summed up."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")
_OURS = "blueprint"


def seconds_by_package(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> dict[str, float]:
    """Seconds that each package takes, the longest first; ours are given by their parts.

    *arguments* follow `python`. What import_module() finds is not counted: the rules' modules.
    """
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    spent: Counter[str] = Counter()
    for own, module in _LINE.findall(done.stderr):
        spent[_package(module)] += int(own)
    return {package: microseconds / 1e6 for package, microseconds in spent.most_common()}


def _package(module: str) -> str:
    """The package that a module is shown as."""
    parts = module.split(".")
    if parts[0] in sys.stdlib_module_names:
        return "the standard library"
    return ".".join(parts[: 2 if parts[0] == _OURS else 1])
