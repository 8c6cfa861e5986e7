"""Where an import waits: the file as checked, then every row that goes in, until each grid has been committed.

`roster_rows` also remembers which record each row became: what a newer file of the same source is compared with.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class RosterImport(Base):
    """One file on its way in. state: checked → staged → done (or discarded). `file` is its name under var/roster/."""

    __tablename__ = "roster_imports"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[int] = mapped_column(Integer)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    area: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    edit: Mapped[str | None] = mapped_column(String(32))  # one id for all rows
    made_at: Mapped[int] = mapped_column(BigInteger)  # ms
    finished_at: Mapped[int | None] = mapped_column(BigInteger)
    rows: Mapped[int] = mapped_column(Integer)
    stopped: Mapped[int] = mapped_column(Integer)  # rows that stay out
    households: Mapped[int] = mapped_column(Integer)  # of the file, somebody of which has been added so far
    report: Mapped[str] = mapped_column(Text)  # JSON: the problems and what was mended, as shown


class RosterRow(Base):
    """One row that goes in. state: waiting → added | unchanged | elsewhere. `body` is JSON {resident, home}."""

    __tablename__ = "roster_rows"
    __table_args__ = (Index("ix_roster_rows_import_state_grid", "import", "state", "grid"),)
    import_id: Mapped[str] = mapped_column("import", ForeignKey("roster_imports.id"), primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    grid: Mapped[str] = mapped_column(String(20))
    household: Mapped[int] = mapped_column(Integer)  # of the file: the row of its first member
    state: Mapped[str] = mapped_column(String(12))
    resident: Mapped[str | None] = mapped_column(String(48))  # the record it became, or already was
    body: Mapped[str] = mapped_column(Text)
