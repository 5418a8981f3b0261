"""An organisation subscribes, transcodes, and is counted; suspended, it can start nothing new."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from saas_chassis import embedded
from saas_chassis.values import Json
from starlette.testclient import TestClient

import main

PATIENCE = 30.0  # seconds that something done by events may take
SOURCE = "https://videos.example.com/1.mov"


@dataclass
class Person:
    """Somebody of an organisation, who asks and is answered."""

    client: TestClient
    headers: dict[str, str]

    def ask(self, method: str, path: str, body: Json = None) -> tuple[int, dict[str, Json]]:
        """The status and the answer."""
        answer = self.client.request(method, f"/api{path}", json=body, headers=self.headers)
        told: dict[str, Json] = answer.json()
        return answer.status_code, told

    def get(self, path: str) -> dict[str, Json]:
        return self._well("GET", path, None)

    def post(self, path: str, body: Json = None) -> dict[str, Json]:
        return self._well("POST", path, body)

    def _well(self, method: str, path: str, body: Json) -> dict[str, Json]:
        status, told = self.ask(method, path, body)
        assert 200 <= status < 300, f"{method} {path}: {told}"
        return told


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Every context in one process, on SQLite in a folder of its own; the bank is a fake."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATA_DIR", str(tmp_path_factory.mktemp("run")))
        environment.delenv("DATABASE_URL", raising=False)
        with TestClient(embedded.mount("saas", main.CONTEXTS, main.EXTERNALS)) as client:
            yield client


def person(system: TestClient, role: str, tenant: str) -> Person:
    """Somebody with *role*, who acts for the organisation *tenant*."""
    asked = {"role": role, "subject": f"some-{role}", "tenant": tenant}
    token = system.post("/dev/token", json=asked).json()["access_token"]
    return Person(system, {"Authorization": f"Bearer {token}"})


def eventually(seen: Callable[[], Json], wanted: Json) -> None:
    """Looks until it is so; what events do takes a moment."""
    deadline = time.monotonic() + PATIENCE
    while (last := seen()) != wanted:
        assert time.monotonic() < deadline, f"wanted {wanted}, still {last}"
        time.sleep(0.05)


def subscribed(system: TestClient, tenant: str) -> str:
    """An organisation with a subscription of a plan of its own; answers the subscription's id."""
    plan = {
        "code": f"studio-{tenant}",
        "title": "Studio",
        "monthly": {"amount": "190.00", "currency": "EUR"},
        "included_minutes": 5000,
        "per_minute": "0.0650",
    }
    person(system, "operator", tenant).post("/plans/v1/plans", plan)
    owner = person(system, "owner", tenant)
    organisation = owner.post(
        "/organisations/v1/organisations",
        {"name": tenant, "handle": tenant, "billing_email": "bills@example.com"},
    )
    chosen = {"organisation_id": organisation["id"], "plan_code": plan["code"]}
    return str(owner.post("/subscriptions/v1/subscriptions", chosen)["id"])


def test_use_is_counted_once_and_only_for_whoever_used(system: TestClient) -> None:
    member, worker = person(system, "member", "acme"), person(system, "worker", "acme")
    job = {"source": SOURCE, "format": "av1"}
    assert member.ask("POST", "/transcoding/v1/jobs", job)[0] == 402
    subscribed(system, "acme")
    eventually(lambda: member.ask("POST", "/transcoding/v1/jobs", job)[0], 201)

    id = member.post("/transcoding/v1/jobs", job)["id"]
    worker.post(f"/transcoding/v1/jobs/{id}/start")
    worker.post(f"/transcoding/v1/jobs/{id}/completion", {"seconds": 61})

    usage = "/metering/v1/usage?since=2020-01-01&until=2100-01-01"
    owner, other = person(system, "owner", "acme"), person(system, "owner", "other")
    eventually(lambda: owner.get(usage)["minutes"], 2)
    assert other.get(usage) == {"minutes": 0, "jobs": 0}


def test_whoever_ends_a_subscription_can_start_nothing_new(system: TestClient) -> None:
    subscription = subscribed(system, "brief")
    owner, member = person(system, "owner", "brief"), person(system, "member", "brief")
    job = {"source": SOURCE, "format": "h264"}
    eventually(lambda: member.ask("POST", "/transcoding/v1/jobs", job)[0], 201)

    owner.post(f"/subscriptions/v1/subscriptions/{subscription}/end")

    eventually(lambda: member.ask("POST", "/transcoding/v1/jobs", job)[0], 402)


def test_an_account_is_opened_by_the_subscription_and_closed_with_it(system: TestClient) -> None:
    subscription = subscribed(system, "billed")
    owner = person(system, "owner", "billed")

    def status() -> Json:
        items = owner.get("/billing/v1/accounts")["items"]
        assert isinstance(items, list)
        return [one["status"] for one in items if isinstance(one, dict)]

    eventually(status, ["open"])
    owner.post(f"/subscriptions/v1/subscriptions/{subscription}/end")
    eventually(status, ["closed"])
