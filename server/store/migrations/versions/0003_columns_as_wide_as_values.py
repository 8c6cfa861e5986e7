"""Columns as wide as the values that `sync/policies.py` admits: PostgreSQL refuses what does not fit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WIDER = {
    "areas": {"name": (80, 100, False)},
    "households": {"door": (80, 100, True), "lane": (80, 100, True)},
    "listing": {"name": (80, 100, True), "door": (80, 100, True), "lane": (80, 100, True), "reason": (40, 48, True)},
    "reviews": {"verdict": (40, 48, True)},
}


def upgrade() -> None:
    for table, columns in WIDER.items():
        with op.batch_alter_table(table) as batch:
            for name, (old, new, nullable) in columns.items():
                batch.alter_column(name, existing_type=sa.String(old), type_=sa.String(new), existing_nullable=nullable)
