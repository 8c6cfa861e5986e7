"""Known gaps: edits that a restored database has lost and that nobody can supply (docs/protocol.md, B5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange import recall
from server.store.tables import Device, Meta, Writer
from server.store.tables.restored import Gap, Recalled

MOST = 1_000_000  # numbers of one gap: more than a phone makes in a lifetime
GRACE_MS = 14 * 86_400_000  # phones keep answered edits for that long (ADR 9)

log = structlog.get_logger("gaps")


def acknowledge(session: Session, writer: Writer, lost: Sequence[int] | None, receipt: int) -> None:
    """Note that the phone cannot supply the numbers from lost[0] to lost[1], and go on behind them.

    Believed only of the numbers that are expected now, and only of a writer that has lost some by a restore; whatever
    else is said changes nothing, and `expect` tells the phone where it stands. The caller holds the writer locked.
    """
    if not lost:
        return
    first, last = lost
    if first != writer.last_n + 1 or not 0 <= last - first < MOST or recall.restored_at(session) is None:
        return
    if session.get(Recalled, writer.id) is None:
        return
    epoch = session.get_one(Meta, "epoch").value
    session.add(Gap(writer=writer.id, first=first, last=last, at=receipt, epoch=epoch))
    writer.last_n = last
    log.warning("known_gap", writer=writer.id, first=first, last=last)
    session.flush()


@dataclass(frozen=True)
class Absent:
    """Numbers of a writer that this database misses. `state`: awaited (its phone may still bring them) | lost."""

    writer: int
    first: int
    last: int
    at: int
    state: str


def absent(session: Session, now: int) -> list[Absent]:
    """What is missing since restores: the gaps that phones have told of, and what has not come back yet."""
    found = [Absent(each.writer, each.first, each.last, each.at, "lost") for each in session.scalars(select(Gap))]
    query = (
        select(Recalled, Writer.kind, Writer.last_n, Device.revoked_at)
        .outerjoin(Writer, Writer.id == Recalled.writer)
        .outerjoin(Device, Device.id == Recalled.writer)
        .where(Recalled.made > Recalled.known)
    )
    for each, kind, last, revoked in session.execute(query):
        reached = each.known if kind == recall.OFFICE else max(last or 0, each.known)
        if reached < each.made:
            hopeless = kind == recall.OFFICE or revoked is not None or now > each.at + GRACE_MS
            state = "lost" if hopeless else "awaited"
            found.append(Absent(each.writer, reached + 1, each.made, each.at, state))
    return sorted(found, key=lambda gap: (gap.state, gap.writer, gap.first))
