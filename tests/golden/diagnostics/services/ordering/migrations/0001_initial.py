"""The first tables of ordering. Further ones come from `blueprint sync`, or by hand from `make
migration`.
"""

from alembic import op
from diagnostics_chassis.storage import migrations
from diagnostics_chassis.storage.columns import Document, Instant, index_on
from sqlalchemy import BigInteger, Column, String, Text, Uuid

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes tables and indexes, and on PostgreSQL the policies that keep tenants apart."""
    migrations.create_runtime_tables(op)
    op.create_table(
        "lab_orders",
        Column("id", Uuid, primary_key=True),
        Column("version", BigInteger, nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("tenant", String(64), nullable=False),
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
    migrations.grant(op, "lab_orders")
    migrations.protect(op, "lab_orders")
    op.create_table(
        "order_overviews",
        Column("tenant", String(64), primary_key=True),
        Column("order_id", Uuid, primary_key=True),
        Column("patient_id", Uuid),
        Column("priority", String(64)),
        Column("state", String(64), nullable=False),
        index_on("order_overviews", "tenant", "patient_id"),
    )
    migrations.grant(op, "order_overviews")
    migrations.protect(op, "order_overviews")


def downgrade() -> None:
    """Drops everything that `upgrade` made."""
    op.drop_table("order_overviews")
    op.drop_table("lab_orders")
    migrations.drop_runtime_tables(op)
