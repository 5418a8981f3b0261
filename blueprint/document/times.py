"""Phrases about time: how long, how often, and when."""

import re
from dataclasses import dataclass
from typing import Annotated, TypeAlias
from typing import Literal as OneOf

from pydantic import PlainValidator, WithJsonSchema

from blueprint.document.word import wrong
from blueprint.nearest import closest

_DURATION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_RATE = re.compile(r"([0-9]{1,9})/(s|min|h|d) per (token|tenant|address)")
_RATE_UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_CRON_PART = r"(\*|[0-9]{1,2}(-[0-9]{1,2})?)(/[0-9]{1,2})?"
_CRON_FIELD = re.compile(f"{_CRON_PART}(,{_CRON_PART})*")


def _text(value: object, example: str) -> str:
    if isinstance(value, str):
        return value
    raise wrong("BP119", "a text belongs here", f"write {example}")


def parse_duration(value: object) -> float:
    """`300ms`, `30s`, `10m`, `1h`, `30d`, in seconds."""
    text = _text(value, _as_span(value))
    found = _DURATION.fullmatch(text)
    if not found or float(found[1]) == 0:
        raise wrong("BP119", f'"{text}" is no time span', _better_span(text))
    return float(found[1]) * _UNITS[found[2]]


def _as_span(value: object) -> str:
    """A number with a unit: of a large one nobody knows whether it meant milliseconds."""
    if not isinstance(value, int) or isinstance(value, bool):
        return "30s"
    return f"{value}s" if value < 100 else f"{value}ms, or {value}s"


_LONG_UNITS = {
    "ms": ("msec", "msecs", "millis", "millisecond", "milliseconds"),
    "s": ("sec", "secs", "second", "seconds"),
    "m": ("min", "mins", "minute", "minutes"),
    "h": ("hr", "hrs", "hour", "hours"),
    "d": ("day", "days"),
}


def _better_span(text: str) -> str:
    """What to write for `5 min` or `2 S`; examples, where the number or the unit says nothing."""
    number = text[: len(text) - len(text.lstrip("0123456789."))]
    unit = text[len(number) :].strip()
    short = next((s for s, longs in _LONG_UNITS.items() if unit.lower() in (s, *longs)), None)
    better = f"{number}{short}"
    if short and _DURATION.fullmatch(better) and float(number):
        return f"write {better}"
    return "write 300ms, 30s, 10m, 1h or 30d"


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
        raise wrong("BP119", f'"{text}" is no rate', _better_rate(text))
    pers: tuple[OneOf["token", "tenant", "address"], ...] = ("token", "tenant", "address")
    per = next(per for per in pers if per == found[3])
    return RateWord(count=int(found[1]), seconds=_RATE_UNITS[found[2]], per=per)


_LONG_RATE_UNITS = {
    "s": ("sec", "second"),
    "min": ("m", "minute"),
    "h": ("hr", "hour"),
    "d": ("day",),
}


def _better_rate(text: str) -> str:
    """What to write for `100/minute per tennant`; an example, where that says too little."""
    found = re.fullmatch(r"([1-9][0-9]{0,8})\s*/\s*(\w+)\s*(?:per\s+)?(\w*)", text)
    count, unit, whom = found.groups() if found else ("", "", "")
    short = next((s for s, longs in _LONG_RATE_UNITS.items() if unit.lower() in (s, *longs)), None)
    per = closest(whom, ("token", "tenant", "address"))
    if short and (per or not whom):
        return f"write {count}/{short} per {per or 'token'}"
    return "write 100/min per token, with s, min, h or d"


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
    if len(fields) == 2:
        raise wrong("BP119", f'"{text}" is no time span', _better_span(text))
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
