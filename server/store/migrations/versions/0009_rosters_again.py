"""What an import has read so far, what stayed out and why, and what a newer list says differently."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roster_imports") as imports:
        imports.add_column(sa.Column("kind", sa.String(length=12), server_default="residents", nullable=False))
        imports.add_column(sa.Column("shape", sa.String(length=64), nullable=True))
        imports.add_column(sa.Column("source", sa.String(length=100), nullable=True))
        imports.add_column(sa.Column("predecessor", sa.String(length=32), nullable=True))
        imports.add_column(sa.Column("titles", sa.Text(), server_default="[]", nullable=False))
        for name in ("doses", "total", "portion", "portions"):
            imports.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        imports.create_index(op.f("ix_roster_imports_source"), ["source"], unique=False)
    op.create_index(op.f("ix_roster_rows_resident"), "roster_rows", ["resident"], unique=False)
    op.create_table(
        "roster_stopped",
        sa.Column("import", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("import", "row", name=op.f("pk_roster_stopped")),
        sa.ForeignKeyConstraint(
            ["import"], ["roster_imports.id"], name=op.f("fk_roster_stopped_import_roster_imports")
        ),
    )
    op.create_table(
        "roster_differences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("resident", sa.String(length=48), nullable=False),
        sa.Column("entity", sa.String(length=24), nullable=False),
        sa.Column("record", sa.String(length=48), nullable=True),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("ours", sa.Text(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.Column("ours_by", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_differences")),
        sa.ForeignKeyConstraint(
            ["import"], ["roster_imports.id"], name=op.f("fk_roster_differences_import_roster_imports")
        ),
    )
    op.create_index("ix_roster_differences_import_state", "roster_differences", ["import", "state"], unique=False)
    op.create_index(op.f("ix_roster_differences_resident"), "roster_differences", ["resident"], unique=False)
    op.create_table(
        "roster_mappings",
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shape", name=op.f("pk_roster_mappings")),
    )
    # Files that were only looked at are read in another way now: they are uploaded once more.
    op.execute("UPDATE roster_imports SET state = 'discarded' WHERE state = 'checked'")
