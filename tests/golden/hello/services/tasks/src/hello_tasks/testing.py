"""For tests of tasks: builders of its aggregates, and scopes without a database."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from hello_chassis.caller import Caller
from hello_chassis.ids import uuid7
from hello_chassis.testing import FakeRepository, FakeViews, a_caller

from .model.messages import FinishedTask
from .model.task import Task, TaskStatus
from .ports import AddTaskScope, FinishTaskScope, GetTaskScope, ListFinishedScope, ListTasksScope

NOW = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
SOMEBODY = a_caller()


def task(
    *,
    id: UUID | None = None,
    version: int = 1,
    created_at: dt.datetime = NOW,
    updated_at: dt.datetime = NOW,
    status: TaskStatus = TaskStatus.TODO,
    title: str = "a",
    due_on: dt.date | None = None,
) -> Task:
    """A task; say what matters, the rest is made up."""
    return Task(
        id=uuid7() if id is None else id,
        version=version,
        created_at=created_at,
        updated_at=updated_at,
        status=status,
        title=title,
        due_on=due_on,
    )


class Fakes:
    """Scopes in memory: what a use case finds is given here, and what it did is seen here."""

    def __init__(
        self,
        *,
        tasks: Iterable[Task] = (),
        finished_tasks: Iterable[FinishedTask] = (),
        now: dt.datetime = NOW,
        caller: Caller = SOMEBODY,
    ) -> None:
        self.now = now
        self.caller = caller
        self.emitted: list[object] = []
        self.tasks = FakeRepository("Task", tasks, first=TaskStatus.TODO)
        self.finished_tasks = FakeViews("FinishedTask", "task_id", finished_tasks)

    def add_task(self) -> AddTaskScope:
        return AddTaskScope(now=self.now, caller=self.caller, tasks=self.tasks)

    def finish_task(self) -> FinishTaskScope:
        return FinishTaskScope(
            now=self.now, caller=self.caller, tasks=self.tasks, emit=self.emitted.append
        )

    def get_task(self) -> GetTaskScope:
        return GetTaskScope(now=self.now, caller=self.caller, tasks=self.tasks)

    def list_tasks(self) -> ListTasksScope:
        return ListTasksScope(now=self.now, caller=self.caller, tasks=self.tasks)

    def list_finished(self) -> ListFinishedScope:
        return ListFinishedScope(
            now=self.now, caller=self.caller, finished_tasks=self.finished_tasks
        )
