"""The rules of Organisation: functions over its data."""

from ..model.organisation import Organisation
from ..model.values import Duty

PAYING = (Duty.ADMIN, Duty.BILLING)


def somebody_pays(organisation: Organisation) -> bool:
    """Whoever has people has at least one for billing or an admin among them."""
    people = organisation.people
    return not people or any(person.duty in PAYING for person in people)
