"""The plain operations of tasks; `blueprint eject tasks.OPERATION` makes one yours."""

from hello_chassis.ids import uuid7
from hello_chassis.pages import Page

from .model import task
from .model.messages import (
    AddTaskInput,
    FinishedTask,
    FinishTaskInput,
    GetTaskInput,
    ListFinishedInput,
    ListTasksInput,
    TaskFinished,
)
from .model.task import Task
from .ports import AddTaskScope, FinishTaskScope, GetTaskScope, ListFinishedScope, ListTasksScope


async def add_task(scope: AddTaskScope, data: AddTaskInput) -> Task:
    """Makes a task."""
    return scope.tasks.add(
        Task(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            title=data.title,
            due_on=data.due_on,
        )
    )


async def finish_task(scope: FinishTaskScope, data: FinishTaskInput) -> Task:
    """A todo task becomes done."""
    before = await scope.tasks.get(data.id)
    after = scope.tasks.save(task.finish(before))
    scope.emit(TaskFinished(task_id=after.id, title=after.title))
    return after


async def get_task(scope: GetTaskScope, data: GetTaskInput) -> Task:
    """Shows a task."""
    return await scope.tasks.get(data.id)


async def list_tasks(scope: ListTasksScope, data: ListTasksInput) -> Page[Task]:
    """Lists tasks."""
    return await scope.tasks.page(
        sort=data.sort, cursor=data.cursor, limit=data.limit, status=data.status
    )


async def list_finished(scope: ListFinishedScope, data: ListFinishedInput) -> Page[FinishedTask]:
    """Lists finished tasks."""
    return await scope.finished_tasks.page(sort=data.sort, cursor=data.cursor, limit=data.limit)
