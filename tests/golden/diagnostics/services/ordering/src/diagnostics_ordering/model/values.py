"""The words of ordering: its enums and values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Priority(StrEnum):
    """One of routine, urgent, stat."""

    ROUTINE = "routine"
    URGENT = "urgent"
    STAT = "stat"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedTest:
    """An ordered test: code, specimen."""

    code: str
    specimen: Literal["blood", "urine", "swab"]
