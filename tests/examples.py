"""The examples of a rule's explanation, completed to blueprints."""

import re
from textwrap import indent

from tests import txtar

_FENCE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)

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
