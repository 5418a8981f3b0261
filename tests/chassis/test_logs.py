"""What is logged, and what never is."""

import json
import logging

import pytest
import structlog
from _system__chassis.calls import deadline
from _system__chassis.observability import logs
from _system__chassis.observability.telemetry import continue_trace, traceparent
from _system__chassis.web import problems
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import get_current_span

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def configured() -> None:
    logs.configure("INFO", {"notes", "number"})


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_what_is_personal_is_not_logged_at_any_depth(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info(
        "said", notes="call 555", body={"items": [{"notes": "call 555", "code": "GLU"}]}
    )
    (line,) = lines(capsys)
    assert line["notes"] == logs.REDACTED
    assert line["body"] == {"items": [{"notes": logs.REDACTED, "code": "GLU"}]}


def test_nobody_can_write_a_line_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("said", path='x\n{"event": "forged"}\r\n')
    assert len(lines(capsys)) == 1


def test_the_standard_librarys_lines_have_the_same_shape(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("somebody.else").warning("hello %s", "you")
    (line,) = lines(capsys)
    assert (line["event"], line["level"], line["logger"]) == (
        "hello you",
        "warning",
        "somebody.else",
    )
    assert line["timestamp"]
    assert "context" in line


def test_an_exception_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise RuntimeError("no")
    except RuntimeError:
        structlog.get_logger().exception("failed")
    (line,) = lines(capsys)
    assert "RuntimeError: no" in str(line["exception"])


def test_a_trace_goes_on_behind_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    tracer = TracerProvider().get_tracer("test")
    parent = f"00-{'a' * 32}-{'b' * 16}-01"
    with continue_trace(tracer, parent, "handle"):
        structlog.get_logger().info("said")
        assert str(traceparent()).split("-")[1] == "a" * 32
    assert not get_current_span().get_span_context().is_valid
    assert lines(capsys)[0]["trace_id"] == "a" * 32


@pytest.mark.parametrize("parent", [None, "", "nonsense", f"00-{'0' * 32}-{'b' * 16}-01"])
def test_without_a_trace_a_new_one_begins_also_inside_another(parent: str | None) -> None:
    tracer = TracerProvider().get_tracer("test")
    with tracer.start_as_current_span("outer") as outer, continue_trace(tracer, parent, "handle"):
        inner = get_current_span().get_span_context()
        assert inner.is_valid
        assert inner.trace_id != outer.get_span_context().trace_id


async def test_whoever_is_inside_has_no_more_time_than_whoever_is_outside() -> None:
    assert deadline.remaining() is None
    with deadline.within(1):
        with deadline.within(100):
            assert (deadline.remaining() or 99) <= 1
        with deadline.within(0):
            assert deadline.remaining() == 0
    assert deadline.remaining() is None


@given(st.lists(st.text() | st.integers(0, 9)))
def test_a_pointer_leads_back_to_where_it_came_from(parts: list[int | str]) -> None:
    shown = problems.pointer(["body", *parts])
    back = [part.replace("~1", "/").replace("~0", "~") for part in shown[1:].split("/")[1:]]
    assert back == [str(part) for part in parts]


def test_what_is_not_in_the_body_is_pointed_at_by_its_place() -> None:
    assert problems.pointer(["query", "limit"]) == "#/query/limit"


def test_declared_errors_stand_with_their_statuses() -> None:
    told = problems.problems(401, 404, refused={"patient_unknown": 404, "closed": 409})
    assert list(told) == [401, 404, 409, 500, 503, 504]
    assert told[404]["description"] == "Not Found: patient_unknown"
    assert told[401]["description"] == "Unauthorized"
