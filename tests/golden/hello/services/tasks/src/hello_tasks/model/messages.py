"""What goes in and out of tasks: inputs, results, events, views, refusals."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from hello_chassis.pages import Listing

from .task import TaskStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTaskInput:
    """What AddTask takes."""

    title: str
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTaskInput:
    """What FinishTask takes."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTaskInput:
    """What GetTask takes."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTasksInput(Listing):
    """What ListTasks takes: a page, and what narrows it."""

    status: TaskStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFinishedInput(Listing):
    """What ListFinished takes: a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFinished:
    """Task finished."""

    task_id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedTask:
    """A finished task, as the events made it."""

    task_id: UUID
    title: str
