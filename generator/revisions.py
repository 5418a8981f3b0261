"""Which revisions git has: those are never touched again."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from generator import git


def had_in(root: Path) -> Callable[[str], bool]:
    """Whether git has a revision of the workspace at *root*; all of them where there is no git.

    Git is asked once, and only if anybody asks.
    """

    @cache
    def known() -> frozenset[str] | None:
        try:
            return frozenset(git.tracked_below(root, "services"))
        except git.GitError:
            return None

    def had(path: str) -> bool:
        found = known()
        return found is None or path in found

    return had
