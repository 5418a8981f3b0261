"""The first tables of tasks. Further ones come from `blueprint sync`, or by hand from `make
migration`.
"""

from alembic import op
from hello_chassis.storage import migrations
from hello_chassis.storage.columns import Instant, index_on
from sqlalchemy import BigInteger, Column, Date, String, Uuid

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes tables and indexes, and on PostgreSQL the policies that keep tenants apart."""
    migrations.create_runtime_tables(op)
    op.create_table(
        "tasks",
        Column("id", Uuid, primary_key=True),
        Column("version", BigInteger, nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("updated_at", Instant, nullable=False),
        Column("status", String(64), nullable=False),
        Column("title", String(120), nullable=False),
        Column("due_on", Date),
        index_on("tasks", "created_at"),
        index_on("tasks", "status"),
    )
    migrations.grant(op, "tasks")
    op.create_table(
        "finished_tasks",
        Column("task_id", Uuid, primary_key=True),
        Column("title", String(120), nullable=False),
    )
    migrations.grant(op, "finished_tasks")


def downgrade() -> None:
    """Drops everything that `upgrade` made."""
    op.drop_table("finished_tasks")
    op.drop_table("tasks")
    migrations.drop_runtime_tables(op)
