"""Merging two records: what one example cannot say."""

import pytest
from diagnostics_patients.application.merge_patients import merge_patients
from diagnostics_patients.model.messages import (
    MergePatientsInput,
    MergeTargetUnfit,
    PatientsMerged,
)
from diagnostics_patients.model.patient import PatientStatus
from diagnostics_patients.testing import Fakes, patient

pytestmark = pytest.mark.anyio


async def test_the_merged_record_points_at_the_one_that_is_kept() -> None:
    twice, kept = patient(), patient()
    fakes = Fakes(patients=[twice, kept])

    after = await merge_patients(
        fakes.merge_patients(twice), MergePatientsInput(id=twice.id, into_id=kept.id)
    )

    assert (after.status, after.into_id) == (PatientStatus.MERGED, kept.id)
    assert fakes.emitted == [PatientsMerged(from_id=twice.id, into_id=kept.id)]


@pytest.mark.parametrize("other", ["itself", "nobody", "merged"])
async def test_a_record_is_merged_into_another_that_is_there_and_active(other: str) -> None:
    twice, gone = patient(), patient(status=PatientStatus.MERGED)
    into = {"itself": twice.id, "nobody": patient().id, "merged": gone.id}[other]
    fakes = Fakes(patients=[twice, gone])

    with pytest.raises(MergeTargetUnfit):
        await merge_patients(
            fakes.merge_patients(twice), MergePatientsInput(id=twice.id, into_id=into)
        )

    assert fakes.patients.saved == []
