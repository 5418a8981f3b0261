"""The rules of Patient: functions over its data."""

from ..model.patient import Patient


def born_before_registered(patient: Patient) -> bool:
    """Nobody is born later than their record was last changed."""
    return patient.born_on <= patient.updated_at.date()
