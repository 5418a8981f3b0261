"""Unused imports, dropped where that is plain to see, so that ruff has little left to take out."""

import re

_DOCSTRING = re.compile(r'\s*r?"""(?:[^"\\]|\\.|"(?!""))*"""')
_CODE = re.compile(r"^(?:@|def |async |class |if |try:|with )", re.MULTILINE)
_FROM = re.compile(r"^from (\S+) import (?:\(([^()#]*)\)|([^\n(#*\\]+))\n", re.MULTILINE)


def pruned(text: str) -> str:
    """The module without the names that it imports at its top and that stand nowhere else in it.

    What a name is also a part of, or is only spoken of, is left: ruff knows, and drops the rest.
    """
    docstring = _DOCSTRING.match(text)
    start = docstring.end() if docstring else 0
    code = _CODE.search(text, start)
    end = code.start() if code else len(text)

    def kept(found: re.Match[str]) -> str:
        return _kept(found, text, start + found.end())

    return text[:start] + _FROM.sub(kept, text[start:end]) + text[end:]


def _kept(found: re.Match[str], text: str, end: int) -> str:
    """One `from … import …` with what is used of it after its *end*; nothing of none."""
    if found[1] == "__future__":
        return found[0]
    names = [name.strip() for name in (found[2] or found[3]).split(",")]
    used = [name for name in names if name and _is_used(name.rpartition(" ")[2], text, end)]
    if len(used) == sum(map(bool, names)):  # a comma at the end leaves an empty name
        return found[0]
    return f"from {found[1]} import {', '.join(used)}\n" if used else ""


def _is_used(name: str, text: str, end: int) -> bool:
    # Mostly it is used soon after its import, which ends at *end*, and the search ends there.
    return text.find(name, end) >= 0 or text.count(name, 0, end) > 1
