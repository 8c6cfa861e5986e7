"""Projections: what the office filters and counts, one row a resident and one a household, renewed with every
change.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class Area(Base):
    """An area of the tree county → township → village → grid (level: county, township, village, grid)."""

    __tablename__ = "areas"
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(10))
    parent: Mapped[str | None] = mapped_column(String(20), index=True)


class Household(Base):
    """A household as lists show it. `visits` counts visits that stand; `last_visit` is the newest one's date."""

    __tablename__ = "households"
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    grid: Mapped[str] = mapped_column(String(20), index=True)
    village: Mapped[str] = mapped_column(String(20), index=True)
    door: Mapped[str | None] = mapped_column(String(100))
    lane: Mapped[str | None] = mapped_column(String(100))
    walk: Mapped[int | None] = mapped_column(Integer)
    life_state: Mapped[str] = mapped_column(String(12))
    knocked: Mapped[bool] = mapped_column(Boolean)
    last_visit: Mapped[str | None] = mapped_column(String(10))
    visits: Mapped[int] = mapped_column(Integer)
    residents: Mapped[int] = mapped_column(Integer)


class Listing(Base):
    """A resident as lists show them, judged on `judged_on`. Dates are YYYY-MM-DD; `groups` is `|a|b|`."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_grid_status", "grid", "status"),
        Index("ix_listing_village_status", "village", "status"),
        Index("ix_listing_alike", "name", "birth"),  # people who may be one
        Index("ix_listing_walk", "grid", "walk", "household", "resident"),  # the order of the office's list
        Index(
            "ix_listing_figures", "life_state", "village", "status", "doses", "full", "boosted"
        ),  # the overview, from the index alone
    )
    resident: Mapped[str] = mapped_column(String(48), primary_key=True)
    household: Mapped[str] = mapped_column(String(48), index=True)
    grid: Mapped[str] = mapped_column(String(20))
    village: Mapped[str] = mapped_column(String(20))
    name: Mapped[str | None] = mapped_column(String(100))
    initials: Mapped[str | None] = mapped_column(String(40))
    sex: Mapped[str | None] = mapped_column(String(1))
    birth: Mapped[str | None] = mapped_column(String(10))
    id_number: Mapped[str | None] = mapped_column(String(40), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    door: Mapped[str | None] = mapped_column(String(100))
    lane: Mapped[str | None] = mapped_column(String(100))
    walk: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(Text)  # of the judgement; JSON when it is not a plain word
    finding: Mapped[str | None] = mapped_column(String(16))
    ask_again: Mapped[str | None] = mapped_column(String(10))
    next_number: Mapped[int | None] = mapped_column(Integer)
    earliest: Mapped[str | None] = mapped_column(String(10))
    due: Mapped[str | None] = mapped_column(String(10))
    overdue_since: Mapped[str | None] = mapped_column(String(10))
    latest: Mapped[str | None] = mapped_column(String(10))
    products: Mapped[str | None] = mapped_column(Text)  # that may be given next: `|a|b|`
    doses: Mapped[int] = mapped_column(Integer)
    full: Mapped[bool] = mapped_column(Boolean, default=False)  # the primary course is complete
    boosted: Mapped[bool] = mapped_column(Boolean, default=False)  # and at least one booster counts
    last_dose: Mapped[str | None] = mapped_column(String(10))
    willingness: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(48))
    groups: Mapped[str] = mapped_column(Text)
    life_state: Mapped[str] = mapped_column(String(20))
    residency: Mapped[str | None] = mapped_column(String(24))
    away: Mapped[bool] = mapped_column(Boolean)
    knocked: Mapped[bool] = mapped_column(Boolean)
    last_visit: Mapped[str | None] = mapped_column(String(10))
    visits: Mapped[int] = mapped_column(Integer)
    appointment_session: Mapped[str | None] = mapped_column(String(48))
    in_review: Mapped[bool] = mapped_column(Boolean)
    updated_at: Mapped[int] = mapped_column(BigInteger)
    updated_by: Mapped[int | None] = mapped_column(Integer)  # writer
    judged_on: Mapped[str] = mapped_column(String(10), index=True)
