"""The reader of a page is satisfied by what is printed and how it ends, and by nothing else."""

from pathlib import Path

import pytest

from tests.manual.blocks import Block
from tests.manual.reader import Reader


def follow(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.txt").write_text("uno\n")
    Reader(tmp_path).follow(Block("console", "", text, 1))


@pytest.mark.parametrize(
    "text",
    [
        "$ cat one.txt\nuno\n",
        "$ cat one.txt\nuno\n$ echo $?\n0\n",
        "$ cat two.txt\ncat: two.txt: No such file or directory\n$ echo $?\n1\n",
        "$ cat two.txt one.txt\n...\nuno\n$ echo $?\n1\n$ cat one.txt\nuno\n",
    ],
)
def test_a_page_that_is_right_can_be_followed(tmp_path: Path, text: str) -> None:
    follow(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "$ cat one.txt\ndos\n",
        "$ cat one.txt\n",
        "$ cat one.txt\nuno\n$ echo $?\n1\n",
        "$ cat two.txt\n...\n",
        "$ cat two.txt\n...\n$ echo $?\n0\n",
    ],
)
def test_a_page_that_is_wrong_cannot(tmp_path: Path, text: str) -> None:
    with pytest.raises(AssertionError, match="line 1"):
        follow(tmp_path, text)
