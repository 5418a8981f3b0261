"""Marks of conflicts are found, whoever made them, and lines that only look like one are not."""

import subprocess
from pathlib import Path

import pytest

from generator.both_sides import nothing_written
from generator.marks import first_mark, has_marks, one_side, without_marks
from generator.threeway import merge

OURS = b"a\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> branch/with a label\nz\n"
NESTED = (
    b"<<<<<<< ours\n1\n||||||| merged common ancestors\n<<<<<<<<< Temporary merge branch 1\n2\n"
    b"|||||||||\n3\n=========\n4\n>>>>>>>>> Temporary merge branch 2\n=======\n5\n>>>>>>> theirs\n"
)


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_marks_of_git_are_found_in_every_style(tmp_path: Path, style: str) -> None:
    sides = {"yours": b"1\nmine\n3\n", "base": b"1\n2\n3\n", "new": b"1\ntheirs\n3\n"}
    for name, content in sides.items():
        (tmp_path / name).write_bytes(content)
    command = ["git", "merge-file", "-p", *([] if style == "merge" else [f"--{style}"]), *sides]
    content = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).stdout

    assert first_mark(content) == 2
    rest = [b"2"] if style != "merge" else []
    assert without_marks(content) == [b"1", b"mine", *rest, b"theirs", b"3"]


def test_marks_of_our_own_are_found() -> None:
    found = merge(b"a\nb\n", b"a\r\nmine\r\n", b"a\nnew\n")

    assert found is not None
    assert first_mark(found.content) == 2
    assert without_marks(found.content) == [b"a", b"mine", b"b", b"new"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_do_not_hide_marks(end: bytes) -> None:
    content = OURS.replace(b"\n", end)

    assert has_marks(content)
    assert has_marks(content.rstrip(b"\r\nz"))
    assert without_marks(content) == [b"a", b"mine", b"theirs", b"z"]


def test_marks_without_labels_are_marks() -> None:
    assert without_marks(b"<<<<<<<\n1\n|||||||\n2\n=======\n3\n>>>>>>>\n") == [b"1", b"2", b"3"]


def test_marks_in_the_base_of_a_conflict_are_marks() -> None:
    assert first_mark(NESTED) == 1
    assert without_marks(NESTED) == [b"1", b"2", b"3", b"4", b"5"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Title\n=======\n\ntext\n",
        b"<<<<<<< a title\n=======\n",
        b">>>>>>> end\n<<<<<<< begin\n",
        b" <<<<<<< a\n >>>>>>> b\n",
        b"<<<<<<<< a\n>>>>>>>> b\n",
        b"<<<<<<<a\n>>>>>>>b\n",
        b"<<<<<< a\n>>>>>> b\n",
        b">>>>>>> quoted\n",
    ],
)
def test_what_looks_like_a_mark_is_a_line(content: bytes) -> None:
    assert not has_marks(content)
    assert first_mark(content) is None
    assert without_marks(content) == content.splitlines()


def test_an_underline_beside_a_conflict_is_a_line() -> None:
    assert without_marks(b"Title\n=======\n" + OURS)[:2] == [b"Title", b"======="]
    assert b"========" in without_marks(OURS.replace(b"mine", b"========"))


def test_a_conflict_as_git_left_it_holds_nothing_written() -> None:
    assert nothing_written(OURS, [b"a\nmine\nz\n", b"a\r\ntheirs\r\nz\r\n"])
    assert nothing_written(b"", [])


@pytest.mark.parametrize(
    "yours",
    [
        OURS.replace(b"mine", b"mine, edited"),
        OURS + b"more\n",
        OURS + b"mine\n",
        OURS.replace(b"mine\n", b"mine \n"),
    ],
)
def test_a_line_that_no_side_has_or_has_less_often_was_written(yours: bytes) -> None:
    assert not nothing_written(yours, [b"a\nmine\n", b"a\ntheirs\nz\n"])


@pytest.mark.parametrize("signs", [7, 8])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("base", [[], [b"|||||||"]], ids=["merge", "diff3"])
def test_one_side_of_a_conflict_is_the_text_without_the_other(
    signs: int, end: bytes, base: list[bytes]
) -> None:
    begin, middle, close = (sign * signs for sign in (b"<", b"=", b">"))
    before = [line.replace(b"|||||||", b"|" * signs) for line in base] + ([b"old"] if base else [])
    lines = [b"a", begin + b" ours", b"b", *before, middle, b"c", close + b" theirs", b"d", b""]

    assert one_side(end.join(lines)) == end.join([b"a", b"b", b"d", b""])
    assert one_side(b"a\n=======\n") == b"a\n=======\n"
