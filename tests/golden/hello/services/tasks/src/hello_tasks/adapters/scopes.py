"""Each operation of tasks with its scope: whatever it may reach is handed to it here."""

from collections.abc import Mapping

from hello_chassis.messaging.events import PublishedEvent
from hello_chassis.pages import Page
from hello_chassis.work import Work
from hello_published.tasks import events as published

from .. import operations
from ..model.messages import (
    AddTaskInput,
    FinishedTask,
    FinishTaskInput,
    GetTaskInput,
    ListFinishedInput,
    ListTasksInput,
    TaskFinished,
)
from ..model.task import Task
from ..ports import AddTaskScope, FinishTaskScope, GetTaskScope, ListFinishedScope, ListTasksScope
from .repositories import FinishedTaskRepository, TaskRepository

PUBLISHED: Mapping[type, tuple[type[PublishedEvent], ...]] = {
    TaskFinished: (published.TaskFinishedV1,),
}


async def add_task(work: Work, data: AddTaskInput) -> Task:
    scope = AddTaskScope(now=work.now, caller=work.caller, tasks=TaskRepository(work))
    return await operations.add_task(scope, data)


async def finish_task(work: Work, data: FinishTaskInput) -> Task:
    scope = FinishTaskScope(
        now=work.now, caller=work.caller, tasks=TaskRepository(work), emit=work.emitter(PUBLISHED)
    )
    return await operations.finish_task(scope, data)


async def get_task(work: Work, data: GetTaskInput) -> Task:
    scope = GetTaskScope(now=work.now, caller=work.caller, tasks=TaskRepository(work))
    return await operations.get_task(scope, data)


async def list_tasks(work: Work, data: ListTasksInput) -> Page[Task]:
    scope = ListTasksScope(now=work.now, caller=work.caller, tasks=TaskRepository(work))
    return await operations.list_tasks(scope, data)


async def list_finished(work: Work, data: ListFinishedInput) -> Page[FinishedTask]:
    scope = ListFinishedScope(
        now=work.now, caller=work.caller, finished_tasks=FinishedTaskRepository(work)
    )
    return await operations.list_finished(scope, data)
