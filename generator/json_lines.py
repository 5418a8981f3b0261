"""Records as lines: a JSON object a line, its values all text, so that git can join two lists."""

import json
from collections.abc import Iterator


def line_of(**facts: str) -> str:
    """One line of a record, with its end."""
    return json.dumps(facts, ensure_ascii=False) + "\n"


def objects_in(text: str) -> Iterator[dict[str, str]]:
    """The objects of a text's lines; what is none, as a mark of a conflict, is passed over."""
    for line in text.split("\n"):  # splitlines would break a line at U+2028, too
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and all(isinstance(value, str) for value in found.values()):
            yield found
