"""Examples: the values that they give, each with the field that has it."""

from collections.abc import Mapping

from pydantic import JsonValue

from blueprint.document.example import ExampleWord
from blueprint.model import Assigned, Example, Field
from blueprint.names import Name
from blueprint.resolve.literals import frozen

Known = Mapping[str, Field]
"""Fields by name."""


def resolve_example(word: ExampleWord, *, given: Known, when: Known, then: Known) -> Example:
    """One example; each part's names are looked up among its own fields."""
    after = word.then if isinstance(word.then, dict) else {}
    error = word.then if isinstance(word.then, str) and word.then != "refused" else None
    return Example(
        about=word.about,
        given=None if word.given is None else _assigned(word.given, given),
        when=_assigned(word.when, when),
        outcome="refused" if word.then == "refused" else "error" if error else "done",
        then=_assigned(after, then),
        error=Name(error) if error else None,
        emits=None if word.emits is None else tuple(map(Name, word.emits)),
    )


def _assigned(values: Mapping[str, JsonValue], known: Known) -> tuple[Assigned, ...]:
    return tuple(
        Assigned(field=known[name], value=frozen(value))
        for name, value in values.items()
        if name in known
    )
