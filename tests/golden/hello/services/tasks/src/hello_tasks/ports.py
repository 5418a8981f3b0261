"""What a use case of tasks may reach: its scope, and nothing else."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from hello_chassis.caller import Caller
from hello_chassis.pages import Page

from .model.messages import FinishedTask, TaskFinished
from .model.task import Task, TaskStatus


class TaskReader(Protocol):
    """Tasks that the caller may see."""

    async def get(self, id: UUID) -> Task:
        """The one of this id; raises NotFound where there is none."""

    async def find(self, id: UUID) -> Task | None:
        """The one of this id, or None."""

    def where(
        self,
        *,
        status: TaskStatus | None = None,
        created_at_from: dt.datetime | None = None,
        created_at_before: dt.datetime | None = None,
    ) -> AsyncIterator[Task]:
        """Each one that matches all that is given, read in batches."""

    async def page(
        self, *, sort: str, cursor: str | None, limit: int, status: TaskStatus | None = None
    ) -> Page[Task]:
        """One page of those that match all that is given; `-` before *sort* reverses it."""


class TaskWriter(TaskReader, Protocol):
    """Tasks that may be written; nothing is sent before the use case returns."""

    def add(self, new: Task) -> Task:
        """Stores a new one; answers it as it will be stored."""

    def save(self, changed: Task) -> Task:
        """Stores one that has changed; answers it as it will be stored, its version counted up."""

    def remove(self, old: Task) -> None:
        """Deletes one."""


class FinishedTaskReader(Protocol):
    """Finished tasks, as the events made them."""

    async def get(self, task_id: UUID) -> FinishedTask:
        """The one of this key; raises NotFound where there is none."""

    async def page(self, *, sort: str, cursor: str | None, limit: int) -> Page[FinishedTask]:
        """One page of those that match all that is given; `-` before *sort* reverses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTaskScope:
    """What AddTask may reach."""

    now: dt.datetime
    caller: Caller
    tasks: TaskWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTaskScope:
    """What FinishTask may reach."""

    now: dt.datetime
    caller: Caller
    tasks: TaskWriter
    emit: Callable[[TaskFinished], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTaskScope:
    """What GetTask may reach."""

    now: dt.datetime
    caller: Caller
    tasks: TaskReader


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTasksScope:
    """What ListTasks may reach."""

    now: dt.datetime
    caller: Caller
    tasks: TaskReader


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFinishedScope:
    """What ListFinished may reach."""

    now: dt.datetime
    caller: Caller
    finished_tasks: FinishedTaskReader
