"""Two changes of one text: both are in what comes of them, or a mark says where they collide."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.threeway import BASE, MIDDLE, NEW, YOURS, Merged, is_binary, merge

WORDS = [b"a", b"b", b"c", b"d", b"e", b"", b"    pass", b"}"]
ENDS = st.sampled_from([b"\n", b"\r\n"])


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """A text of few words, so that lines repeat; either line end; with a last one or without."""
    lines = draw(st.lists(st.sampled_from(WORDS), max_size=14))
    text = b"".join(line + draw(ENDS) for line in lines)
    return text.rstrip(b"\r\n") if draw(st.booleans()) else text


@st.composite
def edited(draw: st.DrawFn, base: bytes, name: bytes) -> bytes:
    """*base* after a few edits; some put lines there that are nowhere else."""
    lines = base.splitlines(keepends=True)
    for number in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(lines)))
        stop = min(len(lines), start + draw(st.integers(0, 2)))
        own = st.just(name + b"%d" % number)
        put = draw(st.lists(own | st.sampled_from(WORDS), max_size=2))
        lines[start:stop] = [line + draw(ENDS) for line in put]
    return b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines[:-1]) + (
        lines[-1] if lines else b""
    )


@st.composite
def changes(draw: st.DrawFn) -> tuple[bytes, bytes, bytes]:
    base = draw(texts())
    return base, draw(edited(base, b"yours")), draw(edited(base, b"new"))


def merged(base: bytes, yours: bytes, new: bytes) -> Merged:
    found = merge(base, yours, new)
    assert found is not None
    return found


def bare(text: bytes) -> list[bytes]:
    """The lines of a text without their ends."""
    lines = [line.removesuffix(b"\r") for line in text.split(b"\n")]
    return lines if lines[-1] else lines[:-1]


# -- nothing is lost ---------------------------------------------------------------------


@settings(deadline=None)
@given(changes())
def test_what_nobody_else_changed_is_as_one_side_has_it(sides: tuple[bytes, bytes, bytes]) -> None:
    base, yours, new = sides

    assert merge(base, base, new) == Merged(new, 0)
    assert merge(base, yours, base) == Merged(yours, 0)
    assert merge(base, new, new) == Merged(new, 0)


@settings(max_examples=200, deadline=None)
@given(changes())
def test_every_line_of_either_side_that_is_not_in_the_base_is_in_the_result(
    sides: tuple[bytes, bytes, bytes],
) -> None:
    base, yours, new = sides

    lines = Counter(bare(merged(base, yours, new).content))

    assert not (Counter(bare(yours)) - Counter(bare(base))) - lines
    assert not (Counter(bare(new)) - Counter(bare(base))) - lines


@settings(max_examples=200, deadline=None)
@given(changes())
def test_a_line_of_yours_keeps_its_line_end(sides: tuple[bytes, bytes, bytes]) -> None:
    base, yours, new = sides
    own = {line for line in yours.split(b"\n")[:-1] if line.startswith(b"yours")}

    assert own <= set(merged(base, yours, new).content.split(b"\n"))


@settings(max_examples=200, deadline=None)
@given(changes())
def test_a_mark_has_all_its_four_lines_and_is_counted(sides: tuple[bytes, bytes, bytes]) -> None:
    found = merged(*sides)

    lines = [line for line in bare(found.content) if line in (YOURS, BASE, MIDDLE, NEW)]

    assert lines == [YOURS, BASE, MIDDLE, NEW] * found.conflicts


@settings(max_examples=200, deadline=None)
@given(changes())
def test_each_side_of_the_conflicts_has_all_that_the_side_has(
    sides: tuple[bytes, bytes, bytes],
) -> None:
    base, yours, new = sides
    content = merged(base, yours, new).content

    assert not Counter(bare(yours)) - Counter(bare(base)) - Counter(side_of(content, YOURS))
    assert not Counter(bare(new)) - Counter(bare(base)) - Counter(side_of(content, MIDDLE))


def side_of(content: bytes, mark: bytes) -> list[bytes]:
    """The lines outside of conflicts, and in each those below the mark of one side."""
    kept, last = list[bytes](), NEW
    for line in bare(content):
        if line in (YOURS, BASE, MIDDLE, NEW):
            last = line
        elif last in (NEW, mark):
            kept.append(line)
    return kept


# -- what is far apart, and what is not --------------------------------------------------


@st.composite
def far_apart(draw: st.DrawFn) -> tuple[list[bytes], list[bytes], list[bytes], list[bytes]]:
    """A text, two changes of it with more than three lines between them, and both made."""
    base = draw(st.lists(st.sampled_from(WORDS), min_size=8, max_size=24))
    first = draw(st.integers(0, len(base) - 6))
    second = draw(st.integers(first + 5, len(base) - 1))
    one, other = draw(_replacement(b"one")), draw(_replacement(b"other"))
    mine = [*base[:first], *one, *base[first + 1 :]]
    theirs = [*base[:second], *other, *base[second + 1 :]]
    both = [*base[:first], *one, *base[first + 1 : second], *other, *base[second + 1 :]]
    return base, mine, theirs, both


def _replacement(name: bytes) -> st.SearchStrategy[list[bytes]]:
    return st.integers(1, 3).map(lambda count: [name + b"%d" % n for n in range(count)])


@settings(max_examples=150, deadline=None)
@given(far_apart(), ENDS, st.booleans())
def test_changes_more_than_three_lines_apart_are_both_made(
    found: tuple[list[bytes], list[bytes], list[bytes], list[bytes]], end: bytes, mine_first: bool
) -> None:
    base, one, other, both = (b"".join(line + end for line in lines) for lines in found)
    yours, new = (one, other) if mine_first else (other, one)

    assert merge(base, yours, new) == Merged(both, 0)


@settings(max_examples=40, deadline=None)
@given(changes())
def test_it_says_what_git_says_or_is_more_careful(
    tmp_path_factory: pytest.TempPathFactory, sides: tuple[bytes, bytes, bytes]
) -> None:
    """Of git's: all `\\n` here, since git compares the ends, and every text with a last one."""
    base, yours, new = (b"".join(line + b"\n" for line in bare(side)) for side in sides)

    content, conflicts = _by_git(tmp_path_factory.mktemp("git"), base, yours, new)
    found = merged(base, yours, new)

    if not conflicts and not found.conflicts:
        assert found.content == content
    if conflicts and not found.conflicts:
        # Equal lines can be paired in several ways, and one of them keeps the changes apart.
        lines = Counter(bare(found.content))
        for side in (yours, new):
            assert not (Counter(bare(side)) - Counter(bare(base))) - lines


def _by_git(folder: Path, base: bytes, yours: bytes, new: bytes) -> tuple[bytes, int]:
    for name, content in {"base": base, "yours": yours, "new": new}.items():
        (folder / name).write_bytes(content)
    command = ["git", "merge-file", "-p", "-q", "yours", "base", "new"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.stdout, done.returncode


def test_a_conflict_is_as_small_as_the_lines_that_differ() -> None:
    base = b"a\nb\nc\nd\ne\n"
    yours = b"a\nB\nmine\nD\ne\n"
    new = b"a\nB\nrendered\nD\ne\n"

    assert merge(base, yours, new) == Merged(
        b"a\nB\n<<<<<<< yours\nmine\n||||||| as it was rendered\nb\nc\nd\n=======\nrendered\n"
        b">>>>>>> rendered now\nD\ne\n",
        1,
    )


def test_two_conflicts_are_two() -> None:
    base = b"a\n1\nb\n2\nc\n"

    found = merged(
        base,
        base.replace(b"1", b"x").replace(b"2", b"x"),
        base.replace(b"1", b"y").replace(b"2", b"y"),
    )

    assert found.conflicts == 2
    assert found.content.count(b"\nb\n") == 1


def test_a_choice_that_comes_to_the_same_is_no_conflict() -> None:
    """Which of the two empty lines was added cannot be told, and does not matter."""
    found = merge(b"a\n\nb\n", b"mine\n\nb\n", b"a\n\nnew\n\nb\n")

    assert found == Merged(b"mine\n\nnew\n\nb\n", 0)


# -- equal blocks ------------------------------------------------------------------------

STUB = "class {name}:\n    def run(self):\n        raise NotImplementedError\n\n"


def stubs(*names: str) -> bytes:
    return "".join(STUB.format(name=name) for name in names).encode()


def filled(text: bytes, name: str) -> bytes:
    """The text with the body of one class written."""
    head, found, tail = text.partition(STUB.format(name=name).encode())
    assert found
    return head + found.replace(b"raise NotImplementedError", b"return 42  # mine") + tail


@pytest.mark.parametrize(
    "now",
    [
        ("C3", "C4", "C0", "C1", "C2"),
        ("C0", "C3", "C1", "C4", "C2"),
        ("C3", "C4", "C0", "C5", "C1", "C2", "C6"),
        ("C0", "C1", "C2", "C3"),
        ("C0", "C2"),
        ("C2", "C0", "C3"),
        ("C1", "C0", "C2"),
        ("C2", "C1", "C0"),
        ("C0", "C1", "C2"),
    ],
)
@pytest.mark.parametrize("name", ["C0", "C1", "C2"])
def test_a_body_stays_in_its_class_whatever_comes_before(name: str, now: tuple[str, ...]) -> None:
    base = stubs("C0", "C1", "C2")

    found = merged(base, filled(base, name), stubs(*now))

    if not found.conflicts:
        assert found.content == filled(stubs(*now), name)


@pytest.mark.parametrize("name", ["C0", "C1", "C2"])
def test_a_body_goes_along_with_classes_that_are_inserted_before(name: str) -> None:
    base, new = stubs("C0", "C1", "C2"), stubs("C3", "C4", "C0", "C1", "C2")

    assert merge(base, filled(base, name), new) == Merged(filled(new, name), 0)


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("blocks", [1, 2, 4, 5])
def test_which_of_equal_blocks_was_changed_is_not_guessed(number: int, blocks: int) -> None:
    block = b"begin\n    nothing\nend\n"
    mine = [block] * 3
    mine[number] = b"begin\n    mine\nend\n"

    found = merged(block * 3, b"".join(mine), block * blocks)

    assert found.conflicts == 1
    assert found.content.count(b"    mine\n") == 1


# -- bytes -------------------------------------------------------------------------------


def test_a_checkout_with_windows_line_ends_keeps_them() -> None:
    base = b"a\nb\nc\nd\ne\nf\ng\nh\n"
    yours = base.replace(b"b", b"mine").replace(b"\n", b"\r\n")
    new = base.replace(b"h", b"new\nlines")

    assert merge(base, yours, new) == Merged(
        b"a\r\nmine\r\nc\r\nd\r\ne\r\nf\r\ng\r\nnew\r\nlines\r\n", 0
    )


def test_marks_end_as_the_lines_do() -> None:
    found = merged(b"a\nb\n", b"a\r\nmine\r\n", b"a\nnew\n")

    assert found.conflicts == 1
    assert found.content.count(b"\n") == found.content.count(b"\r\n") == 8


@pytest.mark.parametrize(
    ("base", "yours", "new", "content"),
    [
        (
            b"1\n2\n3\n4\n5\n6",
            b"0\n1\n2\n3\n4\n5\n6",
            b"1\n2\n3\n4\n5\n6\n7\n",
            b"0\n1\n2\n3\n4\n5\n6\n7\n",
        ),
        (
            b"1\n2\n3\n4\n5\n6\n",
            b"0\n2\n3\n4\n5\n6",
            b"1\n2\n3\n4\n5\n6\n7\n",
            b"0\n2\n3\n4\n5\n6\n7",
        ),
        (
            b"1\n2\n3\n4\n5\n6\n",
            b"1\n2\n3\n4\n5\n6\n7",
            b"0\n2\n3\n4\n5\n6\n",
            b"0\n2\n3\n4\n5\n6\n7",
        ),
        (b"1\n2\n3\n4\n5\n6", b"1\n2\n3\n4\n5\n6\n", b"0\n2\n3\n4\n5\n6", b"0\n2\n3\n4\n5\n6\n"),
        (b"1\n2\n3\n4\n5\n6\n", b"0\n2\n3\n4\n5\n6\n", b"1\n2\n3\n4\n5\n7", b"0\n2\n3\n4\n5\n7"),
    ],
)
def test_the_end_of_the_last_line_is_as_the_side_has_it_that_changed_it(
    base: bytes, yours: bytes, new: bytes, content: bytes
) -> None:
    assert merge(base, yours, new) == Merged(content, 0)


def test_a_last_line_without_an_end_is_not_glued_to_a_mark() -> None:
    found = merged(b"a", b"mine", b"new")

    assert found.content.splitlines() == [YOURS, b"mine", BASE, b"a", MIDDLE, b"new", NEW]


def test_bytes_that_are_no_utf_8_are_kept() -> None:
    base = b"a\nb\nc\nd\ne\nf\n"

    found = merge(base, base.replace(b"a", b"caf\xe9"), base.replace(b"f", b"\xff\xfe"))

    assert found == Merged(b"caf\xe9\nb\nc\nd\ne\n\xff\xfe\n", 0)


@pytest.mark.parametrize("content", [b"a\0b", "hé".encode("utf-16"), "hé".encode("utf-32")])
def test_a_binary_file_that_both_changed_is_not_merged(content: bytes) -> None:
    assert is_binary(content)
    assert merge(b"a\n", content, b"b\n") is None
    assert merge(content, b"a\n", b"b\n") is None
    assert merge(b"a\n", b"b\n", content) is None
    assert merge(content, content, b"b\n") == Merged(b"b\n", 0)
    assert merge(b"b\n", content, b"b\n") == Merged(content, 0)
    assert merge(b"b\n", content, content) == Merged(content, 0)


def test_a_text_with_a_utf_8_mark_is_no_binary() -> None:
    assert not is_binary("héllo\n".encode("utf-8-sig"))
