"""Bringing an envelope in (docs/protocol.md, X5–X7): its edits go through the same push as if their phone had
sent them.

An envelope may hold more than one push takes, so it goes in by batches, each a transaction of its own; brought again
after it was cut off, what went in before is a repeat. What nobody can vouch for waits, sealed, for a person in the
office: edits of a phone that this server does not know, and edits behind numbers that have never come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.exchange import settling
from server.exchange.push import Batch, push
from server.rescue import contents, entering, envelope, key
from server.rescue.contents import Contents, Raw
from server.rescue.envelope import Opened
from server.store.session import store
from server.store.tables import Device, Writer
from sync.outcomes import RefusalCode

UNKNOWN, GAP = "unknown", "gap"

log = structlog.get_logger("rescue")


@dataclass
class Counts:
    """What became of the edits of one envelope, this time."""

    applied: int = 0
    already: int = 0
    held: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def all(self) -> int:
        """Every edit of the envelope is counted once."""
        return sum(astuple(self))


@dataclass
class Brought:
    """An opened envelope and what became of it. `account`: whose phone sealed it, if that is proven or decided."""

    opened: Opened
    contents: Contents
    counts: Counts
    account: int | None = None
    reason: str | None = None


def opened(sealed: bytes) -> Brought:
    """X3, X4: nothing has happened yet. Raises a Problem that says what is wrong with the envelope."""
    found = envelope.opened(sealed, key.private())
    most = int(current_app.config["PUSH_BYTES"])
    return Brought(found, contents.unpacked(found.packed, found.header.writer, found.header.edits, most), Counts())


def bring(sealed: bytes) -> Brought:
    """X5: apply what its phone vouches for; the rest waits."""
    brought = opened(sealed)
    with store().reading() as session:
        own = _proven(session, brought)
        accounts = {writer: _account(session, writer) for writer, _ in brought.contents.parts()}
    brought.account = own
    for writer, edits in brought.contents.parts():
        if own is not None and accounts[writer] == own:
            _go_in(brought, writer, edits, over_gaps=False)
        else:
            brought.counts.waiting += len(edits)
            brought.reason = UNKNOWN
    log.info("rescued", writer=brought.contents.writer, edits=brought.counts.all, applied=brought.counts.applied)
    return brought


def take(sealed: bytes, account: int | None, by: int) -> Brought:
    """X7: the office vouches for it. `account`: whose the edits of unknown phones are; raises Problem rescue_whose."""
    brought = opened(sealed)
    with store().writing() as session:
        _proven(session, brought)
        for writer, edits in brought.contents.parts():
            if session.get(Device, writer) is None:
                token = brought.contents.token if writer == brought.contents.writer else None
                entering.stopped(session, writer, account, token, by=by, before=int(edits[0]["n"]))
        brought.account = _account(session, brought.contents.writer)
    for writer, edits in brought.contents.parts():
        _go_in(brought, writer, edits, over_gaps=True)
    return brought


def _proven(session: Session, brought: Brought) -> int | None:
    """Whose phone has sealed it; None if the server does not know the phone. Raises Problem rescue_not_genuine."""
    device = session.get(Device, brought.opened.header.writer)
    if device is None:
        return None
    if not brought.opened.proves(device.token_hash):
        raise Problem("rescue_not_genuine")
    return device.account


def _account(session: Session, writer: int) -> int | None:
    device = session.get(Device, writer)
    return device.account if device is not None else None


def _go_in(brought: Brought, writer: int, edits: Sequence[Raw], *, over_gaps: bool) -> None:
    """Push the edits of one phone, batch after batch. A failure ends it (sent again later); a gap, too, unless a person
    has decided to go on without what never came.
    """
    counts, left = brought.counts, list(edits)
    while left:
        if over_gaps:
            _over_gap(writer, int(left[0]["n"]))
        answered, failed = _batch(brought, writer, _cut(left))
        left = left[answered:]
        if failed:
            counts.failed += len(left)
            return
        if not answered:
            counts.waiting += len(left)
            brought.reason = brought.reason or GAP
            return


def _batch(brought: Brought, writer: int, edits: Sequence[Raw]) -> tuple[int, bool]:
    """One push, committed: how many were answered for good, and whether the server stumbled on the next."""
    receipt, settings = clock.now_ms(), current_app.config
    batch = Batch(
        device=writer, raws=edits, phone_now=receipt + brought.contents.offset_at(receipt), receipt=receipt,
        handover_ms=settings["HANDOVER_MS"], failures=settings["FAILURES"],
    )  # fmt: skip
    with store().session() as session:  # push begins again by itself when it needs another lock
        had = session.get_one(Writer, writer, with_for_update=True).last_n  # what another carrier brings now, waits
        told = push(session, batch)
        settling.after_push(session, writer, edits)
        session.commit()
    counts, answered = brought.counts, 0
    for answer in told.answers:
        if answer["result"] == "failed":
            return answered, True
        answered += 1
        if answer["n"] <= had and answer.get("code") != RefusalCode.FORK:
            counts.already += 1
        elif answer["result"] == "applied":
            counts.applied += 1
        else:
            counts.held += 1
    return answered, False


def _cut(edits: Sequence[Raw]) -> Sequence[Raw]:
    """At most as many as a push takes, whole groups, without a jump in their numbers."""
    most = int(current_app.config["PUSH_EDITS"])
    end = next((at for at in range(1, len(edits)) if edits[at]["n"] != edits[at - 1]["n"] + 1), len(edits))
    if end <= most:
        return edits[:end]
    end = most
    while end > 1 and edits[end].get("group") is not None and edits[end].get("group") == edits[end - 1].get("group"):
        end -= 1
    return edits[:end]


def _over_gap(writer: int, n: int) -> None:
    """Go on at `n`: what lies before it has never come and is not waited for. Noted, so that it is known."""
    with store().writing() as session:
        found = session.get_one(Writer, writer, with_for_update=True, populate_existing=True)
        if n > found.last_n + 1:
            entering.gap(session, writer, found.last_n + 1, n - 1)
            found.last_n = n - 1
