"""What tasks does when a message comes, and by the clock."""

from hello_chassis.messaging.inbox import Subscription, subscribe
from hello_chassis.messaging.schedule import Schedule
from hello_chassis.storage.views import Projection
from hello_chassis.work import Work
from hello_published.tasks.events import TaskFinishedV1

from ..adapters.repositories import FinishedTaskRepository


async def finished_task_on_task_finished(work: Work, event: TaskFinishedV1) -> None:
    """Writes the finished task of this task id."""
    Projection.of(work, FinishedTaskRepository).put(event.task_id, title=event.title)


SUBSCRIPTIONS: tuple[Subscription, ...] = (
    subscribe(TaskFinishedV1, finished_task_on_task_finished, consumer="FinishedTask"),
)

SCHEDULES: tuple[Schedule, ...] = ()
