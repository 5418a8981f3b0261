"""The rules of Job: functions over its data."""

from ..model.job import Job, JobStatus


def done_has_a_length(job: Job) -> bool:
    """What is done was so many seconds long."""
    return job.status is not JobStatus.DONE or job.seconds is not None
