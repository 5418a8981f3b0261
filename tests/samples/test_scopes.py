"""A use case meets a boundary as the absence of a door: what its scope reaches by public names."""

import json
from pathlib import Path

from tests.samples.workspaces import ROOT, Workspace, new

WALK = """\
import asyncio, importlib, inspect, json, sys
from contextlib import suppress
from pathlib import Path

from {chassis}.testing import running

PLAIN = (str, bytes, int, float, bool, type(None), frozenset, tuple, dict, type)


class Stop(Exception):
    pass


def reached(scope):
    '''Every object that public names lead to from a scope, by its dotted path.'''
    ahead, seen, found = [("scope", scope)], set(), {{}}
    while ahead:
        path, thing = ahead.pop()
        if id(thing) in seen or path.count(".") > 4:
            continue
        seen.add(id(thing))
        kind = type(thing)
        found[path] = f"{{kind.__module__}}.{{kind.__qualname__}}"
        if isinstance(thing, PLAIN) or kind.__module__ == "datetime":
            continue
        for name in dir(thing):
            if not name.startswith("_"):
                with suppress(AttributeError):
                    ahead.append((f"{{path}}.{{name}}", getattr(thing, name)))
    return found


async def walk(package, found):
    app = importlib.import_module(f"{{package}}.entrypoints.app")
    scopes = importlib.import_module(f"{{package}}.adapters.scopes")
    cases = [(scopes.operations, name) for name in dir(scopes.operations)]
    cases += [(scopes, name) for name in dir(scopes) if name.endswith("_case")]
    caught = []

    def catching(*arguments):
        caught.append(arguments[0])
        raise Stop

    for home, name in cases:
        value = getattr(home, name)
        if name.endswith("_case") or inspect.iscoroutinefunction(value):
            setattr(home, name, catching)
    async with running(app.SERVICE) as system:
        for name, wired in list(vars(scopes).items()):
            if not inspect.iscoroutinefunction(wired) or wired.__module__ != scopes.__name__:
                continue
            async with system.work() as work:
                data = [None] * (len(inspect.signature(wired).parameters) - 1)
                with suppress(Stop, AttributeError):
                    await wired(work, *data)
    for scope in caught:
        found[type(scope).__qualname__] = reached(scope)
    found.setdefault("", {{}})


found = {{}}
for source in sorted(Path("services").glob("*/src/*")):
    asyncio.run(walk(source.name, found))
Path(sys.argv[1]).write_text(json.dumps(found))
"""

MARKET = ROOT / "tests" / "samples" / "market" / "blueprint.yaml"
FORBIDDEN = ("sqlalchemy", "aiosqlite", "asyncpg", "httpx2", "fastapi", "starlette", "os", "io")


def test_by_public_names_a_scope_leads_to_nothing_but_what_it_grants(
    workspace: Workspace, run_folder: Path
) -> None:
    kinds = reached(workspace, run_folder)

    assert (
        len(scopes(kinds))
        >= {"hello": 5, "diagnostics": 24, "ecommerce": 40, "saas": 40}[workspace.sample]
    )
    assert leading_out(kinds, f"{workspace.sample}_chassis") == {}
    assert any(path.endswith(".emit") for path in kinds)


def test_neither_sql_nor_a_lock_leads_out(tmp_path: Path) -> None:
    new(str(MARKET), tmp_path / "workspace")
    kinds = reached(Workspace("market", tmp_path / "workspace"), tmp_path)

    assert {"ReserveScope", "TurnoverScope", "OverviewScope"} <= scopes(kinds)
    assert leading_out(kinds, "market_chassis") == {}
    sql = {path for path in kinds if path.startswith("TurnoverScope.scope.sql")}
    assert sql == {"TurnoverScope.scope.sql", "TurnoverScope.scope.sql.into"}


def reached(workspace: Workspace, folder: Path) -> dict[str, str]:
    """What public names lead to from each scope: its kind by its dotted path."""
    told = folder / f"{workspace.sample}-scopes.json"
    done = workspace.run_code(WALK.format(chassis=f"{workspace.sample}_chassis"), str(told))
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(told.read_text())
    return {f"{name}.{p}": kind for name in found if name for p, kind in found[name].items()}


def scopes(kinds: dict[str, str]) -> set[str]:
    """The scopes that were walked through."""
    return {path.partition(".")[0] for path in kinds}


def leading_out(kinds: dict[str, str], chassis: str) -> dict[str, str]:
    """What nobody should reach from a scope."""
    inner = tuple(f"{chassis}.{name}" for name in ("work", "runtime", "storage.database"))
    return {
        path: kind
        for path, kind in kinds.items()
        if kind.split(".")[0] in FORBIDDEN or kind.startswith(inner)
    }
