"""The tables of tasks; a test holds the migrations against them."""

from hello_chassis.storage.columns import aggregate_columns, index_on
from sqlalchemy import Column, Date, MetaData, String, Table, Uuid

metadata = MetaData()

tasks = Table(
    "tasks",
    metadata,
    Column("id", Uuid, primary_key=True),
    *aggregate_columns(tenancy=False),
    Column("status", String(64), nullable=False),
    Column("title", String(120), nullable=False),
    Column("due_on", Date),
    index_on("tasks", "created_at"),
    index_on("tasks", "status"),
)

finished_tasks = Table(
    "finished_tasks",
    metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("title", String(120), nullable=False),
)

TENANT_TABLES = ()
