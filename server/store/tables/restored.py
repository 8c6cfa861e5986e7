"""What is remembered of restored backups: each new epoch, what may be missing since, and what nobody can supply."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class Restore(Base):
    """An epoch that began because the database had gone back in time. `writers_known` and `accounts_known` are the
    greatest ids that it still had; ids up to `writers_upto` are never given out again.
    """

    __tablename__ = "restores"
    epoch: Mapped[str] = mapped_column(String(32), primary_key=True)
    before: Mapped[str] = mapped_column(String(32))  # the epoch that the database had
    at: Mapped[int] = mapped_column(BigInteger)
    cause: Mapped[str] = mapped_column(String(16))  # restored (by the command) | behind (found at a start)
    writers_known: Mapped[int] = mapped_column(Integer)
    writers_upto: Mapped[int] = mapped_column(Integer)
    accounts_known: Mapped[int] = mapped_column(Integer)


class Recalled(Base):
    """What a writer may have lost: the restored database knew its edits up to `known`, and numbers up to `made` are
    known to have been given (by the high-water file, or by a signed answer that came back).
    """

    __tablename__ = "recalled"
    writer: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    known: Mapped[int] = mapped_column(Integer)
    made: Mapped[int] = mapped_column(Integer)
    at: Mapped[int] = mapped_column(BigInteger)  # of the restore


class Gap(Base):
    """Edits of a writer that nobody can supply any more, as its phone said."""

    __tablename__ = "gaps"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    writer: Mapped[int] = mapped_column(Integer, index=True)
    first: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer)
    at: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[str] = mapped_column(String(32))
