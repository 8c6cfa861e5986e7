"""After a restore: what was held because something had not come back is applied when it has (docs/protocol.md, B6).

Looked at after a push has been committed, in a transaction of its own, from what the database says by then: cut off at
any moment, the next push of anybody does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.exchange import evidence, holding, quarantine, recall, seals
from server.exchange.book import chunks
from server.exchange.possible import Possible
from server.logs import where
from server.store.session import after_commit, store
from server.store.tables import Edit, Quarantined
from server.store.tables.restored import Recalled
from sync import ids
from sync.outcomes import RefusalCode

HELD_FOR = (
    RefusalCode.SCOPE_NOT_GRANTED, RefusalCode.GRANT_ENDED, RefusalCode.BASE_NOT_DISPLAYED, RefusalCode.MISSING_RECORD,
)  # fmt: skip
MOST = 200  # tried after one push

log = structlog.get_logger("settling")

Pushed = Mapping[str, tuple[int, str] | None]


def after_push(
    session: Session, device: int, raws: Sequence[Mapping[str, Any]], lost: Sequence[int] | None = None
) -> None:
    """Once this request has been committed, look at what was held. Costs nothing if there was no restore."""
    since = recall.restored_at(session)
    if since is None or not (raws or lost):
        return
    pushed = recall.named(raws, device)

    def look(_: Session) -> None:
        try:
            with store().reading() as looking:
                proofs, closing = proven(looking, pushed), witnessed(looking, pushed)
                waiting, there = held(looking, since, {device: proofs}), brought_back(looking, since)
            if proofs or closing or waiting or there:
                with store().writing() as writing:
                    settle(writing, device, proofs, closing, waiting, there)
        except Exception as error:  # nobody's push fails for it
            log.error("not_settled", kind=type(error).__name__, where=where(error))

    after_commit(look)


def proven(session: Session, pushed: Pushed) -> int:
    """The greatest number that was pushed with an answer which this server had signed before: 0 if none was."""
    signed = {name: given for name, given in pushed.items() if given is not None}
    greatest = 0
    for some in chunks(sorted(signed)):
        for name, content in session.execute(select(Edit.id, Edit.hash).where(Edit.id.in_(some))):
            if seals.ack_holds(name, content, *signed[name]):
                greatest = max(greatest, ids.order(name)[1])
    return greatest


def witnessed(session: Session, pushed: Pushed) -> list[str]:
    """What others had witnessed of edits that have now come themselves."""
    found: list[str] = []
    for some in chunks(sorted(pushed)):
        query = select(Quarantined.id).where(
            Quarantined.code == RefusalCode.LOST_IN_RESTORE, Quarantined.group_id.in_(some),
            Quarantined.state.in_(holding.UNDECIDED), Quarantined.group_id.in_(select(Edit.id)),
        )  # fmt: skip
        found += session.scalars(query)
    return found


def held(session: Session, since: int, proofs: Mapping[int, int]) -> list[str]:
    """What has been held since the restore and may now be possible: the ids of first members of groups. `proofs`: what
    is `proven` of writers and not remembered yet.
    """
    query = select(Quarantined).where(
        Quarantined.state == "held", Quarantined.code.in_(HELD_FOR), Quarantined.at >= since
    )
    possible = Possible(session, proofs)
    seen: set[tuple[int, str]] = set()
    found = []
    for each in session.scalars(query.order_by(Quarantined.at, Quarantined.writer, Quarantined.n)):
        if (each.writer, each.group_id) in seen or "~" in each.id:
            continue
        seen.add((each.writer, each.group_id))
        if possible.group(quarantine.group_of(session, each, lock=False)):
            found.append(each.id)
        if len(found) == MOST:
            break
    return found


def brought_back(session: Session, since: int) -> list[str]:
    """Creations that came after a reviewer had brought their records back from evidence: what they say is there."""
    query = select(Quarantined).where(
        Quarantined.state == "held", Quarantined.code == RefusalCode.RECORD_EXISTS, Quarantined.at >= since
    )
    found: list[str] = []
    for each in session.scalars(query.limit(MOST)):
        members = quarantine.group_of(session, each, lock=False)
        keys = {evidence.key(member.id, member.record or "") for member in members}
        released = select(Quarantined.id).where(Quarantined.id.in_(keys), Quarantined.state == "released")
        if keys == set(session.scalars(released)):
            found.append(each.id)
    return found


def settle(
    session: Session, device: int, proofs: int, closing: Sequence[str], waiting: Sequence[str], there: Sequence[str]
) -> None:
    """Remember what is proven, close what was witnessed and what is `there` already, try what was held, each by its
    author's rights.
    """
    if proofs:
        session.execute(update(Recalled).where(Recalled.writer == device, Recalled.made < proofs).values(made=proofs))
    now = clock.now_ms()
    for some in chunks(list(closing)):
        session.execute(
            update(Quarantined)
            .where(Quarantined.id.in_(some))
            .values(state="discarded", decided_at=now, depends_on=None)
        )
        orphans = update(Quarantined).where(Quarantined.depends_on.in_(some), Quarantined.state == "waiting")
        session.execute(orphans.values(state="held", depends_on=None))
    if there:
        of_it = update(Quarantined).where(Quarantined.id.in_(there), Quarantined.state == "held")
        session.execute(of_it.values(state="released", decided_at=now))
    for name in waiting:
        savepoint = session.begin_nested()
        try:
            quarantine.let_in(session, name)
            savepoint.commit()
            log.info("settled", edit=name)
        except Problem:
            savepoint.rollback()
