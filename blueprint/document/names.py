"""The forms that names have, where the blueprint gives one and where it uses one."""

import re
from collections.abc import Callable
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from blueprint.document.word import wrong
from blueprint.names import Name

MAX_NAME = 40
_LOOKALIKES = dict(
    zip(
        "аеіјорсухѕԁһАВЕЅІЈКМНОРСТХαορνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeijopcyxsdhABESIJKMHOPCTXaopvABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters, each with the Latin one that it is taken for."""
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CAMEL = re.compile(r"[A-Z][A-Za-z0-9]*")
VERSION = re.compile(r"v[1-9][0-9]{0,3}")
ENUM_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*")


def _named(
    form: re.Pattern[str], kind: str, better: Callable[[str], str], *, on_key: bool
) -> AfterValidator:
    return AfterValidator(_check(form, kind, better, on_key=on_key))


def _check(
    form: re.Pattern[str], kind: str, better: Callable[[str], str], *, on_key: bool
) -> Callable[[str], str]:
    def check(name: str) -> str:
        if len(name) > MAX_NAME:
            message = f"a name has at most {MAX_NAME} characters, this one has {len(name)}"
            raise wrong("BP118", message, "shorten it", on_key=on_key)
        if not form.fullmatch(name):
            advice = _advice(form, name, better(name))
            raise wrong("BP118", f'"{name}" is not in {kind}', advice, on_key=on_key)
        return name

    return check


def _advice(form: re.Pattern[str], name: str, better: str) -> str:
    if found := re.search(r"[^\x00-\x7f]", name):
        foreign = found.group()
        if like := _LOOKALIKES.get(foreign):
            return f"{foreign} is U+{ord(foreign):04X} and only looks like {like}: write {like}"
        return f"{foreign} is U+{ord(foreign):04X}: write ASCII letters and digits"
    if form.fullmatch(better) and len(better) <= MAX_NAME:
        return f"write {better}"
    return "begin with a letter, and go on with letters and digits"


def _snake(name: str) -> str:
    return Name(name).snake


def _pascal(name: str) -> str:
    return Name(name).pascal


def _version(name: str) -> str:
    digits = re.sub(r"\D", "", name).lstrip("0")
    return f"v{digits}"


_check_version = _check(VERSION, "the form v1, v2, …", _version, on_key=True)


def _version_or_all(name: str | None) -> str | None:
    return None if name is None else _check_version(name)


_SNAKE_SCHEMA = WithJsonSchema({"type": "string", "pattern": f"^{SNAKE.pattern}$"})
_CAMEL_SCHEMA = WithJsonSchema({"type": "string", "pattern": f"^{CAMEL.pattern}$"})
_VERSION_SCHEMA = WithJsonSchema({"type": "string", "pattern": f"^{VERSION.pattern}$"})

SnakeKey: TypeAlias = Annotated[
    str, _named(SNAKE, "snake_case", _snake, on_key=True), _SNAKE_SCHEMA
]
SnakeName: TypeAlias = Annotated[
    str, _named(SNAKE, "snake_case", _snake, on_key=False), _SNAKE_SCHEMA
]
CamelKey: TypeAlias = Annotated[
    str, _named(CAMEL, "CamelCase", _pascal, on_key=True), _CAMEL_SCHEMA
]
CamelName: TypeAlias = Annotated[
    str, _named(CAMEL, "CamelCase", _pascal, on_key=False), _CAMEL_SCHEMA
]
VersionKey: TypeAlias = Annotated[
    str, _named(VERSION, "the form v1, v2, …", _version, on_key=True), _VERSION_SCHEMA
]
VersionName: TypeAlias = Annotated[
    str, _named(VERSION, "the form v1, v2, …", _version, on_key=False), _VERSION_SCHEMA
]
VersionOrAllKey: TypeAlias = Annotated[str | None, AfterValidator(_version_or_all), _VERSION_SCHEMA]
"""A version, or None where one thing is said of all of them."""
EnumWord: TypeAlias = Annotated[
    str,
    _named(ENUM_WORD, "letters, digits, _ and -, a letter first", _snake, on_key=False),
    WithJsonSchema({"type": "string", "pattern": f"^{ENUM_WORD.pattern}$"}),
]
