"""Free text inside docstrings and comments: it cannot end them, and keeps within the line."""

import re
import textwrap

WIDTH = 100


def doc(value: object, indent: int = 4) -> str:
    """The text as the inside of a docstring at *indent* columns, wrapped; no quotes around it.

    >>> doc('Ends with a "')
    'Ends with a \\\\"'
    """
    lines = [line for part in str(value).splitlines() for line in _wrap(part, indent)]
    text = "\n".join(lines).strip() or "."
    # A quote at the very end would join the three that follow.
    safe = _safe(text[:-1]) + '\\"' if text.endswith('"') else _safe(text)
    return re.sub(r"\n(?=[^\n])", "\n" + " " * indent, safe)


def comment(value: object, indent: int = 0) -> str:
    """The text as comment lines, `# ` before each, wrapped."""
    lines = [line for part in str(value).splitlines() for line in _wrap(part, indent + 2)]
    return ("\n" + " " * indent).join(f"# {line}".rstrip() for line in lines)


def _wrap(paragraph: str, indent: int) -> list[str]:
    room = WIDTH - indent - 6  # with three quotes at either end
    if len(paragraph) <= room and paragraph.isprintable() and paragraph[-1:] != " ":
        return [paragraph]  # as textwrap would give it, in a fraction of its time
    return textwrap.wrap(paragraph, room, break_long_words=False, break_on_hyphens=False) or [""]


def _safe(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
