"""What ordering answers to whatever its contract permits, as each role and as nobody."""

import pytest
from diagnostics_chassis.testing import put_in_place, running
from diagnostics_chassis.testing.conformance import Row, exercise
from diagnostics_chassis.values import Json
from diagnostics_chassis.work import Work
from diagnostics_ordering.adapters.repositories import LabOrderRepository
from diagnostics_ordering.entrypoints.app import SERVICE
from diagnostics_ordering.model.lab_order import LabOrderStatus
from diagnostics_ordering.testing import lab_order


def a_lab_order(work: Work, status: LabOrderStatus = LabOrderStatus.PLACED) -> object:
    """Stores a lab order of whoever asks; answers its id."""
    stored = lab_order(status=status, tenant=work.caller.tenant, clinician_id=work.caller.subject)
    return put_in_place(LabOrderRepository(work), stored).id


ROWS: dict[str, Row] = {
    "CancelOrder": Row(a_lab_order),
    "CollectSample": Row(a_lab_order),
    "GetOrder": Row(a_lab_order),
}
NEEDS: dict[str, Json] = {
    "patients.GetPatient": {
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "version": 1,
        "created_at": "2026-01-31T12:00:00Z",
        "updated_at": "2026-01-31T12:00:00Z",
        "status": "active",
        "record_number": "aaaa",
        "given_name": "a",
        "family_name": "a",
        "born_on": "2026-01-31",
        "email": None,
        "address": None,
    }
}


def test_every_operation_keeps_its_contract_and_can_succeed() -> None:
    report = exercise(SERVICE, ROWS, roles=("clinician", "technician"), needs=NEEDS)
    assert report.breaches == []
    assert report.without_success == report.unwritten


@pytest.mark.anyio
async def test_what_belongs_to_one_tenant_is_not_there_for_another() -> None:
    async with running(SERVICE) as system:
        async with system.work() as work:
            id = a_lab_order(work)
        ours = await system.as_role("clinician").get(f"/api/ordering/v2/orders/{id}")
        theirs = await system.as_role("clinician", tenant="another").get(
            f"/api/ordering/v2/orders/{id}"
        )
    assert (ours.status_code, theirs.status_code) == (200, 404)
