"""How far the limits of two forms differ: ranges, lengths, counts, patterns."""

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from generator.changes.difference import Aspect
from generator.changes.forms import FORMATS, LIMITS, Form, Json, Schema

_DECIMAL = re.compile(
    r"\^(-\?)?(?:\[0-9\]\{1,(\d+)\}|0)(?:\(\\\.\[0-9\]\{1,(\d+)\}\)\?)?\$", re.ASCII
)
"""The pattern of a decimal, as contracts have it: `^-?[0-9]{1,6}(\\.[0-9]{1,2})?$`."""

Found = tuple[Aspect, str, bool, bool]
"""An aspect, what to say, and whether it breaks backward and forward."""


def compare_limits(old: Form, new: Form) -> Iterator[Found]:
    """Every limit that became tighter or looser."""
    for word in LIMITS.get(old.type, ()):
        yield from _limit(word, old, new)
    if old.type == "string":
        yield from _shape("pattern", old.schema.get("pattern"), new.schema.get("pattern"))
        yield from compare_formats(old, new)


def compare_formats(old: Form, new: Form) -> Iterator[Found]:
    """What is said of the values of two strings beside their pattern."""
    if old.type == "string":
        for word in FORMATS:
            yield from _shape(word, old.schema.get(word), new.schema.get(word))


def admits(reader: Form, writer: Form, value: Json) -> bool:
    """Whether a reader that names no values reads one of a writer that does."""
    known = all(reader.schema.get(word) in (None, writer.schema.get(word)) for word in FORMATS)
    return known and allows(reader, value)


def allows(form: Form, value: Json) -> bool:
    """Whether a string or a number keeps to the limits of a form; others always do."""
    schema = form.schema
    match value:
        case bool():
            return True
        case str():
            return _within(len(value), schema, "minLength", "maxLength") and _fits(value, schema)
        case int() | float():
            whole = not form.whole or float(value).is_integer()
            low, high = _bound(form, "minimum"), _bound(form, "maximum")
            above = low is None or _order(low) <= (Fraction(str(value)), 0)
            below = high is None or (Fraction(str(value)), 0) <= _order(high, -1)
            step = schema.get("multipleOf")
            steps = not _is_number(step) or Fraction(str(value)) % Fraction(str(step)) == 0
            return whole and above and below and steps
    return True


def _within(size: int, schema: Schema, low: str, high: str) -> bool:
    least, most = schema.get(low), schema.get(high)
    enough = not _is_number(least) or Fraction(str(least)) <= size
    return enough and (not _is_number(most) or size <= Fraction(str(most)))


def _fits(value: str, schema: Schema) -> bool:
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return True
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return False  # not Python's kind of pattern: nothing is promised


def _limit(word: str, old: Form, new: Form) -> Iterator[Found]:
    before, after = _value(word, old), _value(word, new)
    if before == after:
        return
    tighter, looser = _tighter(word, before, after), _tighter(word, after, before)
    said = f"{word} is {_say(after)}, was {_say(before)}"
    if tighter:
        yield Aspect.LIMIT_TIGHTENED, said, True, looser
    else:
        yield Aspect.LIMIT_LOOSENED, said, False, True


def _value(word: str, form: Form) -> object:
    if word in ("minimum", "maximum"):
        return _bound(form, word)
    value = form.schema.get(word)
    if word == "uniqueItems":
        return value is True
    if word == "multipleOf":
        return Fraction(str(value)) if _is_number(value) else None
    if not _is_number(value):
        return None
    return None if word.startswith("min") and value == 0 else Fraction(str(value))


def _bound(form: Form, word: str) -> tuple[Fraction, bool] | None:
    """The tightest limit of a number and whether it is itself excluded; None without one."""
    exclusive = form.schema.get("exclusive" + word.capitalize())
    plain = form.schema.get(word)
    found = []
    if _is_number(plain):
        found.append((Fraction(str(plain)), exclusive is True))
    if _is_number(exclusive):
        found.append((Fraction(str(exclusive)), True))
    if not found:
        return None
    sign = 1 if word == "minimum" else -1
    value, excluded = max(found, key=lambda one: (sign * one[0], one[1]))
    if form.whole:  # the next whole number is the same limit
        edge = Fraction(ceil(value) if word == "minimum" else floor(value))
        return (edge + sign if excluded and edge == value else edge), False
    return value, excluded


def _order(bound: tuple[Fraction, bool], sign: int = 1) -> tuple[Fraction, int]:
    return bound[0], sign * int(bound[1])


def _tighter(word: str, before: object, after: object) -> bool:
    """Whether *after* refuses something that *before* allows."""
    if word == "uniqueItems":
        return after is True
    if after is None:
        return False
    if before is None:
        return True
    match before, after:
        case Fraction(), Fraction() if word == "multipleOf":
            return before % after != 0
        case Fraction(), Fraction():
            return after > before if word.startswith("min") else after < before
        case (Fraction() as a, bool() as x), (Fraction() as b, bool() as y):
            one, other = _order((a, x)), _order((b, y))
            return other > one if word == "minimum" else (b, not y) < (a, not x)
    return True


def _shape(word: str, before: Json, after: Json) -> Iterator[Found]:
    if before == after:
        return
    if before is None:
        yield Aspect.PATTERN_TIGHTENED, f"{word} is {_quoted(after)} now", True, False
    elif after is None:
        yield Aspect.PATTERN_LOOSENED, f"{word} {_quoted(before)} is gone", False, True
    else:
        said = f"{word} is {_quoted(after)}, was {_quoted(before)}"
        tighter, looser = _of_decimals(before, after) or (True, True)
        if tighter and looser:
            yield Aspect.PATTERN_CHANGED, said, True, True
        elif tighter:
            yield Aspect.PATTERN_TIGHTENED, said, True, False
        else:
            yield Aspect.PATTERN_LOOSENED, said, False, True


def _of_decimals(before: Json, after: Json) -> tuple[bool, bool] | None:
    """Whether one pattern of decimals is tighter than another, and whether it is looser.

    The patterns are those that contracts of decimals have; None for any other.
    """
    one, other = _digits(before), _digits(after)
    if one is None or other is None:
        return None
    pairs = list(zip(one, other, strict=True))
    return any(b < a for a, b in pairs), any(b > a for a, b in pairs)


def _digits(pattern: Json) -> tuple[int, int, int] | None:
    """Of a pattern of decimals: whether it allows a sign, its digits, those after the point."""
    found = _DECIMAL.fullmatch(pattern) if isinstance(pattern, str) else None
    return found and (int(bool(found[1])), int(found[2] or 0), int(found[3] or 0))


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _say(value: object) -> str:
    match value:
        case None:
            return "not limited"
        case Fraction():
            return _decimal(value)
        case (Fraction() as number, excluded):
            return f"above or below {_decimal(number)}" if excluded else _decimal(number)
    return str(value).lower()


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def _quoted(value: Json) -> str:
    return f'"{value}"'
