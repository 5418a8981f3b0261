"""Counting use: begun minutes, and days of which the last is not one."""

import datetime as dt

import pytest
from saas_chassis.testing import put_in_place, running
from saas_metering.adapters.repositories import UsageRecordRepository
from saas_metering.entrypoints.app import SERVICE
from saas_metering.testing import usage_record

pytestmark = pytest.mark.anyio

USED = [("2026-01-31T23:59:59", 60), ("2026-02-01T00:00:00", 61), ("2026-02-28T23:59:59", 1)]


async def test_a_begun_minute_counts_and_so_does_the_first_day() -> None:
    async with running(SERVICE) as system:
        async with system.work() as work:
            for moment, seconds in USED:
                used_at = dt.datetime.fromisoformat(f"{moment}+00:00")
                record = usage_record(tenant=work.caller.tenant, used_at=used_at, seconds=seconds)
                put_in_place(UsageRecordRepository(work), record)
        owner = system.as_role("owner")
        february = {"since": "2026-02-01", "until": "2026-03-01"}
        answer = await owner.get("/api/metering/v1/usage", params=february)
        other = await system.as_role("owner", tenant="another").get(
            "/api/metering/v1/usage", params=february
        )
    assert answer.json() == {"minutes": 3, "jobs": 2}
    assert other.json() == {"minutes": 0, "jobs": 0}
