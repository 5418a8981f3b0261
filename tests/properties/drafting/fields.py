"""Fields in drafts: a type, the words after it, and both ways to write them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.kinds import STRING, Kind, any_kind
from tests.properties.drafting.pools import FIELDS, TEXTS, Taken

Written = dict[str, Any]
"""Keys and values as a blueprint has them."""
_LONG = ("optional", "unique", "index", "immutable", "internal", "pii", "secret")


@dataclass(slots=True, kw_only=True)
class FieldDraft:
    """One field; `words` are the flags after the type, `more` the words with a value."""

    name: str
    kind: Kind
    words: list[str] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    about: str = ""
    long: bool = False

    @property
    def optional(self) -> bool:
        """Whether it may be absent."""
        return "optional" in self.words

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return not self.optional and "=" not in self.more

    @property
    def is_hidden(self) -> bool:
        """Whether events must not tell it."""
        return bool({"pii", "secret", "internal"} & set(self.words))

    def written(self) -> object:
        """The field as it stands in a blueprint: a text, or a mapping with `is`."""
        if not self.long:
            return " ".join([self.kind.text, *self.words, *map(_said, self.more.items())])
        return {
            "is": self.kind.text,
            **dict.fromkeys(self.words, True),
            **dict(map(_long, self.more.items())),
            **({"about": self.about} if self.about else {}),
        }


def _said(entry: tuple[str, str]) -> str:
    word, value = entry
    if word == "pattern":
        return f"pattern=/{value.replace('/', chr(92) + '/')}/"
    return f"{word}{value}" if word in ("min=", "max=") else f"{word} {value}"


def _long(entry: tuple[str, str]) -> tuple[str, object]:
    word, value = entry
    if word in ("min=", "max="):
        return word[:-1], float(value) if "." in value else int(value)
    if word == "=":
        return "default", value.strip('"')
    return word, value


Group = dict[str, FieldDraft]


def written(fields: Iterable[FieldDraft]) -> Written:
    """Fields by their names, as a blueprint has them."""
    return {field.name: field.written() for field in fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What may be said of the fields of one place: the flags, and the named types there."""

    flags: tuple[str, ...] = ()
    named: tuple[Kind, ...] = ()
    defaults: bool = True
    carried: bool = False  # only what a query string holds


def draft_fields(dice: Dice, taken: Taken, terms: Terms, low: int = 1, high: int = 4) -> Group:
    """From *low* to *high* fields with names that *taken* does not hold."""
    fields: Group = {}
    for _ in range(dice.number(low, high)):
        one = draft_field(dice, taken.new(dice, FIELDS, "field"), terms)
        fields[one.name] = one
    return fields


def draft_field(dice: Dice, name: str, terms: Terms) -> FieldDraft:
    """One field of any type, with words that go with it."""
    kind = any_kind(dice, terms.named)
    if terms.carried and not kind.carried:
        kind = STRING
    drafted = FieldDraft(name=name, kind=kind, long=dice.chance(15))
    _decorate(dice, drafted, terms)
    if drafted.long and dice.chance(60):
        drafted.about = dice.pick(TEXTS)
    return drafted


def _decorate(dice: Dice, drafted: FieldDraft, terms: Terms) -> None:
    kind = drafted.kind
    if dice.chance(35) and "optional" in terms.flags:
        drafted.words.append("optional")
    elif terms.defaults and kind.literal is not None and dice.chance(40):
        drafted.more["="] = kind.literal
    for flag in terms.flags:
        if flag != "optional" and dice.chance(12) and _goes(flag, drafted):
            drafted.words.append(flag)
    if dice.chance(30):
        drafted.more |= _bounds(dice, kind)


def _goes(flag: str, drafted: FieldDraft) -> bool:
    if flag in ("unique", "index"):
        return drafted.kind.is_ordered and drafted.kind.made not in ("bool", "float")
    if flag == "internal":  # what no client gives must come from somewhere
        return not drafted.required
    return not (flag == "secret" and "pii" in drafted.words)


def _bounds(dice: Dice, kind: Kind) -> dict[str, str]:
    """min=, max= or pattern= that the kind's own value and literal keep to."""
    if kind.text == "text":
        return {"max=": str(dice.number(40, 400))}
    if kind.text.startswith(("list", "map")):
        return {"max=": str(dice.number(1, 9))}
    if kind.is_number:
        bounds = {"min=": str(dice.number(-9, 0))}
        return bounds | ({"max=": "9000000000"} if dice.chance(50) and kind.text != "int" else {})
    if kind.text.startswith("string"):
        return {"pattern": dice.pick(("[a-z]", "^[a-z, ]+$", "a|/", r"^\w+( \w+)*$"))}
    return {}


def without(fields: Group, names: Collection[str]) -> list[FieldDraft]:
    """The fields whose names are none of *names*."""
    return [field for name, field in fields.items() if name not in names]


def by_name(lent: Group, target: FieldDraft) -> list[str]:
    """The names of the fields that may fill *target*."""
    return [
        name
        for name, one in lent.items()
        if one.kind.fits(target.kind) and (target.optional or not one.optional)
    ]
