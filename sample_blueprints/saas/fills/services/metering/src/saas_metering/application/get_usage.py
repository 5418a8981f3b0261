"""GetUsage: the minutes that were used from one day to another, the first included and the last
not; a begun minute counts.
"""

import datetime as dt

from ..model.messages import GetUsageInput, GetUsageResult
from ..ports import GetUsageScope


async def get_usage(scope: GetUsageScope, data: GetUsageInput) -> GetUsageResult:
    """The minutes that were used from one day to another, the first included and the last not; a
    begun minute counts.
    """
    (total,) = await scope.sql.into(
        GetUsageResult,
        """
        SELECT coalesce(sum((seconds + 59) / 60), 0) AS minutes, count(*) AS jobs
        FROM usage_records
        WHERE used_at >= :since AND used_at < :until
        """,
        since=_midnight(data.since),
        until=_midnight(data.until),
    )
    return total


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
