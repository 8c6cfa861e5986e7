"""Pull: what has changed since a signed cursor, in one picture of the database (docs/protocol.md, L1–L8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts import scopes_of
from server.accounts.grants import grants_version
from server.errors import Problem
from server.exchange import seals
from server.store.tables import Account, Departure, Meta, Quarantined, Record, Scope
from sync.cursor import BadCursor, Cursor, open_, seal

HELD_DAYS = 30
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Asked:
    """What a phone asks: its cursor (None: from the start), the scopes it wants (None: all its own), the page's
    size.
    """

    device: int
    cursor: str | None
    scopes: Sequence[str] | None
    rows: int
    now: int


def pull(session: Session, account: Account, asked: Asked) -> bytes:
    """The answer to a pull, as JSON. `session` must be one unchanging picture."""
    epoch = session.get_one(Meta, "epoch").value
    granted = scopes_of(session, account)
    mine = _chosen(granted, asked.scopes)
    before = _read(asked, epoch)
    seqs = _seqs(session, mine)
    entering = [scope for scope in mine if scope not in before.scopes]
    staying = [scope for scope in mine if scope in before.scopes]
    page = _Page(session, asked.rows)
    reached = {scope: page.read(scope, before.scopes[scope], seqs[scope]) for scope in staying}
    reached |= {scope: seqs[scope] for scope in entering}
    kept = {scope: seq for scope, seq in before.scopes.items() if scope in granted and scope not in mine}
    cursor = Cursor(epoch, grants_version(session), reached | kept)
    told: dict[str, Any] = {
        "epoch": epoch,
        "rows": [orjson.Fragment(row) for row in page.rows],
        "gone": page.gone,
        "enter": [{"scope": scope, "seq": seqs[scope], "rows": rows} for scope, rows in _sizes(session, entering)],
        "leave": sorted(scope for scope in before.scopes if scope not in granted),
        "cursor": seal(cursor, seals.key("cursor"), asked.device),
        "more": any(reached[scope] < seqs[scope] for scope in staying),
        "held": held(session, asked.device, asked.now),
        "now": asked.now,
    }
    return orjson.dumps(told)


def _chosen(granted: Sequence[str], wanted: Sequence[str] | None) -> list[str]:
    """L2: what is not granted is not given, and asking for it is an error, not an empty answer."""
    if wanted is None:
        return list(granted)
    if set(wanted) - set(granted):
        raise Problem("scope_not_granted")
    return sorted(set(wanted))


def _read(asked: Asked, epoch: str) -> Cursor:
    """L1: the cursor; one of another epoch (a restored backup) or none at all begins from the start."""
    nothing = Cursor(epoch, 0, {})
    if asked.cursor is None:
        return nothing
    try:
        cursor = open_(asked.cursor, seals.key("cursor"), asked.device)
    except BadCursor:
        raise Problem("bad_cursor") from None
    return cursor if cursor.epoch == epoch else nothing


def _seqs(session: Session, scopes: Sequence[str]) -> dict[str, int]:
    found = {code: seq for code, seq in session.execute(select(Scope.code, Scope.seq).where(Scope.code.in_(scopes)))}
    return {scope: found.get(scope, 0) for scope in scopes}


def _sizes(session: Session, scopes: Sequence[str]) -> Iterator[tuple[str, int]]:
    query = select(Record.scope, func.count()).where(Record.scope.in_(scopes)).group_by(Record.scope)
    counted = {scope: rows for scope, rows in session.execute(query)}
    return ((scope, counted.get(scope, 0)) for scope in scopes)


class _Page:
    """L4: rows and departures of several scopes, together at most about `room` of them; cut only between groups."""

    def __init__(self, session: Session, room: int) -> None:
        self.session = session
        self.room = room
        self.rows: list[bytes] = []
        self.gone: list[dict[str, str]] = []

    def read(self, scope: str, after: int, newest: int) -> int:
        """Add what changed in `scope` after `after`; returns how far it came."""
        if after >= newest:
            return newest
        room = self.room - len(self.rows) - len(self.gone)
        if room <= 0:
            return after
        upto = self._upto(scope, after, newest, room)
        changed = select(Record.row).where(Record.scope == scope, Record.seq > after, Record.seq <= upto)
        self.rows += [row.encode() for row in self.session.scalars(changed.order_by(Record.seq, Record.id))]
        left = select(Departure.record).where(Departure.scope == scope, Departure.seq > after, Departure.seq <= upto)
        self.gone += [{"scope": scope, "id": name} for name in self.session.scalars(left.order_by(Departure.seq))]
        return upto

    def _upto(self, scope: str, after: int, newest: int, room: int) -> int:
        """The last number that fits: at least one whole group, however large."""
        cuts = [newest]
        for table in (Record, Departure):
            numbers = select(table.seq).where(table.scope == scope, table.seq > after)
            cut = self.session.scalar(numbers.order_by(table.seq).offset(room).limit(1))
            if cut is not None:
                cuts.append(max(cut - 1, after + 1))
        return min(cuts)


def held(session: Session, writer: int, now: int) -> list[dict[str, Any]]:
    """L7: the phone's refused edits: those undecided, and those decided in the last 30 days."""
    recent = (Quarantined.state.in_(("held", "waiting"))) | (Quarantined.decided_at > now - HELD_DAYS * DAY_MS)
    query = select(Quarantined).where(Quarantined.writer == writer, recent).order_by(Quarantined.n)
    told = []
    for each in session.scalars(query):
        state = "held" if each.state == "waiting" else each.state
        told.append({"id": f"{each.writer}.{each.n}", "state": state, "code": each.code, "record": each.record})
    return told


def snapshot(session: Session, account: Account, scope: str) -> bytes:
    """S1–S3: a whole granted scope at its newest number, as JSON; raises Problem scope_not_granted."""
    if scope not in scopes_of(session, account):
        raise Problem("scope_not_granted")
    seq = session.scalar(select(Scope.seq).where(Scope.code == scope)) or 0
    rows = session.scalars(select(Record.row).where(Record.scope == scope).order_by(Record.id))
    told: Mapping[str, Any] = {
        "epoch": session.get_one(Meta, "epoch").value,
        "scope": scope,
        "seq": seq,
        "rows": [orjson.Fragment(row) for row in rows],
    }
    return orjson.dumps(told)
