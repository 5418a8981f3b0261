"""The whole system in one process: it starts, every context is ready, and each answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hello_chassis import embedded
from starlette.testclient import TestClient

import main

APIS: tuple[str, ...] = ("/api/tasks/v1",)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Everything mounted, on SQLite in a folder of its own."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATA_DIR", str(tmp_path_factory.mktemp("run")))
        environment.delenv("DATABASE_URL", raising=False)
        app = embedded.mount("hello", main.CONTEXTS, main.EXTERNALS)
        with TestClient(app) as client:
            yield client


def test_every_context_is_ready(system: TestClient) -> None:
    answer = system.get("/readyz")
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["contexts"]) == len(main.CONTEXTS)


@pytest.mark.parametrize("api", APIS)
def test_every_version_serves_its_contract(system: TestClient, api: str) -> None:
    name, version = api.split("/")[-2:]
    committed = Path(__file__).parents[1] / "contracts" / name / f"openapi.{version}.json"
    assert system.get(f"{api}/openapi.json").text == committed.read_text(encoding="utf-8")


def test_an_unknown_path_is_a_problem_and_no_page(system: TestClient) -> None:
    answer = system.get("/nothing/here")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
