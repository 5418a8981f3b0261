"""Names that something else reserves: refused where the table says, and sound wherever it does not.

What is legal stands in workspaces that import with warnings as errors and pass their own tests.
"""

import os
import subprocess
import sys

import pytest

from blueprint.diagnostics import MOST_OF_A_KIND
from blueprint.names import Name
from blueprint.read import read_text
from tests.hostile.names import FIELDS, FIELDS_REFUSED, HEAD, LONG, Place, places
from tests.hostile.process import ROOT
from tests.samples.workspaces import Workspace


@pytest.mark.parametrize("place", places(), ids=lambda place: place.name)
def test_what_cannot_be_guarded_is_refused_and_nothing_else(place: Place) -> None:
    assert len(place.refused) <= MOST_OF_A_KIND
    found = read_text(place.blueprint()).diagnostics

    refused = {place.lines[one.line] for one in found if one.code == "BP214"}

    assert refused == place.refused
    assert [one for one in found if one.code == "BP214" and not one.help] == []


def test_a_field_that_is_refused_is_offered_another_name() -> None:
    place = next(one for one in places() if one.name == "fields")
    found = read_text(place.blueprint()).diagnostics

    offers = {one.help.rpartition(" ")[2] for one in found if one.code == "BP214"}

    assert "thing_class" in offers
    assert not offers & set(FIELDS)


@pytest.mark.parametrize(
    ("family", "one", "other", "code"),
    [
        ("aggregates", "LabOrder", "Laborder", "BP212"),
        ("aggregates", "APIKey", "ApiKey", "BP212"),
        ("aggregates", "Order", "Orders", "BP213"),
        ("aggregates", "Box", "Boxes", "BP213"),
        ("aggregates", "Message", "Thing", "BP213"),
        ("fields", "order_id", "orderid", "BP212"),
        ("fields", "a1", "a_1", "BP212"),
        ("commands", "PlaceOrder", "Placeorder", "BP212"),
        ("contexts", "lab_orders", "laborders", "BP212"),
        ("enums", "dark-blue", "dark_blue", "BP212"),
        ("enums", "Red", "red", "BP212"),
    ],
)
def test_names_that_become_one_are_refused(family: str, one: str, other: str, code: str) -> None:
    lines = {
        "aggregates": f"{one}: {{fields: {{a: int}}}}, {other}: {{fields: {{a: int}}}}",
        "fields": f"Thing: {{fields: {{{one}: int, {other}: int}}}}",
        "commands": ", ".join(
            f"{name}: {{about: x, does: custom, http: POST /{name}, allow: public}}"
            for name in (one, other)
        ),
        "enums": f"Size: [{one}, {other}]",
    }
    key = "aggregates" if family == "fields" else family
    text = f"{HEAD}contexts:\n  sales: {{about: x, {key}: {{{lines.get(family)}}}}}\n"
    if family == "contexts":
        text = f"{HEAD}contexts:\n  {one}: {{about: x}}\n  {other}: {{about: x}}\n"

    found = read_text(text).diagnostics

    assert code in {diagnostic.code for diagnostic in found}


def whole() -> str:
    """One blueprint that holds every legal name, in every place that takes it."""
    fields = [name for name in FIELDS if name not in FIELDS_REFUSED]
    of_fields = next(one for one in places() if one.name == "fields").blueprint(legal_only=True)
    of_types = next(one for one in places() if one.name == "aggregates")
    others = [word for word in of_types.words if word not in of_types.refused]
    nodes = "".join(f"      {word}: {{fields: {{code: string}}}}\n" for word in others)
    commands = "".join(
        f"      Make{word}: {{does: create {word}, http: POST /{Name(word).plural_kebab}, "
        "allow: public}\n"
        for word in others
    )
    contexts = next(one for one in places() if one.name == "contexts")
    homes = "".join(
        f"  {word}: {{about: One., aggregates: {{Item: {{fields: {{code: string}}}}}}, "
        "commands: {AddItem: {does: create Item, http: POST /items, allow: public}}}\n"
        for word in ("email", "calendar", "select", LONG)
        if word not in contexts.refused
    )
    roles = ", ".join(f'"{name}": It may.' for name in fields if name not in {"own", "public"})
    types = f"  types_of_all:\n    about: Types.\n    aggregates:\n{nodes}    commands:\n{commands}"
    security = (
        "security:\n  tokens: {issuer: https://id.example.org/, audience: shop, roles: roles}\n"
        f"  roles: {{{roles}}}\n"
    )
    return of_fields.replace("contexts:\n", f"{security}contexts:\n{homes}{types}", 1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of that blueprint."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "blueprint.yaml").write_text(whole())
    command = ["-m", "blueprint", "new", "ws", "--from", "blueprint.yaml"]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (folder / "ws").is_dir(), done.stderr[-3000:]
    return Workspace("names", folder / "ws")


def test_every_module_of_legal_names_imports_with_warnings_as_errors(workspace: Workspace) -> None:
    modules = {
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        for source in workspace.path.glob("*/*/src")
        for path in source.rglob("*.py")
        if "migrations" not in path.parts
    }
    code = f"import importlib\nfor name in {sorted(modules)!r}: importlib.import_module(name)"

    done = workspace.run_code(f"import warnings; warnings.simplefilter('error')\n{code}")

    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.slow
def test_a_workspace_of_legal_names_passes_its_own_tests(workspace: Workspace) -> None:
    done = workspace.run("pytest", "-q", "-x")

    assert done.returncode == 0, done.stdout[-3000:]
