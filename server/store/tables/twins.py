"""What a person said of two residents who seemed to be one: that they are two."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class Apart(Base):
    """Two residents (`one` is the lesser id) who are two people, however alike they look: nobody is asked again."""

    __tablename__ = "apart"
    one: Mapped[str] = mapped_column(String(48), primary_key=True)
    other: Mapped[str] = mapped_column(String(48), primary_key=True, index=True)
    account: Mapped[int] = mapped_column(Integer)
    remark: Mapped[str | None] = mapped_column(Text)
    at: Mapped[int] = mapped_column(BigInteger)  # ms
