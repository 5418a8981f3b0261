"""What the segments of a path name."""

from blueprint.names import Name

_VERBS = frozenset(
    ["add", "create", "delete", "edit", "fetch", "get", "insert", "modify", "remove", "retrieve"]
)
_PREFIXES = _VERBS | {"find", "list", "save", "update"}
"""Verbs that begin the name of an action; alone, some of them are nouns as well."""


def names_an_action(segment: str) -> bool:
    """Whether a segment begins with a verb that a method says already."""
    words = () if segment.startswith("{") else Name(segment).words
    if len(words) == 1:
        return words[0] in _VERBS
    return any(word in _PREFIXES for word in words[:1])
