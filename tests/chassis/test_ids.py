"""Ids are UUIDs of version 7, each greater than the one before."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

import pytest
from _system__chassis.ids import int_id, uuid7


def test_an_id_is_a_version_7_uuid_of_now() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_grow_within_one_millisecond_too() -> None:
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_grow_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    monkeypatch.setattr("_system__chassis.ids.time.time_ns", lambda: 0)
    assert uuid7() > first


def test_threads_never_make_one_id_twice() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: uuid7(), range(2000)))
    assert len(set(made)) == len(made)


def test_number_ids_grow_and_are_kept_by_javascript() -> None:
    made = [int_id() for _ in range(5000)]
    assert made == sorted(set(made))
    assert 0 < made[0] < made[-1] < 2**53
    assert made[0] >> 12 <= time.time_ns() // 1_000_000 - 1_704_067_200_000
