"""Data for development, and for tests that need some: `make seed`. Yours."""

from hello_chassis.work import Work


async def seed(work: Work) -> None:
    """Fills an empty database; called once for each tenant, committed afterwards."""
