"""Type words: `string(1..80)`, `list(OrderedTest)`, `ref(patients.Patient)`; read by hand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from pydantic_core import PydanticCustomError

from blueprint.document.names import CAMEL, ENUM_WORD, SNAKE
from blueprint.document.word import Help, wrong

SIMPLE = frozenset(
    [
        "text",
        "int",
        "bigint",
        "float",
        "bool",
        "uuid",
        "date",
        "datetime",
        "time",
        "duration",
        "email",
        "url",
        "json",
        "bytes",
        "money",
        "subject",
    ]
)
WITH_ARGUMENT = frozenset(["string", "decimal", "enum", "list", "map", "ref", "page"])

_MAX_DEPTH = 8
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?")
_RANGE = re.compile(r"([0-9]{1,6})\.\.([0-9]{1,6})")
_DECIMAL = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
_OTHERS = {
    "str": "string(1..255)",
    "varchar": "string(1..255)",
    "char": "string(1..255)",
    "integer": "int",
    "long": "bigint",
    "number": "int, float or decimal(12.2)",
    "numeric": "decimal(12.2)",
    "double": "float",
    "boolean": "bool",
    "guid": "uuid",
    "timestamp": "datetime",
    "instant": "datetime",
    "dict": "map(T), or a value with fields",
    "object": "a value with fields, or json",
    "array": "list(T)",
    "set": "list(T)",
    "binary": "bytes",
    "blob": "bytes",
    "uri": "url",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWord:
    """One type as written.

    `word` is one of SIMPLE or WITH_ARGUMENT, or `named` for an enum, a value, an entity, an
    aggregate, a view or the states of a lifecycle. `low` and `high` are the bounds of a string, or
    the digits and places of a decimal; `values` the words of an enum; `item` what a list, map or
    page holds; `context` and `name` what a ref or a named type means, `context` None for this one.
    """

    word: str
    low: int | None = None
    high: int | None = None
    values: tuple[str, ...] = ()
    item: "TypeWord | None" = None
    context: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        dotted = f"{self.context}.{self.name}" if self.context else f"{self.name}"
        match self.word:
            case "string":
                return f"string({self.low}..{self.high})"
            case "decimal":
                return f"decimal({self.low}.{self.high})"
            case "enum":
                return f"enum({' | '.join(self.values)})"
            case "list" | "map" | "page":
                return f"{self.word}({self.item})"
            case "ref":
                return f"ref({dotted})"
            case "named":
                return dotted
            case word:
                return word

    @property
    def innermost(self) -> "TypeWord":
        """What lists, maps and pages hold at last; else the type itself."""
        return self.item.innermost if self.item else self


def parse_type(text: str) -> TypeWord:
    """The type that a text says; refuses what cannot be read with BP116."""
    word, rest = read_type(text.strip())
    if rest.strip():
        raise _wrong(f'"{rest.strip()}" cannot stand after a type here', f"write {word}")
    return word


def read_type(text: str, depth: int = 0) -> tuple[TypeWord, str]:
    """The type at the start of a text, and what stands after it."""
    found = _WORD.match(text)
    if found is None or depth > _MAX_DEPTH:
        raise _wrong(f'"{_shorten(text)}" is no type', _no_word(text))
    word, rest = found.group(), text[found.end() :]
    if rest.startswith("("):
        argument, rest = _argument(rest)
        return _with_argument(word, argument, depth), rest
    if rest.startswith(("?", "[", "<")):
        raise _wrong(f'"{_shorten(text)}" is no type', _after_word(word, rest))
    return _without_argument(word), rest


def _argument(text: str) -> tuple[str, str]:
    """What stands in the parentheses at the start, and what stands after them."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[1:place].strip(), text[place + 1 :]
    raise _wrong(f'"{_shorten(text)}" has a parenthesis that is not closed', "add )")


def _without_argument(word: str) -> TypeWord:
    if word in SIMPLE:
        return TypeWord(word=word)
    if word == "string":
        return TypeWord(word=word, low=1, high=255)
    if word in WITH_ARGUMENT:
        raise _wrong(f'"{word}" says too little', f"write {_EXAMPLES[word]}")
    context, _, name = word.rpartition(".")
    if CAMEL.fullmatch(name) and (not context or SNAKE.fullmatch(context)):
        return TypeWord(word="named", context=context or None, name=name)
    raise _wrong(f'"{word}" is no type', partial(_nearest, word))


def _with_argument(word: str, argument: str, depth: int) -> TypeWord:
    if word in _READERS:
        return _READERS[word](argument)
    if word in ("list", "map", "page"):
        item, rest = read_type(argument, depth + 1)
        if rest.strip():
            hint = f"write {word}({item}), and the words after the parenthesis"
            raise _wrong(f'"{rest.strip()}" cannot stand inside {word}(…)', hint)
        return TypeWord(word=word, item=item)
    if word in SIMPLE:
        hint = (
            f"write {word} min=… max=…" if word in ("int", "bigint", "float") else f"write {word}"
        )
        raise _wrong(f'"{word}" takes nothing in parentheses', hint)
    if _OTHERS.get(word.lower()) == "string(1..255)" and argument.isdecimal():
        raise _wrong(f'"{word}" is no type', f"write string(1..{argument})")
    raise _wrong(f'"{word}" is no type', partial(_nearest, word))


def _string(argument: str) -> TypeWord:
    found = _RANGE.fullmatch(argument.replace(" ", ""))
    if not found:
        numbers = re.findall(r"\d+", argument)
        low, high = ("1", numbers[0]) if len(numbers) == 1 else (*numbers[:2], "1", "80")[:2]
        raise _wrong(f'"string({argument})" has no range', f"write string({low}..{high})")
    low, high = int(found[1]), int(found[2])
    if low > high or high == 0:
        raise _wrong(f'"string({argument})" fits no text', f"write string({high}..{low})")
    if high > 10_000:
        raise _wrong(f'"string({argument})" is longer than 10000', "write text max=…")
    return TypeWord(word="string", low=low, high=high)


def _decimal(argument: str) -> TypeWord:
    found = _DECIMAL.fullmatch(argument.replace(" ", ""))
    digits = re.findall(r"\d+", argument)
    if not found:
        precision, scale = (*digits[:2], "12", "2")[:2] if len(digits) > 1 else ("12", "2")
        raise _wrong(f'"decimal({argument})" cannot be read', f"write decimal({precision}.{scale})")
    precision, scale = int(found[1]), int(found[2])
    if not 1 <= precision <= 38 or scale > precision:
        hint = "write decimal(P.S): P digits in all, at most 38, and S of them after the point"
        raise _wrong(f'"decimal({argument})" is no possible number', hint)
    return TypeWord(word="decimal", low=precision, high=scale)


def _enum(argument: str) -> TypeWord:
    values = tuple(value.strip() for value in argument.split("|"))
    wrong = [value for value in values if not ENUM_WORD.fullmatch(value)]
    if wrong:
        words = re.findall(ENUM_WORD.pattern.replace("(", "(?:"), argument) or ["a", "b"]
        raise _wrong(f'"enum({argument})" cannot be read', f"write enum({' | '.join(words)})")
    if len(set(values)) < len(values):
        raise _wrong(f'"enum({argument})" says a word twice', "write each word once")
    return TypeWord(word="enum", values=values)


def _ref(argument: str) -> TypeWord:
    context, _, name = argument.rpartition(".")
    if CAMEL.fullmatch(name) and CAMEL.fullmatch(context.rpartition(".")[2]):
        message = f'"ref({argument})" names an entity inside an aggregate, which nothing refers to'
        raise _wrong(message, f"write ref({context}), and keep the entity's id as a uuid")
    if not CAMEL.fullmatch(name) or (context and not SNAKE.fullmatch(context)):
        hint = "write ref(context.Aggregate), such as ref(patients.Patient)"
        if CAMEL.fullmatch(better := name[:1].upper() + name[1:]):
            hint = f"write ref({context}{'.' if context else ''}{better})"
        raise _wrong(f'"ref({argument})" names no aggregate', hint)
    return TypeWord(word="ref", context=context or None, name=name)


_READERS: dict[str, Callable[[str], TypeWord]] = {
    "string": _string,
    "decimal": _decimal,
    "enum": _enum,
    "ref": _ref,
}
_EXAMPLES = {
    "decimal": "decimal(12.2)",
    "enum": "enum(small | large)",
    "list": "list(T), such as list(string)",
    "map": "map(T), such as map(int)",
    "ref": "ref(context.Aggregate)",
    "page": "page(T), such as page(Order)",
}


def _nearest(word: str) -> str:
    if better := _OTHERS.get(word.lower()):
        return f"write {better}"
    known = sorted(SIMPLE | WITH_ARGUMENT)
    if close := get_close_matches(word.lower(), known, n=1, cutoff=0.6):
        return f"did you mean {close[0]}?"
    return f"known types: {', '.join(known)}; and your own enums and values, in CamelCase"


def _no_word(text: str) -> str:
    if text.startswith("["):
        return f"write list({text.strip('[] ')})"
    return "write a type, such as string(1..80)"


def _after_word(word: str, rest: str) -> str:
    if rest.startswith("[") and word in ("list", "map", "page"):
        return f"write {word}({rest.strip('[] ')})"
    if rest.startswith("["):
        return f"write list({word})"
    if rest.startswith("?"):
        return f"write {word} optional"
    return f"write {word.lower()}({rest.strip('<>').strip()})"


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _wrong(message: str, help: Help) -> PydanticCustomError:
    return wrong("BP116", message, help)
