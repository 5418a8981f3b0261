"""`blueprint sync` without options: where nothing changed, that is told without a run."""

from pathlib import Path

from blueprint.cli.console import say, tell
from blueprint.cli.sources import here
from blueprint.cli.status import Status

NOTHING = "Nothing to do: the workspace follows its blueprint."


def sync() -> Status:
    """Makes the workspace follow its blueprint, unless it is known to do so already."""
    root = here()
    known = unchanged(root)
    if known is not None:
        return known
    from blueprint.cli.following import follow

    return follow(root)


def unchanged(root: Path) -> Status | None:
    """Says what a run would say of the workspace at *root*; None where only a run can tell."""
    import generator
    from generator.unchanged import answer

    found = answer(root, generator.templates_root())
    if found is None:
        return None
    if found.told:
        tell(found.told)
    say(NOTHING)
    return Status(found.status)
