"""What is synced: scopes and their counters, records as they stand, every edit ever taken, reviews, quarantine."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class Meta(Base):
    """Facts of the whole store: `epoch`, `grants_version`, `township`, `county`."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Scope(Base):
    """A scope's change counter. Whoever changes a record of the scope holds this row locked until the commit.

    `rows` and `sum` are its digest (`sync.digest`): how many records live here, and the sum of their hashes. Departures
    up to `floor` have expired: a reader that has not come so far must enter the scope anew.
    """

    __tablename__ = "scopes"
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    rows: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    sum: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    floor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    listed: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # the office's lists show it so far


class Record(Base):
    """A record as it stands: `state` for the engine, `row` for the wire. `root` is its household (or itself).

    `row` is canonical JSON and `hash` its hash (`sync.digest`). At `since` the row came into its scope or became
    another one as a whole; `changes` tells which fields changed later, and when: JSON {field: seq} (`sync.patches`),
    "" for none.
    """

    __tablename__ = "records"
    __table_args__ = (Index("ix_records_scope_seq", "scope", "seq"), Index("ix_records_entity", "entity"))
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    entity: Mapped[str] = mapped_column(String(24))
    scope: Mapped[str] = mapped_column(String(20))
    seq: Mapped[int] = mapped_column(BigInteger)
    parent: Mapped[str | None] = mapped_column(String(48), index=True)
    root: Mapped[str] = mapped_column(String(48), index=True)
    state: Mapped[str] = mapped_column(Text)
    row: Mapped[str] = mapped_column(Text)
    hash: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    since: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    changes: Mapped[str] = mapped_column(Text, default="", server_default="")


class Departure(Base):
    """A record that left a scope (moved to another): phones of the old scope are told to drop it."""

    __tablename__ = "departures"
    __table_args__ = (Index("ix_departures_scope_seq", "scope", "seq"),)
    scope: Mapped[str] = mapped_column(String(20), primary_key=True)
    record: Mapped[str] = mapped_column(String(48), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[int] = mapped_column(BigInteger)  # ms: a pending edit may follow the record for the handover time


class Tie(Base):
    """One group changed two scopes: its numbers in both, so that no page shows the one half without the other."""

    __tablename__ = "ties"
    scope: Mapped[str] = mapped_column(String(20), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    other: Mapped[str] = mapped_column(String(20), primary_key=True)
    other_seq: Mapped[int] = mapped_column(BigInteger)


class Edit(Base):
    """An edit that was applied, and the answer that it got. An import is one edit id for many records."""

    __tablename__ = "edits"
    __table_args__ = (Index("ix_edits_record", "record"), Index("ix_edits_writer_n", "writer", "n"))
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    record: Mapped[str] = mapped_column(String(48), primary_key=True)
    writer: Mapped[int] = mapped_column(Integer)
    n: Mapped[int] = mapped_column(Integer)
    group_id: Mapped[str] = mapped_column(String(32))
    entity: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(12))
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    offset: Mapped[int] = mapped_column("clock_offset", BigInteger)
    receipt: Mapped[int] = mapped_column(BigInteger)
    eff: Mapped[int] = mapped_column(BigInteger)
    account: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(Text)


class Review(Base):
    """A conflict, and what a person decided. `body` is {options, shown, records}; `office_only` ones never reach
    phones.
    """

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_state", "state", "opened_at"),)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    record: Mapped[str] = mapped_column(String(48), index=True)
    root: Mapped[str] = mapped_column(String(48), index=True)
    scope: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    field: Mapped[str | None] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))  # open | decided
    opened_at: Mapped[int] = mapped_column(BigInteger)
    decided_at: Mapped[int | None] = mapped_column(BigInteger)
    decided_by: Mapped[int | None] = mapped_column(Integer)  # account
    verdict: Mapped[str | None] = mapped_column(String(48))
    remark: Mapped[str | None] = mapped_column(Text)
    office_only: Mapped[bool] = mapped_column(Boolean, default=False)
    published: Mapped[str | None] = mapped_column(String(48), index=True)  # the record that phones see


class Quarantined(Base):
    """An edit that was refused, kept whole until a person decides. A fork's id carries its hash: `17.4~ab12…`."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix_quarantine_writer", "writer"), Index("ix_quarantine_state", "state", "at"))
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    writer: Mapped[int] = mapped_column(Integer)
    n: Mapped[int] = mapped_column(Integer)
    group_id: Mapped[str] = mapped_column(String(32))
    account: Mapped[int] = mapped_column(Integer)
    scope: Mapped[str | None] = mapped_column(String(20))
    record: Mapped[str | None] = mapped_column(String(48), index=True)
    code: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    offset: Mapped[int] = mapped_column("clock_offset", BigInteger)
    answer: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))  # held | waiting | released | discarded
    depends_on: Mapped[str | None] = mapped_column(String(60), index=True)
    at: Mapped[int] = mapped_column(BigInteger)  # receipt
    decided_at: Mapped[int | None] = mapped_column(BigInteger)
    decided_by: Mapped[int | None] = mapped_column(Integer)  # account
    remark: Mapped[str | None] = mapped_column(Text)
