"""How tasks finds and stores its aggregates and views."""

import datetime as dt
from collections.abc import AsyncIterator

from hello_chassis.pages import Page
from hello_chassis.storage.repository import Repository, Row, at_least, before, equals
from hello_chassis.storage.views import ViewRepository

from ..model import task
from ..model.messages import FinishedTask
from ..model.task import Task, TaskStatus
from . import tables


class TaskRepository(Repository[Task]):
    """Tasks."""

    _name = "Task"
    _table = tables.tasks
    _lifecycle = task.MOVES
    _first = task.TaskStatus.TODO
    _sorts = {"created_at": tables.tasks.c.created_at}

    def _to_row(self, item: Task) -> dict[str, object]:
        return {
            "status": item.status,
            "title": item.title,
            "due_on": item.due_on,
        }

    def _from_row(self, row: Row) -> Task:
        return Task(
            id=row["id"],
            version=row["version"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            status=TaskStatus(row["status"]),
            title=row["title"],
            due_on=row["due_on"],
        )

    def where(
        self,
        *,
        status: TaskStatus | None = None,
        created_at_from: dt.datetime | None = None,
        created_at_before: dt.datetime | None = None,
    ) -> AsyncIterator[Task]:
        column = self._table.c
        return self._each(
            equals(column.status, status),
            at_least(column.created_at, created_at_from),
            before(column.created_at, created_at_before),
        )

    async def page(
        self, *, sort: str, cursor: str | None, limit: int, status: TaskStatus | None = None
    ) -> Page[Task]:
        column = self._table.c
        return await self._keyset(sort, cursor, limit, equals(column.status, status))


class FinishedTaskRepository(ViewRepository[FinishedTask]):
    """Finished tasks."""

    _name = "FinishedTask"
    _table = tables.finished_tasks
    _key = "task_id"
    _sorts = {"task_id": tables.finished_tasks.c.task_id}

    def _from_row(self, row: Row) -> FinishedTask:
        return FinishedTask(
            task_id=row["task_id"],
            title=row["title"],
        )

    async def page(self, *, sort: str, cursor: str | None, limit: int) -> Page[FinishedTask]:
        return await self._keyset(sort, cursor, limit)
