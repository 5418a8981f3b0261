"""Imports generated workspaces, warnings as errors, and asks them for their contracts.

A process of the workspaces' environment, in which Blueprint is not installed: it imports what every
workspace needs once, and forks for each path that it reads from its standard input. It answers each
with one line of JSON: an empty text, or what went wrong.
"""

import importlib
import importlib.util
import json
import os
import sys
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path

_READY = ("alembic", "fastapi", "httpx2", "jwt", "pydantic", "pytest", "schemathesis", "sqlalchemy")


def main() -> None:
    """Answers one line for each path."""
    for name in _READY:
        importlib.import_module(name)
    importlib.import_module("sqlalchemy.ext.asyncio")
    warnings.simplefilter("error")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a workspace prints is no answer
    for line in sys.stdin:
        answers.write(json.dumps(_forked(Path(line.strip()))) + "\n")
        answers.flush()


def _forked(root: Path) -> str:
    """What is wrong with the workspace at *root*, found out by a child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as told:
            told.write(_wrong_with(root))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    return said or ("" if status == 0 else f"the process ended with {status}")


def _wrong_with(root: Path) -> str:
    try:
        _import_all(root)
        return _contracts_of(root)
    except BaseException:
        return traceback.format_exc(limit=-6)


def _import_all(root: Path) -> None:
    """Imports every module of the services and the published language, tests and revisions too."""
    os.chdir(root)
    sources = [*root.glob("services/*/src"), *root.glob("libs/*/src")]
    sys.path[:0] = [str(root), *map(str, sources)]
    for source in sources:
        for name in _modules(source):
            importlib.import_module(name)
    for path in [*root.glob("services/*/tests/*.py"), *root.glob("services/*/migrations/*.py")]:
        _load(path)


def _modules(source: Path) -> Iterator[str]:
    """The modules below a source folder; of the chassis only those that others import."""
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        if not parts[0].endswith("_chassis"):
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _load(path: Path) -> None:
    spec = importlib.util.spec_from_file_location(f"loaded_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def _contracts_of(root: Path) -> str:
    """Each document that a service serves is the committed one; else which is not."""
    [chassis] = [path.name for path in root.glob("libs/chassis/src/*_chassis")]
    contract = importlib.import_module(f"{chassis}.web.contract")
    for app in sorted(root.glob("services/*/src/*/entrypoints/app.py")):
        service = importlib.import_module(f"{app.parts[-3]}.entrypoints.app").SERVICE
        for version in service.versions:
            committed = root / "contracts" / service.name / f"openapi.{version.name}.json"
            served = contract.render(contract.openapi(service, version.name))
            if served != committed.read_text(encoding="utf-8"):
                return _difference(committed, served)
    return ""


def _difference(committed: Path, served: str) -> str:
    import difflib

    lines = committed.read_text(encoding="utf-8").splitlines()
    found = difflib.unified_diff(
        lines, served.splitlines(), "committed", "served", lineterm="", n=3
    )
    return f"{committed.parent.name}/{committed.name} is not what is served:\n" + "\n".join(
        list(found)[:40]
    )


if __name__ == "__main__":
    main()
