"""What a context does of its own accord: for a message that came, or by the clock."""

from typing import TYPE_CHECKING

from .caller import Caller
from .work import Work

if TYPE_CHECKING:
    from .runtime import Runtime


def own_work(runtime: "Runtime", tenant: str, operation: str, origin: str = "") -> Work:
    """A unit of work in *tenant* that no user stands behind; *operation* names it in the logs.

    *origin* is what makes it happen, the same at each attempt: the message's id, the time due.
    """
    context = runtime.service.name
    caller = Caller(subject=f"service:{context}", tenant=tenant, service=context, acting=False)
    now = runtime.clock()
    return Work(runtime=runtime, caller=caller, now=now, operation=operation, origin=origin)
