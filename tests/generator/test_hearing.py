"""Subscriptions say under which key their messages wait, where it is not the event's own."""

from pathlib import Path

from blueprint.read import read
from blueprint.resolve import resolve
from generator.filters.hearing import subscribed

ROOT = Path(__file__).parents[2]


def lines(context_name: str, consumer: str) -> dict[str, str]:
    """By the event what subscribes *consumer* to it."""
    document = read(ROOT / "sample_blueprints" / "diagnostics" / "blueprint.yaml").document
    assert document is not None
    (context,) = [one for one in resolve(document).contexts if one.name.snake == context_name]
    found = [one for one in context.subscriptions if one.consumer == consumer]
    return {one.event.class_name: subscribed(one, "handler") for one in found}


def test_what_feeds_a_view_from_events_of_other_keys_waits_under_the_rows_key() -> None:
    found = lines("ordering", "OrderOverview")
    placed = {event for event, line in found.items() if "place=" in line}
    assert placed == {"ResultReportedV1"}
    assert "place=lambda event: str(event.order_id)" in found["ResultReportedV1"]


def test_an_operation_hears_events_by_their_own_key() -> None:
    assert not any("place=" in line for line in lines("ordering", "CompleteOrder").values())
    assert lines("ordering", "CompleteOrder")
