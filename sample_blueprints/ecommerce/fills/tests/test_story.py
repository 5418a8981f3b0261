"""One order from the shelf to the doorstep, and one that finds the shelf empty."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from ecommerce_chassis import embedded
from ecommerce_chassis.values import Json
from starlette.testclient import TestClient

import main

PATIENCE = 30.0  # seconds that something done by events may take
HOME = {
    "recipient": "Ada",
    "street": "1 Main Street",
    "postcode": "N1",
    "city": "London",
    "country": "GB",
}


@dataclass
class Person:
    """Somebody with a token, who asks and is answered."""

    client: TestClient
    headers: dict[str, str]

    def get(self, path: str) -> dict[str, Json]:
        return self._answered("GET", path, None)

    def post(self, path: str, body: Json = None) -> dict[str, Json]:
        return self._answered("POST", path, body)

    def put(self, path: str, body: Json) -> dict[str, Json]:
        return self._answered("PUT", path, body)

    def _answered(self, method: str, path: str, body: Json) -> dict[str, Json]:
        answer = self.client.request(method, f"/api{path}", json=body, headers=self.headers)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        told: dict[str, Json] = answer.json()
        return told


@dataclass
class Shop:
    """The whole system, and everybody in it."""

    client: TestClient

    def person(self, role: str) -> Person:
        asked = {"role": role, "subject": f"some-{role}"}
        token = self.client.post("/dev/token", json=asked).json()["access_token"]
        return Person(self.client, {"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Every context in one process, on SQLite in a folder of its own; the provider is a fake."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATA_DIR", str(tmp_path_factory.mktemp("run")))
        environment.delenv("DATABASE_URL", raising=False)
        with TestClient(embedded.mount("ecommerce", main.CONTEXTS, main.EXTERNALS)) as client:
            yield Shop(client)


def eventually(seen: Callable[[], Json], wanted: Json) -> None:
    """Looks until it is so; what events do takes a moment."""
    deadline = time.monotonic() + PATIENCE
    while (last := seen()) != wanted:
        assert time.monotonic() < deadline, f"wanted {wanted}, still {last}"
        time.sleep(0.05)


def only(listed: dict[str, Json], **wanted: Json) -> dict[str, Json] | None:
    """The item of a page that is as wanted, None where there is none yet."""
    items = listed["items"]
    assert isinstance(items, list)
    found = [one for one in items if isinstance(one, dict) and wanted.items() <= one.items()]
    return found[0] if found else None


def on_the_shelf(shop: Shop, sku: str, pieces: int) -> str:
    """A product that is for sale, and so many pieces of it; answers its id."""
    seller, warehouse = shop.person("merchandiser"), shop.person("warehouse")
    category = seller.post("/catalogue/v1/categories", {"name": f"Category of {sku}"})
    product = seller.post(
        "/catalogue/v1/products",
        {
            "sku": sku,
            "categoryId": category["id"],
            "title": f"Hat {sku}",
            "price": {"amount": "12.50", "currency": "EUR"},
        },
    )
    id = str(product["id"])
    seller.post(f"/catalogue/v1/products/{id}/publication")
    eventually(lambda: only(warehouse.get("/inventory/v1/stock"), sku=sku) is not None, wanted=True)
    eventually(lambda: only(seller.get("/catalogue/v1/offers"), sku=sku) is not None, wanted=True)
    warehouse.post(f"/inventory/v1/stock/{id}/receipts", {"pieces": pieces})
    return id


def ordered(customer: Person, product_id: str, quantity: int) -> str:
    """A cart with one line, checked out; answers the cart's id."""
    cart = customer.post("/cart/v1/carts")["id"]
    line = {"productId": product_id, "quantity": quantity}
    customer.post(f"/cart/v1/carts/{cart}/lines", line)
    customer.post(f"/cart/v1/carts/{cart}/checkout", {"shipTo": HOME})
    return str(cart)


def test_an_order_is_reserved_paid_shipped_and_delivered(shop: Shop) -> None:
    customer, warehouse = shop.person("customer"), shop.person("warehouse")
    hat = on_the_shelf(shop, "HAT-1", 5)
    customer.put("/payment/v1/methods/some-customer", {"token": "tok_1"})

    cart = ordered(customer, hat, 2)

    def order() -> dict[str, Json]:
        return only(customer.get("/ordering/v1/orders"), cartId=cart) or {}

    eventually(lambda: order().get("status"), "paid")
    assert order()["total"] == {"amount": "25.00", "currency": "EUR"}
    eventually(lambda: warehouse.get(f"/inventory/v1/stock/{hat}")["onHand"], 3)

    def parcel() -> dict[str, Json]:
        return only(warehouse.get("/shipping/v1/parcels"), orderId=order()["id"]) or {}

    eventually(lambda: parcel().get("status"), "packing")
    warehouse.post(f"/shipping/v1/parcels/{parcel()['id']}/dispatch", {"tracking": "1Z-42"})
    eventually(lambda: order().get("status"), "shipped")
    warehouse.post(f"/shipping/v1/parcels/{parcel()['id']}/delivery")
    eventually(lambda: order().get("status"), "delivered")


def test_an_order_that_finds_the_shelf_empty_is_cancelled_and_charges_nobody(shop: Shop) -> None:
    customer, support = shop.person("customer"), shop.person("support")
    hat = on_the_shelf(shop, "HAT-2", 1)
    customer.put("/payment/v1/methods/some-customer", {"token": "tok_1"})

    cart = ordered(customer, hat, 2)

    def order() -> dict[str, Json]:
        return only(customer.get("/ordering/v1/orders"), cartId=cart) or {}

    eventually(lambda: order().get("cancelledBecause"), "out_of_stock")
    assert only(support.get("/payment/v1/payments"), orderId=order()["id"]) is None
