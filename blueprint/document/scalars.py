"""Small values that stand in many places: days, sizes of pages, claims and addresses."""

import re
from datetime import date
from typing import Annotated, TypeAlias
from typing import Literal as OneOf

from pydantic import AfterValidator, PlainValidator, WithJsonSchema

from blueprint.document.word import wrong

MAX_PAGE = 1000

# No quote, dollar or brace: an address stands in settings, too, which shells read.
_URL = re.compile(r"https?://[A-Za-z0-9._-]+(:[0-9]{1,5})?([/?#][A-Za-z0-9._~:/?#@!&()*+,;=%-]*)?")
_AUDIENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~:/@-]{0,254}")
_CLAIM = re.compile(r"[A-Za-z0-9_:/.-]+")


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else repr(value))
    except ValueError:
        raise wrong("BP119", f'"{value}" is no day', "write YEAR-MONTH-DAY: 2027-06-30") from None


def _page(value: object) -> int | OneOf["all"]:
    if value == "all":
        return "all"
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong("BP113", "a whole number belongs here", "write 50, or all")
    if not 1 <= value <= MAX_PAGE:
        hint = f"write a number from 1 to {MAX_PAGE}, or all"
        raise wrong("BP120", f"a page of {value} cannot be", hint)
    return value


def is_url(text: str) -> bool:
    """Whether a text is an address of the web."""
    return _URL.fullmatch(text) is not None


def _url(text: str) -> str:
    if not is_url(text):
        raise wrong("BP119", f'"{text}" is no address', "write https://HOST/")
    return text


def _audience(text: str) -> str:
    if not _AUDIENCE.fullmatch(text):
        hint = "write a word or an address: letters, digits and . _ ~ : / @ -"
        raise wrong("BP119", f'"{text}" is no audience', hint)
    return text


def _claim(text: str) -> str:
    if not _CLAIM.fullmatch(text):
        raise wrong("BP119", f'"{text}" names no claim', "write CLAIM, or CLAIM.PART")
    return text


Day: TypeAlias = Annotated[
    date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]

Page: TypeAlias = Annotated[
    int | OneOf["all"],
    PlainValidator(_page),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MAX_PAGE}, {"const": "all"}]}
    ),
]
"""How many items an answer holds at most; `all` means every one."""

Url: TypeAlias = Annotated[
    str, AfterValidator(_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})
]

Claim: TypeAlias = Annotated[str, AfterValidator(_claim)]
"""Where a claim stands in a token, as a dotted path."""

Audience: TypeAlias = Annotated[str, AfterValidator(_audience)]
"""Whom tokens are for: what must stand in their `aud`."""
