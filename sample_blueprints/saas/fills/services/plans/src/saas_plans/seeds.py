"""Data for development, and for tests that need some: `make seed`."""

from decimal import Decimal

from saas_chassis.values import Money
from saas_chassis.work import Work

from .adapters.repositories import PlanRepository
from .model.plan import Plan


async def seed(work: Work) -> None:
    """Two plans to choose from."""
    plans = PlanRepository(work)
    for code, title, monthly, minutes in (
        ("starter", "Starter", "19.00 EUR", 300),
        ("studio", "Studio", "190.00 EUR", 5000),
    ):
        plans.add(
            Plan(
                id=code,
                created_at=work.now,
                updated_at=work.now,
                code=code,
                title=title,
                monthly=Money.parse(monthly),
                included_minutes=minutes,
                per_minute=Decimal("0.0650"),
            )
        )


def plan(made_up: Plan) -> Plan:
    """What a test has made up is a plan already."""
    return made_up
