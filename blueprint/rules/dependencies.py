"""Which contexts depend on which, in whatever way."""

from blueprint.rules.calls import calls
from blueprint.rules.index import Index
from blueprint.rules.naming import named_types


def dependencies(index: Index) -> set[tuple[str, str]]:
    """Each context with another that it calls, hears, refers to, or whose types it uses."""
    found = {(o.context, call.owner) for o in index.operations for call in calls(o)}
    for heard in index.heard:
        found.add((heard.home, heard.event.partition("@")[0].rpartition(".")[0] or heard.home))
    for placed in index.placed:
        for kind in placed.field.type.walk():
            if kind.word == "ref":
                found.add((placed.home, kind.target.rpartition(".")[0] or placed.home))
    found |= {(named.user, named.home) for named in named_types(index)}
    return {(user, used) for user, used in found if user != used}
