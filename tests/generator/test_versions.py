"""Which of two versions is the older, which templates are Blueprint's own, what answers hold."""

import pytest
import yaml

from generator.answers import SOURCE, Answers, answers_file, parse_answers, with_commit
from generator.versions import fits, newest, version_of

HOST = SOURCE.split("/")[2]
NAME = "/".join(SOURCE.split("/")[3:]).removesuffix(".git")


@pytest.mark.parametrize(
    ("reference", "version"),
    [
        ("v0.1.0", "0.1.0"),
        ("0.1.0", "0.1.0"),
        ("v0.1.0-3-g1a2b3c4", "0.1.0"),
        ("v1", "1"),
        ("v0.2.0rc1", "0.2.0rc1"),
        ("1234567", None),
        ("1a2b3c4", None),
        ("main", None),
    ],
)
def test_a_tag_and_what_git_describes_name_a_release(reference: str, version: str | None) -> None:
    assert (str(found) if (found := version_of(reference)) else None) == version


def test_the_newest_is_told_by_number_and_is_finished() -> None:
    assert newest(["v0.9.0", "v0.10.0", "v0.11.0rc1", "latest"]) == "v0.10.0"
    assert newest(["latest"]) is None


def test_a_range_holds_versions_and_has_to_be_one() -> None:
    assert fits(">=0.1,<0.2", "0.1.7")
    assert not fits(">=0.1,<0.2", "0.2.0")
    with pytest.raises(ValueError, match="is no range of versions"):
        fits("any", "0.1.0")


@pytest.mark.parametrize(
    "source",
    [
        SOURCE,
        SOURCE.removesuffix(".git"),
        f"https://{HOST}/{NAME}/",
        f"git+{SOURCE}",
        f"git@{HOST}:{NAME}.git",
        f"ssh://git@{HOST}/{NAME}.git",
        f"gh:{NAME}",
    ],
)
def test_the_public_source_is_known_in_every_spelling(source: str) -> None:
    assert Answers(source=source, commit="v0.1.0").is_public


@pytest.mark.parametrize("source", [f"gl:{NAME}", f"https://{HOST}/somebody/blueprint", "/fork"])
def test_another_source_is_a_fork(source: str) -> None:
    assert not Answers(source=source, commit="v0.1.0").is_public


@pytest.mark.parametrize("commit", ["v0.1.0", "1234567", "1e10", "0x12", "null", "v1-2-g3: #"])
def test_what_is_written_is_read_again_whatever_a_commit_is_called(commit: str) -> None:
    answers = Answers(source="/a place/fork", commit=commit)
    content = answers_file(answers, "hello")

    assert parse_answers(content) == answers
    assert yaml.safe_load(content)["_commit"] == commit


def test_another_commit_changes_its_line_and_no_other_byte() -> None:
    content = b"# ours\r\n_commit: v0.1.0\r\n_src_path: /fork\r\nblueprint: h\xc3\xa9llo\r\n"
    assert with_commit(content, "v0.2.0") == content.replace(b"v0.1.0", b"v0.2.0")
