"""Versions: which of two is the older, and which tools a fork's templates fit."""

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version


def version_of(reference: str) -> Version | None:
    """The release that a tag, or `git describe`, names: 0.1.0 for v0.1.0 and for v0.1.0-3-g1a2b3c4.

    None for a commit that no tag precedes.
    """
    try:
        found = Version(_tag(reference))
    except InvalidVersion:
        return None
    # A short hash may consist of digits alone.
    return found if len(found.release) > 1 or reference.startswith("v") else None


def _tag(reference: str) -> str:
    tag, *since = reference.rsplit("-", 2)
    described = len(since) == 2 and since[0].isdigit() and since[1].startswith("g")
    return tag if described else reference


def newest(tags: list[str]) -> str | None:
    """The tag of the latest version that is no pre-release; None where no tag names a version."""
    known = [(version, tag) for tag in tags if (version := version_of(tag))]
    finished = [(version, tag) for version, tag in known if not version.is_prerelease]
    return max(finished)[1] if finished else None


def fits(range_: str, tool: str) -> bool:
    """Whether a tool of this version lies in *range_*, as `>=0.1,<0.2`; raises ValueError."""
    try:
        return SpecifierSet(range_).contains(tool, prereleases=True)
    except InvalidSpecifier:
        raise ValueError(f"`{range_}` is no range of versions, such as `>=0.1,<0.2`") from None
