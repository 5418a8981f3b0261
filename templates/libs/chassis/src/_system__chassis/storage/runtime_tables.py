"""The tables that the chassis itself keeps beside a context's own, the same on both engines."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    text,
)

from .columns import Document, Instant, counted_id, tenant_column, unique_key

metadata = MetaData()

_UNPUBLISHED = text("published_at IS NULL")
_NOT_DONE = text("state <> 'done'")

outbox = Table(
    "outbox",
    metadata,
    counted_id(),
    Column("event_id", Uuid, nullable=False),
    Column("topic", String(255), nullable=False),
    Column("key", String(255), nullable=False),
    tenant_column(),
    Column("envelope", Document, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("published_at", Instant),
    unique_key("outbox", "event_id"),
    Index(
        "ix_outbox_unpublished",
        "id",
        postgresql_where=_UNPUBLISHED,
        sqlite_where=_UNPUBLISHED,
    ),
    Index("ix_outbox_published_at", "published_at"),
)

inbox = Table(
    "inbox",
    metadata,
    counted_id(),
    Column("consumer", String(255), nullable=False),
    Column("event_id", String(64), nullable=False),
    Column("topic", String(255), nullable=False),
    Column("key", String(255), nullable=False),  # those of one key are handled one after another
    tenant_column(),
    Column("origin", String(64), nullable=False),  # whose events `sequence` counts
    Column("sequence", counted_id().type),
    Column("envelope", Document, nullable=False),
    Column("state", String(16), nullable=False),  # pending | done | dead | parked
    Column("blocks", Boolean, nullable=False),  # a dead one that holds its key
    Column("attempts", Integer, nullable=False),
    Column("due_at", Float, nullable=False),  # seconds since 1970 by the database's clock
    Column("lease", Uuid),
    Column("lease_until", Float),  # the same
    Column("reason", Text),
    Column("fingerprint", String(255)),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    unique_key("inbox", "consumer", "event_id"),
    Index(
        "ix_inbox_not_done",
        "consumer",
        "tenant",
        "key",
        "origin",
        "sequence",
        "id",
        postgresql_where=_NOT_DONE,
        sqlite_where=_NOT_DONE,
    ),
    Index("ix_inbox_done_at", "done_at"),
)

idempotency = Table(
    "idempotency",
    metadata,
    tenant_column(key=True),
    Column("subject", String(255), primary_key=True),
    Column("operation", String(255), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),  # of the request
    Column("state", String(16), nullable=False),  # reserved | done
    Column("token", Uuid, nullable=False),  # whose reservation it is
    Column("status", Integer),
    Column("headers", Document),
    Column("body", LargeBinary),
    Column("expires_at", Instant, nullable=False),
    Index("ix_idempotency_expires_at", "expires_at"),
)

audit = Table(
    "audit",
    metadata,
    counted_id(),
    Column("at", Instant, nullable=False),
    tenant_column(),
    Column("subject", String(255), nullable=False),
    Column("service", String(64)),
    Column("acting", Boolean, nullable=False),
    Column("operation", String(255), nullable=False),
    Column("written", Document, nullable=False),  # [{aggregate, id, version, change}]
    Column("trace", String(64)),
    Index("ix_audit_at", "at"),
)

schedules = Table(
    "schedules",
    metadata,
    Column("name", String(255), primary_key=True),
    tenant_column(key=True),
    Column("last_run", Instant, nullable=False),
)

known_tenants = Table("known_tenants", metadata, tenant_column(key=True))

TABLES = (outbox, inbox, idempotency, audit, schedules, known_tenants)
"""All of them, in the order of their making."""
