"""Where an import waits: the file as checked, then every row that goes in, until each grid has been committed.

`roster_rows` also remembers which record each row became: what a newer file of the same source is compared with.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class RosterImport(Base):
    """One file on its way in. state: received → checking → checked → staged → done (or discarded)."""

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
    kind: Mapped[str] = mapped_column(String(12), default="residents", server_default="residents")  # or vaccinated
    shape: Mapped[str | None] = mapped_column(String(64))  # `header.shape` of its titles
    source: Mapped[str | None] = mapped_column(String(100), index=True)  # area + ":" + shape
    predecessor: Mapped[str | None] = mapped_column(String(32))  # the import that it is a newer form of
    titles: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")  # JSON: every column's title, in order
    doses: Mapped[int] = mapped_column(Integer, default=0, server_default="0")  # that have gone in so far
    total: Mapped[int] = mapped_column(Integer, default=0, server_default="0")  # rows that go in
    portion: Mapped[int] = mapped_column(Integer, default=0, server_default="0")  # the last one that is in
    portions: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class RosterRow(Base):
    """One row that goes in. state: waiting → added | changed | unchanged | elsewhere | not_found; or unplaced, which
    waits for a grid. `body` is JSON {resident, home, doses?, contraindications?}.
    """

    __tablename__ = "roster_rows"
    __table_args__ = (Index("ix_roster_rows_import_state_grid", "import", "state", "grid"),)
    import_id: Mapped[str] = mapped_column("import", ForeignKey("roster_imports.id"), primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    grid: Mapped[str] = mapped_column(String(20))  # "" while unplaced
    household: Mapped[int] = mapped_column(Integer)  # of the file: the row of its first member
    state: Mapped[str] = mapped_column(String(12))
    resident: Mapped[str | None] = mapped_column(String(48), index=True)  # the record it became, or already was
    body: Mapped[str] = mapped_column(Text)


class RosterStopped(Base):
    """One row that stays out: its cells as they stood, and why (JSON: [{column, code, values}])."""

    __tablename__ = "roster_stopped"
    import_id: Mapped[str] = mapped_column("import", ForeignKey("roster_imports.id"), primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    cells: Mapped[str] = mapped_column(Text)  # JSON: the texts of the columns of `RosterImport.titles`
    reasons: Mapped[str] = mapped_column(Text)


class RosterDifference(Base):
    """What a file says otherwise than the record, and nobody overwrote. state: open → taken | left."""

    __tablename__ = "roster_differences"
    __table_args__ = (Index("ix_roster_differences_import_state", "import", "state"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    import_id: Mapped[str] = mapped_column("import", ForeignKey("roster_imports.id"))
    row: Mapped[int] = mapped_column(Integer)
    resident: Mapped[str] = mapped_column(String(48), index=True)
    entity: Mapped[str] = mapped_column(String(24))  # resident, household, dose, contraindication
    record: Mapped[str | None] = mapped_column(String(48))  # whose field it is; None: a record that is not there
    field: Mapped[str] = mapped_column(String(24))
    ours: Mapped[str] = mapped_column(Text)  # JSON
    theirs: Mapped[str] = mapped_column(Text)  # JSON
    ours_by: Mapped[str | None] = mapped_column(String(64))  # the edits that stand, as noted then
    state: Mapped[str] = mapped_column(String(12))
    account: Mapped[int | None] = mapped_column(Integer)  # who decided
    decided_at: Mapped[int | None] = mapped_column(BigInteger)


class RosterMapping(Base):
    """How a clerk read the columns of a shape of files: JSON {"<index>": key or null}."""

    __tablename__ = "roster_mappings"
    shape: Mapped[str] = mapped_column(String(64), primary_key=True)
    mapping: Mapped[str] = mapped_column(Text)
    account: Mapped[int] = mapped_column(Integer)
    used_at: Mapped[int] = mapped_column(BigInteger)
