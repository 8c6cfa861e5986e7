"""What the office does with one appointment by hand: place it, move it, cancel it, note that its family knows."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import ledger
from server.exchange.locks import Counters
from server.office import township
from server.office.sessions import lines
from server.places import queue, storing
from server.store.tables import Account, Record
from sync import areas
from sync.leases import giving
from sync.leases.fair import Waiting
from sync.leases.pool import Reach

LIVE = ("requested", "confirmed")


def act(session: Session, by: Account, name: str, what: str, target: str | None, now: int, today: str) -> None:
    """Do one of `place`, `move`, `cancel`, `told`. Raises Problem unknown_record, bad_value, session_over, no_place."""
    record = township.record_of(session, "appointment", name)
    Counters(session, strict=False).lock([record.scope])
    session.refresh(record)
    values = township.loaded(record)["values"]
    if what == "told":
        fields: dict[str, Any] = {"change_seen": True}
    elif values.get("state", "requested") not in LIVE:
        raise Problem("bad_value", {"path": "act"})
    elif what == "cancel":
        fields = {"state": "cancelled"}
    else:
        to = target or str(values["session"])
        lines.need_open(lines.row_of(session, to), today)
        if what == "place":
            fields = _placed(session, record, values, to, now)
        elif to == values["session"]:
            raise Problem("bad_value", {"path": "session"})
        else:
            fields = {"session": to, "change": "session_moved", "change_seen": False}
    drafts = {field: (value, None) for field, value in fields.items()}
    ledger.office(session, by.id, [ledger.Draft("set", "appointment", name, drafts)])


def _placed(session: Session, record: Record, values: dict[str, Any], to: str, now: int) -> dict[str, Any]:
    """Give it a place out of turn: of its village, else the general pool's, else one of the reserve. What the record
    then says; the settling that follows finds the ticket given.
    """
    old = str(values["session"])
    opened = storing.opened(session, {old, to})
    if to not in opened.pools:
        raise Problem("no_place", {"session": to})
    if to != old and old in opened.pools:
        giving.release(opened.pools[old], record.id)
    reach = Reach(frozenset({areas.village_of(record.scope) or ""}), None, reserve=True)
    given = giving.confirm(opened.pools[to], [Waiting(record.id, 0, 0, reach)], now)
    if not given:
        has = opened.pools[to].of(record.id)
        if has is None:
            raise Problem("no_place", {"session": to})
        given = [(record.id, has.number)]
    opened.save()
    queue.stir(session, {old, to})
    fields: dict[str, Any] = {"session": to, "ticket": given[0][1], "state": "confirmed"}
    if to != old:
        return {**fields, "change": "session_moved", "change_seen": False}
    lost = values.get("change") is not None or values.get("ticket") not in (None, given[0][1])
    return {**fields, "change": "ticket", "change_seen": False} if lost else fields
