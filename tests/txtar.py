"""Several files in one text: a line `-- NAME --` begins each; what stands before is prose."""

import re
from collections.abc import Mapping

_FILE = re.compile(r"^-- (\S+) --\n", re.MULTILINE)


def parse(text: str) -> tuple[str, dict[str, str]]:
    """The prose, and the files by their names."""
    prose, *rest = _FILE.split(text)
    return prose, dict(zip(rest[::2], rest[1::2], strict=True))


def render(prose: str, files: Mapping[str, str]) -> str:
    """The text that `parse` reads."""
    return prose + "".join(f"-- {name} --\n{content}" for name, content in files.items())
