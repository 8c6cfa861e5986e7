"""Saved views of the list of residents, and the office's own templates of tables that it has to hand in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class ListView(Base):
    """A list that somebody wants again: `body` is JSON {filters, sort, columns}. `shared`: the whole office sees it."""

    __tablename__ = "list_views"
    __table_args__ = (Index("ix_list_views_account", "account"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(60))
    shared: Mapped[bool] = mapped_column(Boolean, default=False)
    body: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[int] = mapped_column(BigInteger)  # ms


class ReportTemplate(Base):
    """A workbook of the office's own with placeholders; `content` is the file as it was inspected and taken."""

    __tablename__ = "report_templates"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(60))
    filename: Mapped[str] = mapped_column(String(200))
    sections: Mapped[str] = mapped_column(Text)  # JSON: the lists that it repeats rows for
    made_at: Mapped[int] = mapped_column(BigInteger)  # ms
    content: Mapped[bytes] = mapped_column(LargeBinary)
