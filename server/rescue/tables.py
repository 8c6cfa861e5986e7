"""What the office sees of rescues: which envelope came by whom, what became of its edits, what waits for a person."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class Rescue(Base):
    """One envelope, however often it is brought. The counts add up to `edits`. `body`: sealed, while it waits."""

    __tablename__ = "rescues"
    __table_args__ = (Index("ix_rescues_writer", "writer"), Index("ix_rescues_state", "state", "at"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    envelope: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256
    writer: Mapped[int] = mapped_column(BigInteger)  # of the phone that sealed it, as its header says
    account: Mapped[int | None] = mapped_column(Integer)  # whose phone; None while nobody knows
    carrier: Mapped[int | None] = mapped_column(Integer)  # the phone that brought it first; None: the office
    brought_by: Mapped[int] = mapped_column(Integer)  # account
    at: Mapped[int] = mapped_column(BigInteger)  # first brought, ms
    sealed_at: Mapped[int] = mapped_column(BigInteger)  # by the clock of the phone that sealed it
    edits: Mapped[int] = mapped_column(Integer)
    applied: Mapped[int] = mapped_column(Integer)
    already: Mapped[int] = mapped_column(Integer)  # had come before: by the phone itself, or by another envelope
    held: Mapped[int] = mapped_column(Integer)
    failed: Mapped[int] = mapped_column(Integer)
    waiting: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12))  # done | waiting | discarded
    reason: Mapped[str | None] = mapped_column(String(16))  # why it waits: unknown | gap
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_at: Mapped[int | None] = mapped_column(BigInteger)
    decided_by: Mapped[int | None] = mapped_column(Integer)
