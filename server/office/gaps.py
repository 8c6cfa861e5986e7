"""What a restored database misses, as the office sees it: whose, how much, and whether it may still come."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.exchange import gaps, holding
from server.office.authors import author, authors
from server.store.tables import Quarantined
from server.store.tables.restored import Restore
from sync.outcomes import RefusalCode


def lines(session: Session, now: int) -> dict[str, Any]:
    """{restored_at, cause, gaps: [{author, first, last, count, at, state}], witnessed}: `restored_at` is null if this
    database was never restored; `witnessed` counts what waits in quarantine to be brought back.
    """
    last = session.scalar(select(Restore).order_by(Restore.at.desc()).limit(1))
    if last is None:
        return {"restored_at": None, "cause": None, "gaps": [], "witnessed": 0}
    found = gaps.absent(session, now)
    known = authors(session, (each.writer for each in found))
    waiting = select(func.count()).where(
        Quarantined.code == RefusalCode.LOST_IN_RESTORE, Quarantined.state.in_(holding.UNDECIDED)
    )
    return {
        "restored_at": last.at,
        "cause": last.cause,
        "gaps": [
            {
                "author": author(known, each.writer), "first": each.first, "last": each.last,
                "count": each.last - each.first + 1, "at": each.at, "state": each.state,
            }
            for each in found
        ],
        "witnessed": session.scalar(waiting) or 0,
    }  # fmt: skip
