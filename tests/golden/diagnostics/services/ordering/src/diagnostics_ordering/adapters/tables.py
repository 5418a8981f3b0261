"""The tables of ordering; a test holds the migrations against them."""

from diagnostics_chassis.storage.columns import Document, aggregate_columns, index_on, tenant_column
from sqlalchemy import Column, MetaData, String, Table, Text, Uuid

metadata = MetaData()

lab_orders = Table(
    "lab_orders",
    metadata,
    Column("id", Uuid, primary_key=True),
    *aggregate_columns(tenancy=True),
    Column("status", String(64), nullable=False),
    Column("clinician_id", String(255), nullable=False),
    Column("patient_id", Uuid, nullable=False),
    Column("priority", String(64), nullable=False),
    Column("tests", Document, nullable=False),
    Column("notes", Text),
    index_on("lab_orders", "tenant", "created_at"),
    index_on("lab_orders", "tenant", "status", "priority"),
    index_on("lab_orders", "tenant", "clinician_id"),
    index_on("lab_orders", "tenant", "patient_id"),
)

order_overviews = Table(
    "order_overviews",
    metadata,
    tenant_column(key=True),
    Column("order_id", Uuid, primary_key=True),
    Column("patient_id", Uuid),
    Column("priority", String(64)),
    Column("state", String(64), nullable=False),
    index_on("order_overviews", "tenant", "patient_id"),
)

TENANT_TABLES = (
    lab_orders,
    order_overviews,
)
