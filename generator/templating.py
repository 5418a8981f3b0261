"""Templates: which ones a workspace is rendered with, Blueprint's own or those of a fork.

A fork's are kept in the user's cache, a folder a commit, so that `sync` needs no network, and reads
only what somebody on this machine once asked for by name.
"""

import os
import re
import tempfile
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from blueprint import __version__
from generator import git
from generator.answers import SOURCE, Answers
from generator.plan import ROWS
from generator.versions import fits, newest

FOLDER = "templates"
_URL = re.compile(r"[a-z][a-z0-9+.-]*://.+|[\w.-]+@[\w.-]+:.+", re.IGNORECASE)
_SHORTHAND = re.compile(r"gh:/?(.+)")
_PROTOCOLS = "file:git:http:https:ssh"  # not `ext:`, by which a source would be a command


class TemplatesError(RuntimeError):
    """A fork's templates cannot be had, or do not fit this tool; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """One version of the templates; without a `root` they are those that came with the tool."""

    root: Path | None
    answers: Answers


def own() -> Templates:
    """Blueprint's own templates, of the tool's own version."""
    return Templates(root=None, answers=Answers(source=SOURCE, commit=f"v{__version__}"))


def absolute(source: str) -> str:
    """The source as a workspace names it: a URL, or the absolute path of a folder that is there.

    Raises TemplatesError for what is neither.
    """
    if found := _SHORTHAND.fullmatch(source):
        return f"https://{urlsplit(SOURCE).netloc}/{found[1].removesuffix('.git')}.git"
    url = source.removeprefix("git+")
    if _URL.fullmatch(url):
        return url
    if os.path.exists(source):
        return os.path.realpath(source)
    raise TemplatesError(f"{source}: there is no such folder, and it is no URL")


def fetch(source: str, reference: str | None) -> Templates:
    """The templates of a fork at *reference*, else at its latest version, else at its head.

    Raises TemplatesError, GitError.
    """
    source = absolute(source)
    mirror = _refreshed(source)
    wanted = reference or newest(_tags(mirror)) or "HEAD"
    if (commit := _resolved(mirror, wanted)) is None:
        raise TemplatesError(f"{source}: it has no tag, branch or commit {wanted}")
    described = git.isolated(mirror, ["describe", "--tags", "--always", commit])
    answers = Answers(source=source, commit=described.decode("utf-8").strip())
    return Templates(root=_fitting(_exported(mirror, answers, commit), answers), answers=answers)


def is_known(source: str) -> bool:
    """Whether somebody on this machine has fetched from *source* before."""
    return _mirror(_named(source)).is_dir()


def kept(answers: Answers) -> Templates | None:
    """The templates of a fork as they were fetched before; None where they were not.

    Raises TemplatesError where they do not fit this tool.
    """
    mirror = _mirror(_named(answers.source))
    if not mirror.is_dir() or (commit := _resolved(mirror, answers.commit)) is None:
        return None
    root = _fitting(_exported(mirror, answers, commit), answers)
    return Templates(root=root, answers=answers)


def _named(source: str) -> str:
    """The source as it was fetched, a folder that is gone by its name."""
    try:
        return absolute(source)
    except TemplatesError:
        return source


# -- the cache ---------------------------------------------------------------------------


def _cache() -> Path:
    if chosen := os.environ.get("BLUEPRINT_CACHE_DIR"):
        return Path(os.path.abspath(chosen))
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "blueprint"


def _place(source: str) -> Path:
    return _cache() / FOLDER / sha256(source.encode("utf-8")).hexdigest()[:16]


def _mirror(source: str) -> Path:
    return _place(source) / "repository.git"


def _refreshed(source: str) -> Path:
    """The mirror of a source as the source is now, made where there is none."""
    mirror = _mirror(source)
    if mirror.is_dir():
        _git(mirror, ["fetch", "--quiet", "--prune", "--tags", "--force", "origin"], source)
        return mirror
    mirror.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=mirror.parent) as folder:
        made = Path(folder) / mirror.name
        _git(Path(folder), ["clone", "--quiet", "--mirror", "--", source, str(made)], source)
        _move(made, mirror)
    return mirror


def _move(made: Path, place: Path) -> None:
    """Moves a folder to where another run may have put the same one first."""
    try:
        made.rename(place)
    except OSError:
        if not place.is_dir():
            raise


def _git(folder: Path, arguments: list[str], source: str) -> None:
    try:
        git.isolated(folder, arguments, GIT_ALLOW_PROTOCOL=_PROTOCOLS)
    except git.GitError as error:
        raise TemplatesError(f"{source}: {error}") from None


def _tags(mirror: Path) -> list[str]:
    return git.isolated(mirror, ["tag", "--list"]).decode("utf-8", errors="replace").splitlines()


def _resolved(mirror: Path, reference: str) -> str | None:
    """The commit that *reference* names; None where it names none."""
    if reference.startswith("-"):
        return None  # git would take it for an option
    try:
        found = git.isolated(
            mirror, ["rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}"]
        )
    except git.GitError:
        return None
    return found.decode("ascii").strip()


def _exported(mirror: Path, answers: Answers, commit: str) -> Path:
    """The folder with the templates of a commit, written once and then only read."""
    place = mirror.parent / commit
    if not place.is_dir():
        with tempfile.TemporaryDirectory(dir=mirror.parent) as folder:
            made = Path(folder) / commit
            made.mkdir()
            _check_out(mirror, made, answers, commit)
            _move(made, place)
    return place / FOLDER


def _check_out(mirror: Path, place: Path, answers: Answers, commit: str) -> None:
    try:
        git.isolated(
            place,
            ["checkout", "--quiet", "--force", commit, "--", FOLDER],
            GIT_DIR=str(mirror),
            GIT_WORK_TREE=str(place),
            GIT_INDEX_FILE=str(place.parent / "index"),
        )
    except git.GitError:
        raise TemplatesError(
            f"{answers.source} has no {FOLDER}/ at {answers.commit}: it is no fork of Blueprint"
        ) from None


def _fitting(root: Path, answers: Answers) -> Path:
    """*root*, if its templates say that they fit this tool."""
    name = f"the templates of {answers.source} at {answers.commit}"
    range_ = _range(root)
    if range_ is None:
        raise TemplatesError(
            f"{name} do not say which tools they fit: "
            f'`fits = ">=0.1,<0.2"` stands first in their {FOLDER}/{ROWS}'
        )
    try:
        fit = fits(range_, __version__)
    except ValueError as error:
        raise TemplatesError(f"{name}: {FOLDER}/{ROWS}: fits: {error}") from None
    if not fit:
        raise TemplatesError(f"{name} fit Blueprint {range_}, and this is {__version__}")
    return root


def _range(root: Path) -> str | None:
    try:
        written = tomllib.loads((root / ROWS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    found = written.get("fits")
    return found if isinstance(found, str) else None
