"""Events in their envelopes."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from _system__chassis.messaging.events import Envelope, MalformedEnvelopeError, PublishedEvent
from _system__chassis.values import Money
from hypothesis import given
from hypothesis import strategies as st

NOW = dt.datetime(2026, 11, 24, 12, 30, 0, 123456, tzinfo=dt.UTC)


class Shade(StrEnum):
    DARK = "dark"


class PublishedShade(StrEnum):
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, kw_only=True)
class Painted:
    wall_id: UUID
    shade: Shade
    price: Money
    notes: str | None = None


class PaintedV1(PublishedEvent):
    topic: ClassVar[str] = "house.walls.Painted.v1"
    key: ClassVar[str] = "wall_id"
    wall_id: UUID
    shade: PublishedShade
    price: Money


PAINTED = Painted(wall_id=uuid4(), shade=Shade.DARK, price=Money.parse("12.50 EUR"), notes="wet")


def envelope(**more: object) -> Envelope:
    return Envelope.of(PaintedV1.of(PAINTED), source="/house/walls", time=NOW, **more)


def test_a_version_has_its_own_fields_of_the_event_and_no_other():
    published = PaintedV1.of(PAINTED)
    assert published.shade is PublishedShade.DARK
    assert "notes" not in published.model_dump()


def test_fields_that_a_consumer_does_not_know_are_ignored():
    data = {**PaintedV1.of(PAINTED).model_dump(mode="json"), "gloss": 3}
    assert PaintedV1.model_validate(data) == PaintedV1.of(PAINTED)


def test_the_envelope_is_a_cloud_event_whose_subject_is_the_key():
    sent = envelope(tenant="one", traceparent="00-1-2-01", sequence=3001).to_json()
    assert sent["specversion"] == "1.0"
    assert sent["type"] == "house.walls.Painted.v1"
    assert sent["source"] == "/house/walls"
    assert sent["subject"] == str(PAINTED.wall_id)
    assert sent["time"] == "2026-11-24T12:30:00.123456+00:00"
    assert sent["data"]["price"] == {"amount": "12.50", "currency": "EUR"}
    assert sent["sequence"] == "3001"


def test_extensions_that_say_nothing_are_left_out():
    assert not {"tenant", "traceparent", "sequence"} & set(envelope().to_json())


@given(
    tenant=st.text(max_size=20),
    sequence=st.none() | st.integers(0, 2**62),
    traceparent=st.none() | st.text(max_size=60),
)
def test_an_envelope_comes_back_as_it_was_sent(tenant, sequence, traceparent):
    sent = envelope(tenant=tenant, sequence=sequence, traceparent=traceparent)
    assert Envelope.from_json(sent.to_json()) == sent


def test_two_envelopes_of_one_event_have_ids_of_their_own():
    assert envelope().id != envelope().id


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "subject", "time", "data"])
def test_an_envelope_without_a_required_attribute_is_malformed_and_says_which(name):
    sent = envelope().to_json()
    del sent[name]
    with pytest.raises(MalformedEnvelopeError, match=name):
        Envelope.from_json(sent)


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, {"specversion": "0.3"}])
def test_what_is_no_envelope_is_malformed(value):
    with pytest.raises(MalformedEnvelopeError):
        Envelope.from_json(value)


def test_a_malformed_envelope_does_not_tell_private_values():
    with pytest.raises(MalformedEnvelopeError) as caught:
        Envelope.from_json({**envelope().to_json(), "time": "Jane Doe"})
    assert "Jane" not in str(caught.value)
