"""The tables in which rosters wait while they go in."""

from __future__ import annotations

from alembic import op

from server.roster.tables import RosterImport, RosterRow
from server.store.tables import Base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The first migration makes every table that is known when it runs, these among them when the whole server runs it.
    tables = [RosterImport.metadata.tables["roster_imports"], RosterRow.metadata.tables["roster_rows"]]
    Base.metadata.create_all(op.get_bind(), tables=tables, checkfirst=True)
