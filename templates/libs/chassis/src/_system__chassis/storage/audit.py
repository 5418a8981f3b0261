"""Who did what: one row for each command, in the transaction of its effect, never changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from ..caller import Caller
from .pending import Held
from .runtime_tables import audit
from .statements import insert_all


async def write(
    connection: AsyncConnection,
    operation: str,
    caller: Caller,
    written: Sequence[Held[object]],
    *,
    now: datetime,
    trace: str | None,
) -> None:
    """Notes that *caller* ran *operation* and what it wrote; values are not noted."""
    row = {
        "at": now,
        "tenant": caller.tenant,
        "subject": caller.subject,
        "service": caller.service,
        "acting": caller.acting,
        "operation": operation,
        "written": [_noted(held) for held in written],
        "trace": trace,
    }
    await insert_all(connection, audit, [row])


def _noted(held: Held[object]) -> dict[str, object]:
    return {
        "aggregate": held.name,
        "id": held.id,
        "version": held.version + 1,
        "change": held.change,
    }
