"""What tasks answers to whatever its contract permits, as each role and as nobody."""

from hello_chassis.testing import put_in_place
from hello_chassis.testing.conformance import Row, exercise
from hello_chassis.values import Json
from hello_chassis.work import Work
from hello_tasks.adapters.repositories import TaskRepository
from hello_tasks.entrypoints.app import SERVICE
from hello_tasks.model.task import TaskStatus
from hello_tasks.testing import task


def a_task(work: Work, status: TaskStatus = TaskStatus.TODO) -> object:
    """Stores a task of whoever asks; answers its id."""
    stored = task(status=status)
    return put_in_place(TaskRepository(work), stored).id


ROWS: dict[str, Row] = {
    "FinishTask": Row(a_task),
    "GetTask": Row(a_task),
}
NEEDS: dict[str, Json] = {}


def test_every_operation_keeps_its_contract_and_can_succeed() -> None:
    report = exercise(SERVICE, ROWS, roles=(), needs=NEEDS)
    assert report.breaches == []
    assert report.without_success == report.unwritten
