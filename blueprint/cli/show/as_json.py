"""The model as JSON: what the text says, for tools."""

import json
from dataclasses import asdict

from blueprint.cli.show.facts import flows, operations, tables
from blueprint.model import Context, External, Relation, System


def shown(system: System) -> str:
    """One object: system, contexts, externals, map, operations, flows, tables."""
    facts = {
        "system": {"name": str(system.name), "title": system.title, "about": system.about},
        "contexts": [_context(context) for context in system.contexts],
        "externals": [_external(external) for external in system.externals],
        "map": [_relation(relation) for relation in system.relations],
        "operations": [asdict(one) for context in system.contexts for one in operations(context)],
        "flows": [asdict(flow) for flow in flows(system)],
        "tables": [asdict(table) for context in system.contexts for table in tables(context)],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _context(context: Context) -> dict[str, object]:
    return {
        "name": str(context.name),
        "about": context.about,
        "subdomain": context.subdomain,
        "team": context.team,
        "storage": context.storage.engine,
        "tenancy": context.storage.tenancy,
        "base": context.base_path,
        "versions": {version.name: version.status for version in context.api.versions},
    }


def _external(external: External) -> dict[str, object]:
    return {"name": str(external.name), "about": external.about, "url": external.url}


def _relation(relation: Relation) -> dict[str, object]:
    return {
        "upstream": str(relation.upstream),
        "downstream": str(relation.downstream),
        "mutual": relation.mutual,
        "how": relation.words,
    }
