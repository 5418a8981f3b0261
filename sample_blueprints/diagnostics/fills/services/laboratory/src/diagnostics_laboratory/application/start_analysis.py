"""StartAnalysis: a sample has come, and its run begins at the device."""

from diagnostics_chassis.ids import uuid7

from ..model.analysis import Analysis
from ..model.messages import StartAnalysisInput
from ..model.values import AnalysedTest
from ..ports import StartAnalysisScope


async def start_analysis(scope: StartAnalysisScope, data: StartAnalysisInput) -> None:
    """A sample has come: start its run at the device and keep the run's number.

    A device that does not answer is a fault: the message is tried again, and dead after three
    times.
    """
    run = await scope.start_run(barcode=data.barcode)
    scope.analyses.add(
        Analysis(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            order_id=data.order_id,
            clinician_id=data.clinician_id,
            barcode=data.barcode,
            run_id=run.run_id,
            tests=tuple(AnalysedTest(code=t.code, specimen=t.specimen) for t in data.tests),
        )
    )
