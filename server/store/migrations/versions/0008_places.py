"""Numbered places in sessions, what follows from records, reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bookings",
        sa.Column("appointment", sa.String(length=48), nullable=False),
        sa.Column("session", sa.String(length=48), nullable=False),
        sa.Column("resident", sa.String(length=48), nullable=False),
        sa.Column("dose", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("village", sa.String(length=20), nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("writer", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=20), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("appointment", name=op.f("pk_bookings")),
    )
    op.create_index(op.f("ix_bookings_resident"), "bookings", ["resident"], unique=False)
    op.create_index(op.f("ix_bookings_scope"), "bookings", ["scope"], unique=False)
    op.create_index(op.f("ix_bookings_session"), "bookings", ["session"], unique=False)
    op.create_table(
        "followups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("record", sa.String(length=48), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followups")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "leases",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session", sa.String(length=48), nullable=False),
        sa.Column("writer", sa.Integer(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(length=20), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
    )
    op.create_index(op.f("ix_leases_session"), "leases", ["session"], unique=False)
    op.create_index(op.f("ix_leases_writer"), "leases", ["writer"], unique=False)
    op.create_table(
        "pools",
        sa.Column("session", sa.String(length=48), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.Column("frozen_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_pools")),
    )
    op.create_table(
        "postings",
        sa.Column("attendance", sa.String(length=48), nullable=False),
        sa.Column("resident", sa.String(length=48), nullable=True),
        sa.Column("appointment", sa.String(length=48), nullable=True),
        sa.Column("dose", sa.String(length=48), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.Column("session", sa.String(length=48), nullable=True),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("product", sa.String(length=48), nullable=True),
        sa.Column("batch", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("attendance", name=op.f("pk_postings")),
    )
    op.create_index(op.f("ix_postings_on"), "postings", ["on"], unique=False)
    op.create_index(op.f("ix_postings_resident"), "postings", ["resident"], unique=False)
    op.create_index(op.f("ix_postings_state"), "postings", ["state"], unique=False)
    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(length=500), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscriptions_endpoint")),
    )
    op.create_index(op.f("ix_push_subscriptions_device"), "push_subscriptions", ["device"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("device", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "on", "kind", name=op.f("pk_reminders")),
    )
    op.create_table(
        "session_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_templates")),
    )
    op.create_table(
        "tickets",
        sa.Column("session", sa.String(length=48), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pool", sa.String(length=20), nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("lease", sa.String(length=40), nullable=True),
        sa.Column("appointment", sa.String(length=48), nullable=True),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("session", "number", name=op.f("pk_tickets")),
        sa.UniqueConstraint("appointment", name=op.f("uq_tickets_appointment")),
    )
    op.create_index(op.f("ix_tickets_lease"), "tickets", ["lease"], unique=False)
    # Sessions and appointments of earlier versions get their places in the order in which they came.
    op.execute(
        "INSERT INTO followups (entity, record) SELECT entity, id FROM records"
        " WHERE entity IN ('session', 'appointment') ORDER BY CASE entity WHEN 'session' THEN 0 ELSE 1 END, seq, id"
    )
    # Which products somebody may have next; judging everybody once more fills it.
    op.add_column("listing", sa.Column("products", sa.Text(), nullable=True))
    op.execute("UPDATE listing SET judged_on = ''")
