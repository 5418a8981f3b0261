"""The examples of a rule's explanation, completed to blueprints, and what is said of them."""

import re
from collections.abc import Mapping
from datetime import date
from textwrap import indent

from blueprint.diagnostics import Diagnostic
from blueprint.read import read_text
from tests import txtar

TODAY = date(2026, 1, 31)
"""The day on which every example and every case is read."""

_FENCE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_MARK = re.compile(r"# (B[PC]\d{3})$")

_SYSTEM = """\
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  roles: {clerk: Sells.}
defaults: {allow: [clerk]}
contexts:
  sales:
"""


def blueprint_of(section: str) -> dict[str, str]:
    """The files of the one example in a section.

    An example begins with `blueprint: 1`, with `-- FILE --`, or it is the body of a context.
    """
    [example] = _FENCE.findall(section)
    if example.startswith("-- "):
        return txtar.parse(example)[1]
    if example.startswith("blueprint:"):
        return {"blueprint.yaml": example}
    about = "" if re.search(r"^about:", example, re.MULTILINE) else "about: What is sold.\n"
    return {"blueprint.yaml": _SYSTEM + indent(about + example, "    ")}


def diagnose(files: Mapping[str, str]) -> list[Diagnostic]:
    """Everything that is said of a blueprint."""
    contexts = dict(files)
    return read_text(contexts.pop("blueprint.yaml"), contexts, TODAY).diagnostics


def said(files: Mapping[str, str]) -> set[tuple[str, int, str]]:
    """The file, the line and the code of each diagnostic."""
    return {(found.file, found.line, found.code) for found in diagnose(files)}


def marked(files: Mapping[str, str]) -> set[tuple[str, int, str]]:
    """The same as an example marks it: a line that is wrong ends in `# CODE`."""
    return {
        (name, number, mark[1])
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (mark := _MARK.search(line))
    }
