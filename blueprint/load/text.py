"""From bytes to text that is safe to parse and to show."""

import re
from collections.abc import Iterator
from itertools import islice

from blueprint.diagnostics import Diagnostic
from blueprint.load.positions import Source

MAX_BYTES = 1024 * 1024
MOST_FOUND = 1000  # lines of one file of which something is said

# Control characters but tab and line ends, line ends that editors do not show,
# surrogates, and marks that turn the direction of text (CVE-2021-42574).
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_END = re.compile(r"\r\n|\r|\n")


def decode(content: bytes, name: str) -> tuple[str, Source, list[Diagnostic]]:
    """The text of a file and its lines; diagnostics where it cannot be read safely."""
    if len(content) > MAX_BYTES:
        empty = Source(name, ())
        return "", empty, [_too_large(empty, len(content))]
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")
    source = Source(name, tuple(_LINE_END.split(text)))
    return text, source, list(islice(_forbidden(source), MOST_FOUND))


def _too_large(source: Source, size: int) -> Diagnostic:
    return Diagnostic.at(
        source.mark(1, 1),
        "BP102",
        f"the file has {size} bytes, more than the {MAX_BYTES} that are read",
        help="give each context a file of its own: contexts: {NAME: contexts/NAME.yaml}",
    )


def _forbidden(source: Source) -> Iterator[Diagnostic]:
    """One diagnostic for each line that holds a character which must not be there."""
    for number, line in enumerate(source.lines, 1):
        if found := FORBIDDEN.search(line):
            yield forbidden(source, number, found.start() + 1, found.group())


def forbidden(source: Source, line: int, column: int, character: str) -> Diagnostic:
    """The diagnostic for one character that must not be there."""
    if "\udc80" <= character <= "\udcff":
        message = f"the byte 0x{ord(character) - 0xDC00:02x} is not UTF-8"
        hint = "save the file as UTF-8"
    else:
        message = f"the character U+{ord(character):04X} is not allowed, it hides what is written"
        hint = "delete it"
    return Diagnostic.at(source.mark(line, column), "BP103", message, help=hint)
