"""The context map: which line permits what."""

from collections.abc import Iterable

from blueprint.document.relation import RelationWord
from blueprint.model import Relation
from blueprint.names import Name


def relation(word: RelationWord) -> Relation:
    """One line of the map; of two `between`, the first stands upstream."""
    upstream, downstream = word.between or (word.upstream or "", word.downstream or "")
    return Relation(
        upstream=Name(upstream),
        downstream=Name(downstream),
        kind=word.as_ or "upstream-downstream",
        upstream_as=tuple(word.upstream_as),
        downstream_as=word.downstream_as,
        about=word.about,
    )


def callers(
    name: str, contexts: Iterable[str], relations: tuple[Relation, ...]
) -> tuple[Name, ...]:
    """The contexts, of *contexts*, that the map lets call *name*."""
    return tuple(
        Name(other) for other in contexts if any(line.permits(other, name) for line in relations)
    )


def is_translated(downstream: str, upstream: str, relations: tuple[Relation, ...]) -> bool:
    """Whether *downstream* keeps the words of *upstream* behind an anticorruption layer."""
    return any(
        line.downstream_as == "anticorruption-layer" and line.permits(downstream, upstream)
        for line in relations
    )
