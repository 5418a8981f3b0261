"""MergePatients: two records are one person, and one of them is kept."""

from dataclasses import replace

from ..model import patient
from ..model.messages import MergePatientsInput, MergeTargetUnfit, PatientsMerged
from ..model.patient import Patient, PatientStatus
from ..ports import MergePatientsScope


async def merge_patients(scope: MergePatientsScope, data: MergePatientsInput) -> Patient:
    """Two records are one person; this one is merged into another.

    Refused when the other is not there, is this one, or is merged itself.
    """
    merged = patient.merge(scope.patient)
    other = await scope.patients.find(data.into_id)
    if other is None or other.id == merged.id or other.status is PatientStatus.MERGED:
        raise MergeTargetUnfit
    # Unchanged but counted up: whoever merges the other one away at the same moment is refused.
    scope.patients.save(other)
    after = scope.patients.save(replace(merged, into_id=other.id))
    scope.emit(PatientsMerged(from_id=after.id, into_id=other.id))
    return after
