"""What the office sees of rescues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTS = ("edits", "applied", "already", "held", "failed", "waiting")


def upgrade() -> None:
    op.create_table(
        "rescues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.String(length=64), nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("carrier", sa.Integer(), nullable=True),
        sa.Column("brought_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescues")),
        sa.UniqueConstraint("envelope", name=op.f("uq_rescues_envelope")),
    )
    op.create_index("ix_rescues_state", "rescues", ["state", "at"], unique=False)
    op.create_index("ix_rescues_writer", "rescues", ["writer"], unique=False)
