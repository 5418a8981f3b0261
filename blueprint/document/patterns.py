"""Patterns: regular expressions that every reader of them takes for the same.

They are tried by the engine that the generated models have, whose time grows with the text alone.
Contracts show them to clients in other languages, too: hence no group but `(?:…)`, and nothing
that Python takes for something else.
"""

import re
import warnings
from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

MAX_LENGTH = 1000

_FOREIGN = re.compile(r"(?<!\\)(?:\\\\)*(\(\?(?!:)[^\s)]{0,2})")


class PatternError(ValueError):
    """A pattern that cannot be used; its text says why."""


def check(pattern: str) -> None:
    """Raises PatternError for a pattern that cannot be used."""
    if len(pattern) > MAX_LENGTH:
        raise PatternError(f"it has {len(pattern)} characters, more than {MAX_LENGTH}")
    if foreign := _FOREIGN.search(pattern):
        raise PatternError(f"not every language knows {foreign[1]}")
    try:
        _validator(pattern)
    except SchemaError as error:
        reason = str(error).strip().rpartition("\n")[2].strip()
        raise PatternError(reason.removeprefix("error: ").removeprefix("SchemaError: ")) from None
    _check_for_python(pattern)


def _check_for_python(pattern: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of what will mean something else one day
            re.compile(pattern)
    except (re.error, FutureWarning, OverflowError, RecursionError) as error:
        raise PatternError(str(error)) from None


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern that can be used is found in *text*."""
    try:
        _validator(pattern).validate_python(text)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=256)
def _validator(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern))
