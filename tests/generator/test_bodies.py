"""What was written in a function is found under its own name, or it is said to have moved."""

import pytest

from generator.bodies import moved_bodies

BASE = b"""class A:
    def run(self):
        raise NotImplementedError


class B:
    def run(self):
        raise NotImplementedError


@unwritten
def free():
    return True
"""
STUB = b"        raise NotImplementedError\n"
MINE = b"        # mine\n        return 1\n"


def written(module: bytes, name: str) -> bytes:
    """The module with another body in the class of that name."""
    head, class_line, rest = module.partition(f"class {name}:\n".encode())
    return head + class_line + rest.replace(STUB, MINE, 1)


@pytest.mark.parametrize("name", ["A", "B"])
def test_a_body_under_its_own_name_has_not_moved(name: str) -> None:
    assert moved_bodies(BASE, written(BASE, name), b"import os\n\n" + written(BASE, name)) == []


def test_a_body_in_another_class_has_moved() -> None:
    assert moved_bodies(BASE, written(BASE, "A"), written(BASE, "B")) == ["A.run"]


def test_a_comment_is_part_of_a_body() -> None:
    yours = BASE.replace(STUB, b"        # mine\n" + STUB, 1)
    head, stub, tail = BASE.rpartition(STUB)
    elsewhere = head + b"        # mine\n" + stub + tail

    assert moved_bodies(BASE, yours, elsewhere) == ["A.run"]


def test_a_body_that_was_lost_has_moved() -> None:
    assert moved_bodies(BASE, written(BASE, "A"), BASE) == ["A.run"]


def test_a_body_whose_class_has_another_name_has_moved() -> None:
    renamed = written(BASE, "A").replace(b"class A", b"class Other")

    assert moved_bodies(BASE, written(BASE, "A"), renamed) == ["A.run"]


def test_a_line_that_was_taken_away_and_is_back_has_moved() -> None:
    yours = BASE.replace(b"@unwritten\n", b"")

    assert moved_bodies(BASE, yours, BASE) == ["free"]
    assert moved_bodies(BASE, yours, yours + b"\n\n@unwritten\ndef more(): ...\n") == []


def test_what_the_other_side_changed_in_the_same_function_is_no_move() -> None:
    yours = written(BASE, "A")
    merged = yours.replace(b"def run(self):", b"def run(self, more: int):", 1)

    assert moved_bodies(BASE, yours, merged) == []


def test_a_function_in_a_function_has_a_name_of_its_own() -> None:
    inner = b"    def inner():\n        pass\n\n\n"
    base = b"def one():\n" + inner + b"def two():\n" + inner
    yours = base.replace(b"        pass\n", b"        return 1\n", 1)
    merged = base.rpartition(b"pass")[0] + b"return 1\n"

    assert moved_bodies(base, yours, merged) == ["one.inner"]


def test_in_what_does_not_parse_nothing_can_be_told_or_everything_moved() -> None:
    assert moved_bodies(BASE, b"def (", BASE) == []
    assert moved_bodies(BASE, written(BASE, "B"), b"<<<<<<< yours\n") == ["B.run"]
    assert moved_bodies(b"def (", written(BASE, "A"), written(BASE, "A")) == []
