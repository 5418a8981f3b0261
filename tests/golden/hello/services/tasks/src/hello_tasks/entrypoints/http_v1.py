"""Tasks over HTTP, v1: what its clients send and get, and who may."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from hello_chassis.web.call import Call
from hello_chassis.web.policy import Policy, Public
from hello_chassis.web.problems import problems
from hello_chassis.web.schema import Answer, QueryModel, Schema, into
from pydantic import Field

from ..adapters import scopes
from ..model.messages import (
    AddTaskInput,
    FinishTaskInput,
    GetTaskInput,
    ListFinishedInput,
    ListTasksInput,
)
from ..model.task import TaskStatus

router = APIRouter()


class AddTaskBody(Schema):
    """What AddTask takes."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    due_on: dt.date | None = None


class Task(Answer):
    """One thing to do."""

    id: UUID
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
    status: TaskStatus
    title: str
    due_on: dt.date | None


class ListTasksQuery(QueryModel):
    """What ListTasks takes in its query."""

    status: TaskStatus | None = None
    sort: Literal["created_at", "-created_at"] = "created_at"
    cursor: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class TaskPage(Answer):
    """A page of Task; `next` is the cursor of the one after it."""

    items: tuple[Task, ...]
    next: str | None


class ListFinishedQuery(QueryModel):
    """What ListFinished takes in its query."""

    sort: Literal["task_id", "-task_id"] = "task_id"
    cursor: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class FinishedTask(Answer):
    """A finished task, as the events made it."""

    task_id: UUID
    title: str


class FinishedTaskPage(Answer):
    """A page of FinishedTask; `next` is the cursor of the one after it."""

    items: tuple[FinishedTask, ...]
    next: str | None


ADD_TASK = Policy("AddTask", Public(), writes=True)
FINISH_TASK = Policy("FinishTask", Public(), writes=True, guards="Task")
GET_TASK = Policy("GetTask", Public())
LIST_TASKS = Policy("ListTasks", Public())
LIST_FINISHED = Policy("ListFinished", Public())


@router.post(
    "/tasks",
    status_code=201,
    response_model=Task,
    operation_id="AddTask",
    responses=problems(409, 413, 422),
)
async def add_task(call: Annotated[Call, Depends(ADD_TASK)], body: AddTaskBody) -> Response:
    """Makes a task."""
    data = into(AddTaskInput, body)
    return await call.answer(scopes.add_task, data, Task, status=201, location="/tasks/{id}")


@router.post(
    "/tasks/{id}/finish",
    response_model=Task,
    operation_id="FinishTask",
    responses=problems(404, 409, 412, 422),
)
async def finish_task(call: Annotated[Call, Depends(FINISH_TASK)], id: UUID) -> Response:
    """A todo task becomes done."""
    data = FinishTaskInput(id=id)
    return await call.answer(scopes.finish_task, data, Task)


@router.get(
    "/tasks",
    response_model=TaskPage,
    operation_id="ListTasks",
    responses=problems(422),
)
async def list_tasks(
    call: Annotated[Call, Depends(LIST_TASKS)], query: Annotated[ListTasksQuery, Query()]
) -> Response:
    """Lists tasks."""
    data = into(ListTasksInput, query)
    return await call.answer(scopes.list_tasks, data, TaskPage)


@router.get(
    "/finished",
    response_model=FinishedTaskPage,
    operation_id="ListFinished",
    responses=problems(422),
)
async def list_finished(
    call: Annotated[Call, Depends(LIST_FINISHED)], query: Annotated[ListFinishedQuery, Query()]
) -> Response:
    """Lists finished tasks."""
    data = into(ListFinishedInput, query)
    return await call.answer(scopes.list_finished, data, FinishedTaskPage)


@router.get(
    "/tasks/{id}",
    response_model=Task,
    operation_id="GetTask",
    responses=problems(404, 422),
)
async def get_task(call: Annotated[Call, Depends(GET_TASK)], id: UUID) -> Response:
    """Shows a task."""
    data = GetTaskInput(id=id)
    return await call.answer(scopes.get_task, data, Task)
