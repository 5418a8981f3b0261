"""Marks what nobody has written yet, so that it is counted, parked or answered with 501."""

import functools
import inspect
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import ParamSpec, TypeVar

from .errors import Unwritten

P = ParamSpec("P")
R = TypeVar("R")

_MARK = "__unwritten__"


def unwritten(function: Callable[P, R]) -> Callable[P, R]:
    """Says that *function* is still to be written; take it off when it is.

    A coroutine function is not run: it raises Unwritten, which is answered with 501, or parks the
    message. A plain function (an invariant) runs as it is and is only counted.
    """
    name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"
    runs = not inspect.iscoroutinefunction(function)

    @functools.wraps(function)
    def marked(*args: P.args, **kwargs: P.kwargs) -> R:
        if runs:
            return function(*args, **kwargs)
        raise Unwritten(name)

    setattr(marked, _MARK, name)
    return marked


def is_unwritten(function: object) -> bool:
    """Whether *function* still carries the mark."""
    return hasattr(function, _MARK)


def find(modules: Iterable[ModuleType]) -> list[str]:
    """The names of everything unwritten in *modules*, sorted: `cancel_stale.cancel_stale`."""
    return sorted(
        {
            str(getattr(value, _MARK))
            for module in modules
            for value in vars(module).values()
            if hasattr(value, _MARK) and getattr(value, "__module__", "") == module.__name__
        }
    )
