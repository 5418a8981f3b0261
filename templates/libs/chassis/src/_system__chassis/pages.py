"""Pages of a list, and the opaque cursors that lead from one to the next."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic_core import from_json, to_json

from .documents import dump, parse
from .errors import InvalidInput

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list; `next` is the cursor of those that follow, None at the end."""

    items: tuple[T, ...]
    next: str | None = None

    def map(self, change: Callable[[T], R]) -> "Page[R]":
        """The same page of what *change* makes of each item."""
        return Page(tuple(change(item) for item in self.items), self.next)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How a list is asked for: sorted by a field, `-` before it reverses; after *cursor*."""

    sort: str
    cursor: str | None = None
    limit: int = 50


def encode(sort: str, value: object, id_: object) -> str:
    """The cursor of what follows the row with this sort value and id, in the order *sort*."""
    return urlsafe_b64encode(to_json([sort, dump(value), dump(id_)])).rstrip(b"=").decode()


def decode(cursor: str, sort: str, value: type[T], id_: type[R]) -> tuple[T | None, R]:
    """The sort value and the id in *cursor*; InvalidInput where it is broken or of another sort."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, last, last_id = from_json(urlsafe_b64decode(padded.encode("ascii")))
        found = (None if last is None else _aware(parse(value, last))), parse(id_, last_id)
    except (ValueError, TypeError):
        raise InvalidInput("cursor: it was not made here") from None
    if made_for != sort:
        raise InvalidInput("cursor: it belongs to another sort order")
    return found


def _aware(value: T) -> T:
    """*value*; a ValueError where it is a time without a zone, which no row has."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(value)
    return value
