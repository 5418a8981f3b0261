"""Events as they travel: what a context publishes, in a CloudEvents 1.0 envelope."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, ValidationError

from ..ids import uuid7
from ..values import Json


class PublishedEvent(BaseModel):
    """One version of an event, as its consumers see it. Unknown fields are ignored."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        from_attributes=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
        hide_input_in_errors=True,  # errors are logged, and values may be personal
    )

    topic: ClassVar[str]
    """`diagnostics.ordering.order_placed.v1`: unique in the system, the same for good."""

    key: ClassVar[str]
    """The field whose value orders events: those with one value are delivered one after another."""

    @classmethod
    def of(cls, event: object) -> Self:
        """This version of *event*, from the attributes that have the names of its fields."""
        return cls.model_validate(event)


class MalformedEnvelopeError(ValueError):
    """What came is no CloudEvents 1.0 envelope of ours; the text says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A published event with what routes, orders and traces it.

    `type` is the topic, `subject` the value of the key. `sequence` grows with the versions of the
    aggregate that the key names; it is None where the event is of no aggregate.
    """

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    data: Json
    tenant: str = ""
    traceparent: str | None = None
    sequence: int | None = None

    @classmethod
    def of(
        cls,
        event: PublishedEvent,
        *,
        source: str,
        time: datetime,
        tenant: str = "",
        traceparent: str | None = None,
        sequence: int | None = None,
    ) -> Self:
        """*event* in an envelope with an id of its own; *source* is `/system/context`."""
        return cls(
            id=uuid7(),
            source=source,
            type=event.topic,
            subject=str(getattr(event, event.key)),
            time=time,
            data=event.model_dump(mode="json"),
            tenant=tenant,
            traceparent=traceparent,
            sequence=sequence,
        )

    def to_json(self) -> dict[str, Json]:
        """The structured form of CloudEvents; extensions that say nothing are left out."""
        extensions: dict[str, Json] = {
            "tenant": self.tenant or None,
            "traceparent": self.traceparent,
            "sequence": None if self.sequence is None else str(self.sequence),
        }
        return {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.astimezone(UTC).isoformat(),
            "datacontenttype": "application/json",
            "data": self.data,
            **{name: value for name, value in extensions.items() if value is not None},
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """The envelope that `to_json` wrote; raises MalformedEnvelopeError for anything else."""
        try:
            wire = _Wire.model_validate(value)
        except ValidationError as error:
            raise MalformedEnvelopeError(first_problem(error)) from error
        return cls(
            id=wire.id,
            source=wire.source,
            type=wire.type,
            subject=wire.subject,
            time=wire.time,
            data=wire.data,
            tenant=wire.tenant,
            traceparent=wire.traceparent,
            sequence=wire.sequence,
        )


class _Wire(BaseModel):
    """The envelope as JSON has it; unknown extensions are no error."""

    model_config = ConfigDict(extra="ignore")

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: str
    subject: str
    time: AwareDatetime
    data: JsonValue
    tenant: str = ""
    traceparent: str | None = None
    sequence: int | None = None


def first_problem(error: ValidationError) -> str:
    """One line that names the first field that is wrong, without its value: it may be private."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]
