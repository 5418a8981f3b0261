"""What a context does of its own accord: for a message that came, or by the clock."""

from typing import TYPE_CHECKING

from .caller import Caller
from .work import Work

if TYPE_CHECKING:
    from .runtime import Runtime


def own_work(runtime: "Runtime", tenant: str, operation: str) -> Work:
    """A unit of work in *tenant* that no user stands behind; *operation* names it in the logs."""
    context = runtime.service.name
    caller = Caller(subject=f"service:{context}", tenant=tenant, service=context, acting=False)
    return Work(runtime=runtime, caller=caller, now=runtime.clock(), operation=operation)
