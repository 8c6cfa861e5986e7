"""What follows when the office has said that two residents are one, or are two after all (ADR 19): what phones
wrote meanwhile for the record that was closed goes to the one that stays. Settled like places (`following`).
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import joining, ledger
from server.exchange.answers import Draft
from server.exchange.locks import Counters
from server.places import author
from server.store.tables import Posting, Record
from sync import saw, view
from sync.edit import Base, Edit
from sync.joining import LIFE, carried, of_the_record
from sync.state import Record as Engine

ATTEMPTS = 5

log = structlog.get_logger("places")


def settle(session: Session, resident: str, by: int, now: int) -> None:
    """Bring what belongs to a resident to whoever stays of them, as account `by` at `now` (ms). Twice is once."""
    author.hold(session, by)
    found, target = _locked(session, resident)
    drafts = joining.moves(session, found)
    refused = author.write(session, by, drafts, now)
    follow(session, [draft for draft in drafts if draft.record not in refused])
    if target != resident:
        _carry(session, resident, target, by, now)


def follow(session: Session, drafts: Sequence[Draft]) -> None:
    """What a desk wrote about them stands for the same person as the dose, or the appointment, that it had made."""
    for draft in drafts:
        resident = draft.fields["resident"][0]
        whose = {"dose": Posting.dose, "appointment": Posting.appointment}.get(draft.entity)
        if whose is not None:
            session.execute(update(Posting).where(whose == draft.record).values(resident=resident))


def _locked(session: Session, resident: str) -> tuple[list[joining.Child], str]:
    """What may have to move, and who stays, with the scopes of all of them held: read, lock, and read again."""
    counters = Counters(session, strict=False)
    for _ in range(ATTEMPTS):
        target = joining.stays(session, [resident])[resident]
        others = set(joining.stays(session, joining.ever(session, resident)).values())
        found = joining.children(session, {resident, target, *others})
        ends = set(joining.stays(session, {each.origin for each in found}).values())
        named = {resident, target, *others, *ends, *(each.id for each in found)}
        scopes = set(session.scalars(select(Record.scope).where(Record.id.in_(named)).distinct()))
        if scopes <= counters.held():
            return found, target
        counters.lock(scopes)
    raise Problem("busy")


def _carry(session: Session, resident: str, target: str, by: int, now: int) -> None:
    """What was said about the person on the record that is closed is said on the one that stays, with its own time and
    no more weight than it had; then the closing is written anew, by somebody who has seen it.
    """
    closed = joining.read(session, [resident])[resident]
    unknowing = joining.unknowing(session, closed)
    passed = [each for each in unknowing.values() if _passed(session, closed, target, each, unknowing, by, now)]
    if not passed:
        return
    closings = saw.closings(closed)
    heads = {each.id for each in passed if not of_the_record(each)} & closed.plain(LIFE).heads.keys()
    seen = {each.id for each in passed} | {name for each in closings for name in closed.edits[each].saw}
    again = Draft(
        "decide", "resident", resident, {LIFE: (view.shown(closed, LIFE), sorted({*closings, *heads}))},
        saw=tuple(sorted({*closings, *seen})),
    )  # fmt: skip
    author.write(session, by, [again], now)


def _passed(
    session: Session, closed: Engine, target: str, each: Edit, unknowing: dict[str, Edit], by: int, now: int
) -> bool:
    """Whether the resident that stays has been told; if that cannot be, it stays with a reviewer."""
    changes = carried(closed, joining.read(session, [target])[target], each, unknowing)
    if not changes:
        return True
    fields = {name: (change.value, _plain(change.base)) for name, change in changes.items()}
    draft = Draft("set", "resident", target, fields, saw=each.saw, at=each.eff)
    try:
        with session.begin_nested():
            ledger.office(session, by, [draft], receipt=now, authority=each.authority)
    except Problem as problem:
        log.error("not_passed_on", record=target, code=problem.details.get("refusal", problem.code))
        return False
    return True


def _plain(base: Base) -> list[str] | dict[str, list[str]]:
    return list(base) if isinstance(base, tuple) else {element: list(names) for element, names in base.items()}
