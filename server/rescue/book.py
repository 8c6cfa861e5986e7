"""The office's book of rescues: one line an envelope, however often it is brought; what waits is decided here."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.rescue import bringing, envelope
from server.rescue.bringing import Brought, Counts
from server.rescue.tables import Rescue
from server.store.session import store
from server.store.tables import Account

DONE, WAITING, DISCARDED = "done", "waiting", "discarded"
LISTED = 50


@dataclass(frozen=True)
class Carrier:
    """Who brings an envelope: an account, with the number of its phone; the office has none."""

    account: int
    phone: int | None = None


def bring(given: bytes, by: Carrier) -> tuple[Rescue, Counts]:
    """Bring an envelope in and note it: its line, and what became of its edits this time."""
    sealed = envelope.unarmoured(given)
    name = hashlib.sha256(sealed).hexdigest()
    with store().reading() as session:
        known = session.scalar(select(Rescue).where(Rescue.envelope == name))
    if known is not None and known.state == DISCARDED:
        return known, Counts(already=known.edits)
    brought = bringing.bring(sealed)
    try:
        return _noted(name, sealed, brought, by), brought.counts
    except IntegrityError:  # somebody else has brought it at the same moment
        return _noted(name, sealed, brought, by), brought.counts


def decide(number: int, verdict: str, account: int | None, by: int) -> Rescue:
    """Take what waits, for `account` if its phone is unknown, or discard it. Raises Problem not_found, already_decided,
    rescue_whose, rescue_not_genuine.
    """
    with store().reading() as session:
        found = session.get(Rescue, number)
    if found is None:
        raise Problem("not_found")
    if found.state != WAITING or found.body is None:
        raise Problem("already_decided")
    brought = bringing.take(found.body, account, by) if verdict == "take" else None
    with store().writing() as session:
        line = session.get_one(Rescue, number, with_for_update=True)
        if brought is None:
            line.state, line.body = DISCARDED, None
        else:
            line.account = brought.account
            _count(line, brought)
        line.decided_at, line.decided_by = clock.now_ms(), by
    return line


def _noted(name: str, sealed: bytes, brought: Brought, by: Carrier) -> Rescue:
    with store().writing() as session:
        line = session.scalar(select(Rescue).where(Rescue.envelope == name).with_for_update())
        if line is None:
            head = brought.opened.header
            line = Rescue(
                envelope=name, writer=head.writer, carrier=by.phone, brought_by=by.account, at=clock.now_ms(),
                sealed_at=head.at, edits=head.edits, applied=0, already=0, held=0, failed=0, waiting=0, state=DONE,
            )  # fmt: skip
            session.add(line)
        line.account = brought.account
        _count(line, brought)
        line.body = sealed if line.state == WAITING else None
    return line


def _count(line: Rescue, brought: Brought) -> None:
    """What went in before stays counted as that: brought again, all of it is there already."""
    counts = brought.counts
    line.applied = min(line.applied + counts.applied, line.edits)
    line.held = min(line.held + counts.held, line.edits - line.applied)
    line.failed, line.waiting = counts.failed, counts.waiting
    line.already = line.edits - line.applied - line.held - line.failed - line.waiting
    line.state, line.reason = (WAITING, brought.reason) if counts.waiting else (DONE, None)
    if line.state == DONE:
        line.body = None


def lines(session: Session) -> list[dict[str, Any]]:
    """The book as the office sees it: what waits first, then the newest."""
    found = session.scalars(
        select(Rescue).order_by(Rescue.state != WAITING, Rescue.at.desc(), Rescue.id.desc()).limit(LISTED)
    )
    rows = list(found)
    wanted = {row.account for row in rows} | {row.brought_by for row in rows}
    names = {
        number: name
        for number, name in session.execute(
            select(Account.id, Account.name).where(Account.id.in_({each for each in wanted if each is not None}))
        )
    }
    return [line(row, names) for row in rows]


def line(row: Rescue, names: dict[int, str]) -> dict[str, Any]:
    """One line. `says`: whose phone it is by its own word, where nothing else is known."""
    return {
        "id": row.id,
        "writer": row.writer,
        "account": row.account,
        "person": names.get(row.account or 0, ""),
        "carrier": row.carrier,
        "brought_by": names.get(row.brought_by, ""),
        "at": row.at,
        "sealed_at": row.sealed_at,
        "edits": row.edits,
        **asdict(Counts(row.applied, row.already, row.held, row.failed, row.waiting)),
        "state": row.state,
        "reason": row.reason or "",
        "says": _says(row) if row.state == WAITING else None,
        "decided_at": row.decided_at,
    }


def _says(row: Rescue) -> dict[str, Any] | None:
    try:
        person = bringing.opened(row.body or b"").contents.person
    except Problem:  # the key has changed since
        return None
    kind, _, number = person.get("id", "").partition(":")
    plain = number.isascii() and number.isdigit() and len(number) < 10
    account = int(number) if kind == "person" and plain else None
    return {"name": person.get("name", ""), "account": account}


def last_of(session: Session) -> dict[int, dict[str, int]]:
    """{writer: {at, edits}} of the last rescue of each phone, for the list of phones."""
    newest = select(func.max(Rescue.id)).where(Rescue.state != DISCARDED).group_by(Rescue.writer)
    found = session.execute(select(Rescue.writer, Rescue.at, Rescue.edits).where(Rescue.id.in_(newest)))
    return {writer: {"at": at, "edits": edits} for writer, at, edits in found}
