"""Phrases about time: how long, how often, and when."""

import re
from dataclasses import dataclass
from typing import Annotated, TypeAlias
from typing import Literal as OneOf

from pydantic import PlainValidator, WithJsonSchema

from blueprint.document.word import wrong

_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_RATE = re.compile(r"(\d{1,9})/(s|min|h|d) per (token|tenant|address)")
_RATE_UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_CRON_FIELD = re.compile(r"(\*|\d+(-\d+)?)(/\d+)?(,(\*|\d+(-\d+)?)(/\d+)?)*")


def _text(value: object, example: str) -> str:
    if isinstance(value, str):
        return value
    raise wrong("BP119", "a text belongs here", f"write {example}")


def parse_duration(value: object) -> float:
    """`300ms`, `30s`, `10m`, `1h`, `30d`, in seconds."""
    text = _text(value, f"{value}s" if isinstance(value, int) else "30s")
    found = _DURATION.fullmatch(text)
    if not found or float(found[1]) == 0:
        raise wrong("BP119", f'"{text}" is no time span', "write 300ms, 30s, 10m, 1h or 30d")
    return float(found[1]) * _UNITS[found[2]]


Duration: TypeAlias = Annotated[
    float,
    PlainValidator(parse_duration),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?(ms|s|m|h|d)$"}),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateWord:
    """`100/min per token`."""

    count: int
    seconds: int
    per: OneOf["token", "tenant", "address"]


def parse_rate(value: object) -> RateWord:
    """`100/min per token`, `5/s per address`."""
    text = _text(value, "100/min per token")
    found = _RATE.fullmatch(" ".join(text.split()))
    if not found or int(found[1]) == 0:
        raise wrong("BP119", f'"{text}" is no rate', "write 100/min per token, with s, min, h or d")
    pers: tuple[OneOf["token", "tenant", "address"], ...] = ("token", "tenant", "address")
    per = next(per for per in pers if per == found[3])
    return RateWord(count=int(found[1]), seconds=_RATE_UNITS[found[2]], per=per)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryWord:
    """`every:`: seconds, or a cron line of five fields."""

    seconds: float | None = None
    cron: str | None = None


_CRON_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def parse_every(value: object) -> EveryWord:
    """`1h`, or `0 4 * * *`."""
    text = _text(value, "1h, or a cron line in quotes")
    fields = text.split()
    if len(fields) == 1:
        return EveryWord(seconds=parse_duration(text))
    if len(fields) != 5 or not all(map(_fits_cron, fields, _CRON_RANGES)):
        raise wrong(
            "BP119", f'"{text}" is no cron line', 'write 1h, or "MINUTE HOUR DAY MONTH WEEKDAY"'
        )
    return EveryWord(cron=" ".join(fields))


def _fits_cron(field: str, range: tuple[int, int]) -> bool:
    return bool(_CRON_FIELD.fullmatch(field)) and all(
        _fits_range(part, *range) for part in field.split(",")
    )


def _fits_range(part: str, low: int, high: int) -> bool:
    """Whether one of the parts between commas, as `1-5/2`, stands for something."""
    numbers, _, step = part.partition("/")
    if step and int(step) == 0:
        return False
    ends = [int(number) for number in numbers.split("-") if number != "*"]
    return ends == sorted(ends) and all(low <= end <= high for end in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackoffWord:
    """`1s..10m`: the first and the longest pause, in seconds."""

    first: float
    most: float


def parse_backoff(value: object) -> BackoffWord:
    """`1s..10m`."""
    text = _text(value, "1s..10m")
    first, dots, most = text.partition("..")
    if not dots:
        raise wrong("BP119", f'"{text}" is no backoff', "write 1s..10m")
    found = BackoffWord(first=parse_duration(first.strip()), most=parse_duration(most.strip()))
    if found.first > found.most:
        raise wrong("BP120", f"{first} is longer than {most}", f"write {most}..{first}")
    return found
