"""A context stays small enough to be read: its files, its lines, and what one write steps through."""

import json
from pathlib import Path

import pytest

from tests.samples.workspaces import Workspace, new

BLUEPRINT = """\
blueprint: 1
system: {name: shop, title: Shop, about: A shop to be measured.}
security: {roles: {clerk: Works here.}}
defaults: {storage: sqlite, allow: [clerk]}
contexts:
  sales:
    about: Two aggregates, six operations, three events.
    enums: {Size: [small, large]}
    values: {Line: {sku: string(1..40), quantity: int min=1}}
    aggregates:
      Order:
        about: What a customer wants.
        fields: {customer: string(1..80), size: Size = small, lines: list(Line) min=1, note: text optional}
        lifecycle: {open: {ship: shipped, cancel: cancelled}}
        invariants: {not_too_long: An order has at most a hundred lines.}
        indexes: [created_at, status]
      Voucher:
        about: Money off.
        fields: {code: string(4..12) unique, percent: int min=1 max=90, order_id: ref(sales.Order) optional}
    commands:
      PlaceOrder: {does: create Order, http: POST /orders, emits: [OrderPlaced]}
      ShipOrder: {does: transition Order.ship, http: "POST /orders/{id}/shipment", emits: [OrderShipped]}
      CancelOrder: {does: transition Order.cancel, http: "POST /orders/{id}/cancellation", emits: [OrderCancelled]}
      IssueVoucher: {does: create Voucher, http: POST /vouchers}
    queries:
      GetOrder: {does: get Order, http: "GET /orders/{id}"}
      ListOrders: {does: list Order, http: GET /orders, filter: {status: equals}, sort: [created_at]}
    events:
      OrderPlaced: {of: Order, key: order_id, payload: {order_id: uuid from id, lines: list(Line)}}
      OrderShipped: {of: Order, key: order_id, payload: {order_id: uuid from id}}
      OrderCancelled: {of: Order, key: order_id, payload: {order_id: uuid from id}}
"""

STEPPING = """\
import asyncio, json, sys
from pathlib import Path
from shop_chassis.testing import running
from shop_sales.entrypoints.app import SERVICE

root = Path.cwd()
touched = set()

def step(frame, event, argument):
    name = frame.f_code.co_filename
    if name.startswith(str(root)) and "_chassis" not in name and frame.f_code.co_name != "<module>":
        touched.add(str(Path(name).relative_to(root)))
    return step

async def main():
    async with running(SERVICE) as system:
        clerk = system.as_role("clerk")
        order = {"customer": "Ada", "lines": [{"sku": "a", "quantity": 1}]}
        sys.settrace(step)
        answer = await clerk.post("/api/sales/v1/orders", json=order)
        sys.settrace(None)
        assert answer.status_code == 201, answer.text
    print(json.dumps(sorted(touched - {"<string>", "probe.py"})))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of one context: two aggregates, six operations, three events."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop.yaml").write_text(BLUEPRINT)
    new(str(folder / "shop.yaml"), folder / "shop")
    return Workspace("shop", folder / "shop")


def own_files(shop: Workspace) -> list[Path]:
    """The context's files and its share of the published library, empty ones left out."""
    folders = (
        shop.path / "services" / "sales",
        shop.path / "libs/published/src/shop_published/sales",
    )
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [path for path in sorted(found) if path.stat().st_size]


def test_it_is_at_most_26_files(shop: Workspace) -> None:
    assert len(own_files(shop)) <= 26, own_files(shop)


def test_it_is_at_most_1400_lines_of_python_of_100_columns_no_module_over_300(
    shop: Workspace,
) -> None:
    lines = {
        path: path.read_text().splitlines() for path in own_files(shop) if path.suffix == ".py"
    }
    assert sum(map(len, lines.values())) <= 1400
    assert [path for path, text in lines.items() if len(text) > 300] == []
    assert [path for path, text in lines.items() if any(len(line) > 100 for line in text)] == []


def test_one_write_steps_through_at_most_five_files_outside_the_chassis(shop: Workspace) -> None:
    (shop.path / "probe.py").write_text(STEPPING)
    done = shop.run("probe")
    assert done.returncode == 0, done.stderr
    touched = json.loads(done.stdout.splitlines()[-1])
    assert 1 < len(touched) <= 5, touched
