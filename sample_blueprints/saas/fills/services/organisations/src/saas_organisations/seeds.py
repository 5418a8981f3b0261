"""Data for development, and for tests that need some: `make seed`."""

from dataclasses import replace

from saas_chassis.ids import uuid7
from saas_chassis.work import Work

from .adapters.repositories import OrganisationRepository
from .model.organisation import Organisation, Person
from .model.values import Duty


async def seed(work: Work) -> None:
    """One organisation, with somebody who pays."""
    OrganisationRepository(work).add(
        Organisation(
            id=uuid7(),
            created_at=work.now,
            updated_at=work.now,
            tenant=work.caller.tenant,
            name="Moving Pictures",
            handle="moving-pictures",
            billing_email="bills@pictures.example",
            people=(_payer(),),
        )
    )


def organisation(made_up: Organisation) -> Organisation:
    """An organisation that has people has one who pays."""
    if any(person.duty in (Duty.ADMIN, Duty.BILLING) for person in made_up.people):
        return made_up
    return replace(made_up, people=(*made_up.people, _payer()))


def _payer() -> Person:
    return Person(id=uuid7(), email="ada@pictures.example", name="Ada", duty=Duty.ADMIN)
