"""A small context for tests of the storage: orders, a view of them, and their first revision."""

import datetime as dt
import importlib
import sys
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from _system__chassis.caller import Caller
from _system__chassis.documents import parse
from _system__chassis.ids import uuid7
from _system__chassis.messaging.events import PublishedEvent
from _system__chassis.pages import Page
from _system__chassis.storage.columns import (
    Document,
    Exact,
    Instant,
    aggregate_columns,
    index_on,
    tenant_column,
    unique_key,
)
from _system__chassis.storage.database import Database
from _system__chassis.storage.repository import Repository, Row, among, equals
from _system__chassis.storage.views import ViewRepository
from _system__chassis.work import Work
from sqlalchemy import Column, Integer, MetaData, String, Table, Uuid

NOW = dt.datetime(2026, 11, 24, 12, 30, 0, 123456, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A part of an order."""

    sku: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order."""

    id: UUID
    version: int = 0
    created_at: dt.datetime
    updated_at: dt.datetime
    tenant: str
    status: str = "open"
    buyer_id: str
    number: str
    total: Decimal
    lines: tuple[Line, ...] = ()
    due: dt.datetime | None = None


def order(*, tenant: str = "one", **values: object) -> Order:
    """An order with an id and a number of its own."""
    id_ = uuid7()
    fresh = Order(
        id=id_,
        created_at=NOW,
        updated_at=NOW,
        tenant=tenant,
        buyer_id="ann",
        number=str(id_),
        total=Decimal("12.50"),
    )
    return replace(fresh, **values)


metadata = MetaData()

orders = Table(
    "orders",
    metadata,
    Column("id", Uuid, primary_key=True),
    *aggregate_columns(tenancy=True),
    Column("status", String(64), nullable=False),
    Column("buyer_id", String(255), nullable=False),
    Column("number", String(64), nullable=False),
    Column("total", Exact(12, 4), nullable=False),
    Column("lines", Document, nullable=False),
    Column("due", Instant),
    unique_key("orders", "tenant", "number"),
    index_on("orders", "tenant", "due"),
)

board = Table(
    "board",
    metadata,
    Column("order_id", Uuid, primary_key=True),
    tenant_column(key=True),
    Column("state", String(64)),
    Column("seen", Integer),
)

REVISION = '''
"""The first tables."""

from sqlalchemy import Column, Integer, String, Uuid

from _system__chassis.storage import migrations
from _system__chassis.storage.columns import (
    Document, Exact, Instant, aggregate_columns, index_on, tenant_column, unique_key,
)
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    migrations.create_runtime_tables(op)
    op.create_table(
        "orders",
        Column("id", Uuid, primary_key=True),
        *aggregate_columns(tenancy=True),
        Column("status", String(64), nullable=False),
        Column("buyer_id", String(255), nullable=False),
        Column("number", String(64), nullable=False),
        Column("total", Exact(12, 4), nullable=False),
        Column("lines", Document, nullable=False),
        Column("due", Instant),
        unique_key("orders", "tenant", "number"),
    )
    op.create_index("ix_orders_tenant_due", "orders", ["tenant", "due"])
    op.create_table(
        "board",
        Column("order_id", Uuid, primary_key=True),
        tenant_column(key=True),
        Column("state", String(64)),
        Column("seen", Integer),
    )
    for table in ("orders", "board"):
        migrations.protect(op, table)
        migrations.grant(op, table)


def downgrade() -> None:
    op.drop_table("board")
    op.drop_table("orders")
    migrations.drop_runtime_tables(op)
'''


def priced(item: Order) -> bool:
    """No order costs less than nothing."""
    return item.total >= 0


class OrderRepository(Repository[Order]):
    """Orders."""

    _name = "Order"
    _table = orders
    _owner = "buyer_id"
    _lifecycle: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "pay": {"open": "paid"},
        "cancel": {"open": "cancelled", "paid": "cancelled"},
    }
    _first = "open"
    _immutable = frozenset({"buyer_id"})
    _invariants = (priced,)
    _sorts: ClassVar = {
        "created_at": orders.c.created_at,
        "due": orders.c.due,
        "number": orders.c.number,
        "total": orders.c.total,
    }

    def _to_row(self, item: Order) -> dict[str, object]:
        return {
            "status": item.status,
            "buyer_id": item.buyer_id,
            "number": item.number,
            "total": item.total,
            "lines": item.lines,
            "due": item.due,
        }

    def _from_row(self, row: Row) -> Order:
        return Order(
            id=row["id"],
            version=row["version"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            tenant=row["tenant"],
            status=row["status"],
            buyer_id=row["buyer_id"],
            number=row["number"],
            total=row["total"],
            lines=parse(tuple[Line, ...], row["lines"]),
            due=row["due"],
        )

    def where(
        self, *, status: str | None = None, number_in: Collection[str] | None = None
    ) -> AsyncIterator[Order]:
        """Every order that matches."""
        return self._each(equals(orders.c.status, status), among(orders.c.number, number_in))

    async def page(
        self, *, sort: str = "", cursor: str | None = None, limit: int = 50, **match: str | None
    ) -> Page[Order]:
        """One page."""
        return await self._keyset(sort, cursor, limit, equals(orders.c.status, match.get("status")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A row of the board."""

    order_id: UUID
    state: str | None
    seen: int | None


class BoardRepository(ViewRepository[Tile]):
    """The board."""

    _name = "Board"
    _table = board
    _key = "order_id"

    def _from_row(self, row: Row) -> Tile:
        return Tile(order_id=row["order_id"], state=row["state"], seen=row["seen"])

    async def page(self, *, sort: str, cursor: str | None, limit: int) -> Page[Tile]:
        """One page."""
        return await self._keyset(sort, cursor, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaid:
    """An event."""

    order_id: UUID
    total: Decimal


class OrderPaidV1(PublishedEvent):
    """Its first version."""

    topic: ClassVar[str] = "shop.orders.OrderPaid.v1"
    key: ClassVar[str] = "order_id"
    order_id: UUID


class OrderPaidV2(PublishedEvent):
    """Its second version."""

    topic: ClassVar[str] = "shop.orders.OrderPaid.v2"
    key: ClassVar[str] = "order_id"
    order_id: UUID
    total: Decimal


PUBLISHED = {OrderPaid: (OrderPaidV1, OrderPaidV2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """The service, as far as storage asks for it."""

    system: str
    name: str
    package: str
    metadata: MetaData = metadata
    tenant_tables: tuple[Table, ...] = (orders, board)

    @property
    def stored(self) -> str:
        """The name that its data is kept under."""
        return self.name

    @property
    def migrations(self) -> Path:
        """Where its revisions are."""
        module = sys.modules[self.package]
        return Path(str(module.__file__)).parents[2] / "migrations"


def shop(folder: Path, name: str) -> Shop:
    """A shop of this name whose package and revisions lie in *folder*."""
    package = folder / "src" / f"shop_{name}"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (folder / "migrations").mkdir()
    (folder / "migrations" / "0001_initial.py").write_text(REVISION)
    sys.path.insert(0, str(folder / "src"))
    try:
        importlib.invalidate_caches()
        importlib.import_module(package.name)
    finally:
        sys.path.remove(str(folder / "src"))
    return Shop(system="shop", name=name, package=package.name)


@dataclass(slots=True)
class Heard:
    """Signals and cache that remember what they were told."""

    woken: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def wake(self, channel: str) -> None:
        """Notes the channel."""
        self.woken.append(channel)

    async def drop(self, tags: Collection[str]) -> None:
        """Notes the tags."""
        self.dropped += tags


@dataclass(slots=True)
class ShopRuntime:
    """The runtime, as far as a unit of work asks for it."""

    service: Shop
    database: Database
    heard: Heard = field(default_factory=Heard)

    @property
    def signals(self) -> Heard:
        """What was woken."""
        return self.heard

    @property
    def cache(self) -> Heard:
        """What was dropped."""
        return self.heard

    def work(self, tenant: str = "one", subject: str = "ann", **more: object) -> Work:
        """A unit of work of this tenant and subject."""
        caller = Caller(subject=subject, tenant=tenant)
        return Work(runtime=self, caller=caller, now=NOW, **more)
