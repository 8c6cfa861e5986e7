"""Where a list of staff waits between its check and the last of its people."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class StaffImport(Base):
    """One list of staff on its way in. state: checked → going → done (or discarded). `done` of `total` people are in.

    `body` is JSON: the people as read while they wait; afterwards only what stayed out and whose accounts were made.
    """

    __tablename__ = "staff_imports"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[int] = mapped_column(Integer)
    filename: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[int] = mapped_column(BigInteger)  # ms
    finished_at: Mapped[int | None] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer)
    made: Mapped[int] = mapped_column(Integer)
    changed: Mapped[int] = mapped_column(Integer)
    same: Mapped[int] = mapped_column(Integer)
    stopped: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
