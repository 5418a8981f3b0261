"""What is kept of an exception: a sentence for people, and what tells like from unlike."""

import traceback

from .claims import Fault


def fault_of(error: BaseException, package: str) -> Fault:
    """The fault that *error* is; *package* is the service's, whose own code is to be named.

    The fingerprint has no line number, so that an edit elsewhere in the file does not change it.
    """
    kind = type(error).__name__
    reason = f"{kind}: {error}" if str(error) else kind
    place = _place(error, package)
    return Fault(reason, f"{kind} in {place}" if place else kind)


def _place(error: BaseException, package: str) -> str | None:
    """The innermost function of *package* that the exception went through."""
    found = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module == package or module.startswith(f"{package}."):
            found = f"{module}.{frame.f_code.co_name}"
    return found
