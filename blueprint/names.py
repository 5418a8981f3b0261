"""One name in all its forms, so that rules and the generator agree on each identifier."""

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+[0-9]*")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")

_IRREGULAR = {
    "analysis": "analyses",
    "appendix": "appendices",
    "child": "children",
    "criterion": "criteria",
    "datum": "data",
    "echo": "echoes",
    "epoch": "epochs",
    "foot": "feet",
    "goose": "geese",
    "half": "halves",
    "hero": "heroes",
    "knife": "knives",
    "leaf": "leaves",
    "lens": "lenses",
    "life": "lives",
    "loaf": "loaves",
    "man": "men",
    "matrix": "matrices",
    "medium": "media",
    "mouse": "mice",
    "ox": "oxen",
    "person": "people",
    "potato": "potatoes",
    "quiz": "quizzes",
    "self": "selves",
    "shelf": "shelves",
    "stomach": "stomachs",
    "thief": "thieves",
    "tomato": "tomatoes",
    "tooth": "teeth",
    "vertex": "vertices",
    "veto": "vetoes",
    "wife": "wives",
    "wolf": "wolves",
    "woman": "women",
}
_UNCHANGED = frozenset(
    [
        "aircraft",
        "data",
        "equipment",
        "feedback",
        "fish",
        "hardware",
        "information",
        "media",
        "metadata",
        "money",
        "news",
        "series",
        "sheep",
        "software",
        "species",
        "staff",
        "traffic",
    ]
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, in CamelCase or snake_case, and every form that is made of it.

    >>> order = Name("LabOrder")
    >>> order.snake, order.pascal, order.camel, order.kebab, order.screaming
    ('lab_order', 'LabOrder', 'labOrder', 'lab-order', 'LAB_ORDER')
    >>> order.plural_snake, order.table, order.plural_kebab, order.title, order.phrase
    ('lab_orders', 'lab_orders', 'lab-orders', 'Lab Order', 'lab order')
    >>> Name("patient_id").pascal, Name("patient_id").camel
    ('PatientId', 'patientId')

    An acronym stays as it was written:

    >>> Name("APIKey").pascal, Name("APIKey").snake, Name("APIKey").camel
    ('APIKey', 'api_key', 'apiKey')
    """

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in lower case."""
        return _words(self.text)

    @property
    def last_word(self) -> str:
        """A short name for one of it: `order` for LabOrder."""
        return self.words[-1]

    @property
    def snake(self) -> str:
        """A variable, a column, a module."""
        return _snake(self.text)

    @property
    def pascal(self) -> str:
        """A class; a name that was written so is kept as it is."""
        return _pascal(self.text)

    @property
    def camel(self) -> str:
        """A key in JSON, where the system says `json: camel`."""
        first = self.words[0] if self.words else ""
        return first + self.pascal[len(first) :]

    @property
    def kebab(self) -> str:
        """A distribution, a folder, a path."""
        return "-".join(self.words)

    @property
    def screaming(self) -> str:
        """A constant, an environment variable."""
        return "_".join(self.words).upper()

    @property
    def plural_words(self) -> tuple[str, ...]:
        """The words, the last one in its plural."""
        return (*self.words[:-1], plural(self.words[-1])) if self.words else ()

    @property
    def plural_snake(self) -> str:
        """A collection of it."""
        return "_".join(self.plural_words)

    @property
    def plural_kebab(self) -> str:
        """The path of a collection."""
        return "-".join(self.plural_words)

    @property
    def plural_pascal(self) -> str:
        """A class that stands for a collection of it."""
        return "".join(word.capitalize() for word in self.plural_words)

    @property
    def table(self) -> str:
        """The table that keeps it."""
        return self.plural_snake

    @property
    def title(self) -> str:
        """A heading."""
        return " ".join(word.capitalize() for word in self.words)

    @property
    def phrase(self) -> str:
        """The name inside a sentence."""
        return " ".join(self.words)


def first(name: Name, was: tuple[Name, ...]) -> Name:
    """The name that something had first: the oldest of those before, else the present one."""
    return was[0] if was else name


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))


@lru_cache(maxsize=65536)
def _snake(text: str) -> str:
    return "_".join(_words(text))


@lru_cache(maxsize=65536)
def _pascal(text: str) -> str:
    if _PASCAL.fullmatch(text):
        return text
    return "".join(word.capitalize() for word in _words(text))


@lru_cache(maxsize=16384)
def plural(word: str) -> str:
    """The plural of one English word in lower case.

    >>> [plural(word) for word in ("order", "box", "category", "day", "analysis", "shelf")]
    ['orders', 'boxes', 'categories', 'days', 'analyses', 'shelves']
    >>> [plural(word) for word in ("status", "address", "batch", "person", "settings", "money")]
    ['statuses', 'addresses', 'batches', 'people', 'settings', 'money']
    """
    if word in _UNCHANGED:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    if word.endswith("sis"):
        return f"{word[:-2]}es"
    if re.search(r"([sc]h|[xz]|[aious]s)$", word):
        return f"{word}es"
    return word if word.endswith("s") and len(word) > 1 else f"{word}s"
