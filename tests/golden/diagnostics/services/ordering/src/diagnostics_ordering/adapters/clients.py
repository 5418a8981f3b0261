"""What ordering needs of others: each call with its time limit, refusals in our own words."""

from uuid import UUID

from diagnostics_chassis.calls.client import Refused
from diagnostics_chassis.work import Work
from diagnostics_published.patients.client import get_patient

from ..model.messages import PatientUnknown


class GetPatientClient:
    """patients.GetPatient, answered within 0.3 s."""

    def __init__(self, work: Work) -> None:
        self._send = work.needs("patients.GetPatient", timeout=0.3, retry=2)

    async def __call__(self, *, id: UUID) -> None:
        try:
            await get_patient(self._send, id=id)
        except Refused as refused:
            if refused.name == "not_found":
                raise PatientUnknown from refused
            raise
