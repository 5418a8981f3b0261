"""Task: its data, its states, and how one becomes another."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from hello_chassis.lifecycle import moved


class TaskStatus(StrEnum):
    """Where a task stands; it starts as todo."""

    TODO = "todo"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do."""

    id: UUID
    version: int = 0
    created_at: dt.datetime
    updated_at: dt.datetime
    status: TaskStatus = TaskStatus.TODO
    title: str
    due_on: dt.date | None = None


MOVES: Mapping[str, Mapping[TaskStatus, TaskStatus]] = {
    "finish": {TaskStatus.TODO: TaskStatus.DONE},
}


def finish(task: Task) -> Task:
    """A todo task becomes done; from any other state it is refused."""
    status = moved("Task.finish", task.status, MOVES["finish"])
    return replace(task, status=status)
