"""What tasks publishes: its events, and the words that they and its answers use."""

from typing import Annotated, ClassVar
from uuid import UUID

from hello_chassis.messaging.events import PublishedEvent
from pydantic import Field


class TaskFinishedV1(PublishedEvent):
    """Task finished."""

    topic: ClassVar[str] = "hello.tasks.task_finished.v1"
    key: ClassVar[str] = "task_id"

    task_id: UUID
    title: Annotated[str, Field(min_length=1, max_length=120)]
