"""What tasks serves is what its contracts say, and its migrations make its tables."""

from pathlib import Path

import pytest
from hello_chassis.storage import migrations
from hello_chassis.testing import temporary_database
from hello_chassis.web import contract
from hello_tasks.entrypoints.app import SERVICE

CONTRACTS = Path(__file__).parents[3] / "contracts" / SERVICE.name


@pytest.mark.parametrize("version", [version.name for version in SERVICE.versions])
def test_the_served_openapi_is_the_committed_contract(version: str) -> None:
    committed = (CONTRACTS / f"openapi.{version}.json").read_text(encoding="utf-8")
    assert contract.render(contract.openapi(SERVICE, version)) == committed


@pytest.mark.anyio
async def test_the_migrations_make_the_tables_that_the_code_expects() -> None:
    async with temporary_database(SERVICE) as database:
        differences = await migrations.differences(SERVICE, database)
    assert not differences, (
        "a revision is missing: `blueprint sync` writes what follows from the blueprint, and "
        f"make migration CONTEXT={SERVICE.name} NAME=… begins one by hand; it has to\n  "
        + "\n  ".join(differences)
    )
