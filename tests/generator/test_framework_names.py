"""Nodes that are called what the framework is called: `Subscription`, `Table`, `Subscribe`."""

import builtins
import json
from pathlib import Path

import pytest

from blueprint.names import Name
from generator.framework import FRAMEWORK
from generator.guard import MARK
from tests.samples.workspaces import Workspace, new

pytestmark = pytest.mark.slow

# A service's own words; a module under a short name; a builtin's name; a table of the runtime's.
REFUSED = {"Fakes", "SERVICE", "dt", "before", "Money", "Problem", "Caller", "Float", "Schedule"}
# With another of these they become one identifier or one table, or lose their acronym as a word.
TWICE = {
    "ABSENT",
    "APIRouter",
    "FastAPI",
    "SqlReader",
    "UUID",
    "a_caller",
    "problems",
    "is_unwritten",
}
NAMES = FRAMEWORK - REFUSED - TWICE
CLASSES = sorted({Name(name).pascal for name in NAMES} - set(dir(builtins)))
FUNCTIONS = sorted(name for name in NAMES if name.islower())


def _blueprint() -> dict[str, object]:
    """Contexts where each name is an aggregate's, an operation's, and that of something else."""
    return {
        "blueprint": 1,
        "system": {"name": "words", "about": "Says everything twice."},
        "defaults": {"allow": "public", "storage": "sqlite"},
        "contexts": {"things": _things(), "deeds": _deeds(), "facts": _facts()},
    }


def _things() -> dict[str, object]:
    commands = {
        f"Make{name}": {"does": f"create {name}", "http": f"POST /{Name(name).kebab}/all"}
        for name in CLASSES
    }
    closing = {
        f"Close{name}": {
            "does": f"transition {name}.close",
            "http": f"POST /{Name(name).kebab}/{{id}}/close",
        }
        for name in CLASSES
    }
    aggregate = {
        "fields": {"title": "string", "size": "int = 1"},
        "lifecycle": {"open": {"close": "closed"}},
        "indexes": ["created_at"],
    }
    listing = {
        f"List{name}": {
            "does": f"list {name}",
            "http": f"GET /{Name(name).kebab}/all",
            "sort": ["created_at"],
        }
        for name in CLASSES
    }
    return {
        "about": "Aggregates.",
        "aggregates": dict.fromkeys(CLASSES, aggregate),
        "commands": commands | closing,
        "queries": listing,
    }


def _deeds() -> dict[str, object]:
    moves = dict.fromkeys(FUNCTIONS, "done")
    transitions = {
        Name(name).pascal: {
            "does": f"transition Deed.{name}",
            "http": f"POST /deeds/{{id}}/{Name(name).kebab}",
        }
        for name in FUNCTIONS
    }
    custom = {
        f"{name}": {"about": "Does it.", "does": "custom Deed", "http": f"POST /{Name(name).kebab}"}
        for name in CLASSES
        if Name(name).snake not in FUNCTIONS
    }
    return {
        "about": "Operations, moves and rules.",
        "aggregates": {
            "Deed": {
                "fields": {"title": "string"},
                "lifecycle": {"to_do": moves},
                "invariants": {f"is_{name}": "It is so." for name in FUNCTIONS},
            }
        },
        "commands": transitions | custom,
    }


def _facts() -> dict[str, object]:
    values = {name: {"amount": "int"} for name in CLASSES[::3]}
    enums = {name: ["one", "two"] for name in CLASSES[1::3]}
    views = CLASSES[2::3]
    fields = {f"a_{Name(name).snake}": f"{name} optional" for name in [*values, *enums]}
    return {
        "about": "Values, enums, views and events.",
        "values": values,
        "enums": enums,
        "aggregates": {"Fact": {"fields": fields, "indexes": ["created_at"]}},
        "commands": {
            "NoteFact": {"does": "create Fact", "http": "POST /facts", "emits": ["FactNoted"]}
        },
        "events": {
            "FactNoted": {"of": "Fact", "key": "fact_id", "payload": {"fact_id": "uuid from id"}}
        },
        "views": {
            name: {"key": "fact_id", "fields": {"fact_id": "uuid"}, "from": {"FactNoted@v1": {}}}
            for name in views
        },
        "queries": {
            f"List{name}": {"does": f"list {name}", "http": f"GET /{Name(name).kebab}/all"}
            for name in views
        },
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of it."""
    folder = tmp_path_factory.mktemp("words")
    blueprint = folder / "blueprint.yaml"
    blueprint.write_text(json.dumps(_blueprint(), indent=1), encoding="utf-8")
    new(str(blueprint), folder / "workspace")
    return Workspace("words", folder / "workspace")


@pytest.mark.parametrize("command", [("ruff", "check", "."), ("mypy",)], ids=lambda it: it[0])
def test_what_comes_out_is_clean(made: Workspace, command: tuple[str, ...]) -> None:
    done = made.run(*command)
    assert done.returncode == 0, done.stdout[-4000:]


def test_its_own_tests_pass(made: Workspace) -> None:
    done = made.run(
        "pytest", "-q", "-p", "no:cacheprovider", "--deselect=x", "-k", "not can_succeed"
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_no_file_holds_a_mark(made: Workspace) -> None:
    marked = [path for path in made.path.rglob("*") if MARK in str(path)]
    written = [path for path in made.path.rglob("*") if path.is_file()]
    assert marked + [path for path in written if MARK.encode() in path.read_bytes()] == []


def test_the_domain_keeps_its_names_and_the_framework_gets_an_underscore(made: Workspace) -> None:
    model = Path("services/deeds/src/words_deeds/model/deed.py")
    text = (made.path / model).read_text(encoding="utf-8")
    assert "from dataclasses import dataclass" in text
    assert "replace as replace_" in text
    assert "def replace(deed: Deed) -> Deed:" in text
