"""What is kept of an exception: a sentence for people, and what tells like from unlike."""

import traceback

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, StatementError

from .claims import Fault


def fault_of(error: BaseException, package: str) -> Fault:
    """The fault that *error* is; *package* is the service's, whose own code is to be named.

    The fingerprint has no line number, so that an edit elsewhere in the file does not change it.
    The reason holds none of the values that pydantic and databases put into theirs: it is kept, and
    they may be private.
    """
    kind = type(error).__name__
    told = _told(error)
    reason = f"{kind}: {told}" if told else kind
    place = _place(error, package)
    return Fault(reason, f"{kind} in {place}" if place else kind)


def _told(error: BaseException) -> str:
    """What *error* says, without values where it would say them by itself."""
    match error:
        case ValidationError():
            found = error.errors(include_url=False, include_input=False, include_context=False)
            return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in found)
        case DBAPIError(orig=original):
            state = getattr(original, "sqlstate", None)
            return f"{type(original).__name__}{f' ({state})' if state else ''}"
        case StatementError(orig=original):
            return type(original).__name__ if original else ""
    return str(error)


def _place(error: BaseException, package: str) -> str | None:
    """The innermost function of *package* that the exception went through."""
    found = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module == package or module.startswith(f"{package}."):
            found = f"{module}.{frame.f_code.co_name}"
    return found
