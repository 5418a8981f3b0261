"""Which events somebody waits for."""

from blueprint.rules.index import Index


def heard_events(index: Index) -> set[tuple[str, str]]:
    """The context and the name of each event that is consumed, feeds a view or drops a cache."""
    found: set[tuple[str, str]] = set()
    for heard in index.heard:
        owner, _, name = heard.event.partition("@")[0].rpartition(".")
        found.add((owner or heard.home, name))
    return found
