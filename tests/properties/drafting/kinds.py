"""Types in drafts: how each is written, what it is made of, and a value that it can have."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.pools import ENUM_WORDS, Taken

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

_KEYS = frozenset({"text", "integer", "uuid", "enum", "date"})
_WITHOUT_ORDER = frozenset({"list", "map", "value", "json", "bytes", "money"})
_NUMBERS = frozenset({"integer", "decimal", "float"})
_RANGES = _NUMBERS | {"date", "datetime", "time", "duration"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One type.

    `made` is the family by which types are compared, `exactly` what tells an enum or a value from
    others. `value` is one that fits, `literal` the text of a default (None: it has no literal).
    `carried` says whether a query string holds it, `needs` names the contexts that it refers to.
    """

    text: str
    made: str
    value: Value
    exactly: str = ""
    literal: str | None = None
    carried: bool = True
    needs: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @property
    def is_key(self) -> bool:
        """Whether its values tell things apart."""
        return self.made in _KEYS

    @property
    def is_ordered(self) -> bool:
        """Whether an index, a filter and a sort take it."""
        return self.made not in _WITHOUT_ORDER

    @property
    def is_number(self) -> bool:
        """Whether min= and max= bound its value."""
        return self.made in _NUMBERS

    @property
    def has_range(self) -> bool:
        """Whether a filter may be a range."""
        return self.made in _RANGES

    def fits(self, other: "Kind") -> bool:
        """Whether its values may stand in *other*."""
        return (self.made, self.exactly) == (other.made, other.exactly)


def _kind(
    text: str, made: str, value: Value, literal: str | None = None, *, carried: bool = True
) -> Kind:
    return Kind(text=text, made=made, value=value, literal=literal, carried=carried)


UUID = _kind("uuid", "uuid", "01890a5d-ac96-774b-bcce-b302099a8057")
INT = _kind("int", "integer", 7, "7")
STRING = _kind("string", "text", "abc", "abc")
SUBJECT = _kind("subject", "text", "somebody")
DATETIME = _kind("datetime", "datetime", "2027-06-30T12:00:00Z", "now")
JSON = _kind("json", "json", {"a": [1, None]}, carried=False)
BYTES = _kind("bytes", "bytes", "aGVsbG8=", carried=False)

PLAIN = (
    STRING,
    _kind("string(2..12)", "text", "abc", '"a b"'),
    _kind("text", "text", "Some words.", "none"),
    INT,
    _kind("bigint", "integer", 9_000_000_000, "0"),
    _kind("decimal(8.2)", "decimal", "9.50", "1.50"),
    _kind("float", "float", 1.5, "0"),
    _kind("bool", "bool", True, "true"),
    UUID,
    _kind("date", "date", "2027-06-30", "today"),
    DATETIME,
    _kind("time", "time", "12:30:00"),
    _kind("duration", "duration", "PT30M"),
    _kind("email", "text", "somebody@example.org"),
    _kind("url", "text", "https://example.org/"),
    _kind("money", "money", {"amount": "9.50", "currency": "EUR"}, carried=False),
    JSON,
    BYTES,
    SUBJECT,
)
KEYS = tuple(kind for kind in PLAIN if kind.is_key and kind is not SUBJECT)


def enum_kind(name: str, home: str, words: tuple[str, ...]) -> Kind:
    """A named enum."""
    return Kind(
        text=name,
        made="enum",
        exactly=f"{home}.{name}",
        value=words[0],
        literal=words[-1],
        words=words,
    )


def value_kind(name: str, home: str, value: Value) -> Kind:
    """A named value."""
    return Kind(text=name, made="value", exactly=f"{home}.{name}", value=value, carried=False)


def ref_kind(context: str, name: str, home: str, id: Kind) -> Kind:
    """A reference to the aggregate *name* of *context*, as *home* writes it."""
    qualified = name if context == home else f"{context}.{name}"
    needs = frozenset() if context == home else frozenset({context})
    return replace(id, text=f"ref({qualified})", literal=None, needs=needs)


def foreign(kind: Kind, context: str) -> Kind:
    """A type of another context by its qualified name."""
    return replace(kind, text=f"{context}.{kind.text}", needs=frozenset({context}))


def listed(kind: Kind) -> Kind:
    """A list of it."""
    return Kind(
        text=f"list({kind.text})",
        made="list",
        exactly=f"{kind.made}:{kind.exactly}",
        value=[kind.value],
        literal="[]",
        carried=kind.carried and kind.made not in {"list", "map"},
        needs=kind.needs,
    )


def mapped(kind: Kind) -> Kind:
    """A map to it."""
    return Kind(
        text=f"map({kind.text})",
        made="map",
        exactly=f"{kind.made}:{kind.exactly}",
        value={"a": kind.value},
        literal="[]",
        carried=False,
        needs=kind.needs,
    )


def inline_enum(dice: Dice) -> Kind:
    """`enum(a | b)`."""
    words = enum_words(dice)
    text = f"enum({' | '.join(words)})"
    return Kind(
        text=text, made="enum", exactly=text, value=words[0], literal=words[-1], words=words
    )


def enum_words(dice: Dice) -> tuple[str, ...]:
    """From two to four words, no two of which become one constant."""
    taken, words = Taken(), []
    for word in dice.some(ENUM_WORDS, 2, 4):
        if word not in taken:
            taken.take(word)
            words.append(word)
    return tuple(words)


def any_kind(dice: Dice, named: tuple[Kind, ...] = (), *, depth: int = 0) -> Kind:
    """A type of any form, those of *named* among them."""
    roll = dice.number(0, 99)
    if roll >= 88 and depth < 2:
        inner = any_kind(dice, named, depth=depth + 1)
        return listed(inner) if dice.chance(60) else mapped(inner)
    if roll >= 80:
        return inline_enum(dice)
    if roll >= 60 and named:
        return dice.pick(named)
    return dice.pick(PLAIN)
