"""Answers: the file that says which templates made a workspace, in Copier's words and for both."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

ANSWERS = ".copier-answers.yml"
"""Copier's and ours: `sync` leaves it alone, and no manifest lists it."""

SOURCE = "https://github.com/blueprint-compiler/blueprint.git"
"""Where Blueprint's own templates are public."""

_MOST = 64 * 1024  # bytes; it holds a few lines
_HEAD = "# Copier and `blueprint update` change this file; a change by hand is taken for theirs.\n"
_COMMIT = re.compile(r"^_commit:[^\r\n]*", re.MULTILINE)
_SHORTHAND = re.compile(r"^gh:/?")


class AnswersError(ValueError):
    """The answers file does not say what it should; the text says what to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Which templates made a workspace: their source, a URL or a path, and its tag or commit."""

    source: str
    commit: str

    @property
    def is_public(self) -> bool:
        """Whether the templates are Blueprint's own, and so lie in the tool as well."""
        return _place(self.source) == _place(SOURCE)


def answers_file(answers: Answers, blueprint: str) -> bytes:
    """The file of a new workspace; *blueprint* is what it began with, a sample or a path."""
    facts = {"_commit": answers.commit, "_src_path": answers.source, "blueprint": blueprint}
    return (_HEAD + _dumped(facts)).encode("utf-8")


def parse_answers(content: bytes) -> Answers:
    """What the file says; raises AnswersError."""
    facts = _facts(content)
    source, commit = facts.get("_src_path"), facts.get("_commit")
    if not isinstance(source, str) or not source:
        raise AnswersError(f"{ANSWERS}: `_src_path` is missing: it names the templates' source")
    if not isinstance(commit, str) or not commit:
        raise AnswersError(f"{ANSWERS}: `_commit` is missing: it names the templates' version")
    return Answers(source=source, commit=commit)


def with_commit(content: bytes, commit: str) -> bytes:
    """The same file with another commit, every other byte as it was."""
    text = content.decode("utf-8")
    line = _dumped({"_commit": commit}).rstrip("\n")
    return _COMMIT.sub(lambda _: line, text, count=1).encode("utf-8")


def _facts(content: bytes) -> dict[object, object]:
    if len(content) > _MOST:
        raise AnswersError(f"{ANSWERS}: it is longer than {_MOST} bytes: take it from git again")
    try:
        text = content.decode("utf-8")
        # Every scalar is a text: a commit may consist of digits.
        found = yaml.load(text, Loader=yaml.BaseLoader)
    except (ValueError, yaml.YAMLError, RecursionError):
        raise AnswersError(f"{ANSWERS}: {_unreadable(content)}") from None
    if not isinstance(found, dict):
        raise AnswersError(f"{ANSWERS}: it holds no answers: take it from git again")
    return found


def _unreadable(content: bytes) -> str:
    if b"<<<<<<<" in content:
        return "git left a conflict in it: keep the lines of the later version"
    return "it is no YAML: take it from git again"


def _dumped(facts: dict[str, str]) -> str:
    """The facts a line each, as Copier writes them."""
    return yaml.safe_dump(facts, allow_unicode=True, default_flow_style=False, width=4096)


def _place(source: str) -> str:
    """One spelling of the ways to write a URL: `gh:a/b`, with `.git` and without, by SSH."""
    host = urlsplit(SOURCE).netloc
    source = _SHORTHAND.sub(f"{host}/", source)
    source = re.sub(r"^(?:git\+)?(?:https|ssh|git)://", "", source)
    source = re.sub(r"^git@", "", source).replace(f"{host}:", f"{host}/")
    return source.rstrip("/").removesuffix(".git")
