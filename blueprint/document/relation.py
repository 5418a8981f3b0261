"""`relations:`, the lines of the context map."""

from typing import Annotated
from typing import Literal as OneOf

from pydantic import BeforeValidator, Field, model_validator

from blueprint.document.names import SnakeName
from blueprint.document.word import Word, wrong

_MUTUAL = ("partnership", "shared-kernel")


_OF_ONE = {
    "open-host": "upstream_as: [open-host]",
    "published-language": "upstream_as: [published-language]",
    "anticorruption-layer": "downstream_as: anticorruption-layer",
    "conformist": "downstream_as: conformist",
}


def _of_both(value: object) -> object:
    """Refuses what one side alone is to the other."""
    if isinstance(value, str) and value in _OF_ONE:
        message = f'"{value}" is what one of the two sides is'
        raise wrong("BP117", message, f"write {_OF_ONE[value]}", on_key=False)
    return value


class RelationWord(Word):
    """One line: an upstream and a downstream, or two contexts `between` which it holds both ways.

    `as_` None means upstream and downstream without more to say; a line `between` two always has
    one of the two words that hold both ways.
    """

    upstream: SnakeName | None = None
    downstream: SnakeName | None = None
    between: Annotated[list[SnakeName], Field(min_length=2, max_length=2)] | None = None
    as_: Annotated[
        OneOf["customer-supplier", "partnership", "shared-kernel"] | None, BeforeValidator(_of_both)
    ] = Field(default=None, alias="as")
    upstream_as: list[OneOf["open-host", "published-language"]] = Field(default_factory=list)
    downstream_as: OneOf["anticorruption-layer", "conformist"] | None = None
    about: str = ""

    @model_validator(mode="after")
    def _two_sides(self) -> "RelationWord":
        sides = [side for side in (self.upstream, self.downstream) if side is not None]
        if self.between is None and len(sides) != 2:
            hint = "write {upstream: ONE, downstream: OTHER}, or {between: [ONE, OTHER], as: …}"
            raise wrong("BP112", "a relation has two sides", hint)
        if self.between is not None and (sides or self.upstream_as or self.downstream_as):
            raise wrong("BP120", '"between" says both sides', "leave upstream and downstream out")
        if len(set(self.between or sides)) < 2:
            raise wrong("BP120", "a context has no relation to itself", "name another one")
        self._fits()
        return self

    def _fits(self) -> None:
        mutual = self.as_ in _MUTUAL
        if self.between is not None and not mutual:
            raise wrong("BP120", '"between" two is a partnership or a shared kernel', _BETWEEN)
        if self.between is None and mutual:
            raise wrong("BP120", f'"{self.as_}" has no upstream', f"write between: {_sides(self)}")


_BETWEEN = "write as: partnership, or as: shared-kernel"


def _sides(relation: RelationWord) -> str:
    return f"[{relation.upstream}, {relation.downstream}]"
