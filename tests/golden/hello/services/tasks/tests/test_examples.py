"""The examples that the blueprint gives for tasks."""

import pytest
from hello_chassis.errors import Refusal
from hello_tasks import operations
from hello_tasks.model.messages import FinishTaskInput, TaskFinished
from hello_tasks.model.task import TaskStatus
from hello_tasks.testing import Fakes, task

pytestmark = pytest.mark.anyio


async def test_finish_task_makes_a_todo_task_done() -> None:
    """Given status todo, then status done, TaskFinished emitted."""
    given = task(status=TaskStatus.TODO)
    fakes = Fakes(tasks=[given])
    data = FinishTaskInput(id=given.id)
    await operations.finish_task(fakes.finish_task(), data)
    after = fakes.tasks.written[-1]
    assert after.status == TaskStatus.DONE
    assert [type(event) for event in fakes.emitted] == [TaskFinished]


async def test_finish_task_of_a_done_task_is_refused() -> None:
    """Given status done, then refused."""
    given = task(status=TaskStatus.DONE)
    fakes = Fakes(tasks=[given])
    data = FinishTaskInput(id=given.id)
    with pytest.raises(Refusal):
        await operations.finish_task(fakes.finish_task(), data)
    assert not fakes.emitted
