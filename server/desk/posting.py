"""What follows for the resident from what a desk recorded: the dose in their own grid, and the appointment attended.

An attendance is a fact of the site's scope that may still be corrected; the dose is an append-only record of the
resident's. The table `postings` says which dose stands for which attendance, in the transaction that writes it: so each
is written once, whatever stops in between, and a correction voids exactly the dose that the attendance had made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.desk import matching, rows
from server.desk.rows import Found, Values
from server.desk.stages import INJECTED, SEEN, Stage, stage_of
from server.errors import Problem
from server.exchange import joining, ledger
from server.exchange.ledger import Draft
from server.places.asked import LIVE
from server.store import bulk, judging
from server.store.tables import Posting, core

MOST = 100  # doses that one attendance may make, one after the other: corrections of a correction
KNOWN = "site"
SAID = ("number", "product", "on", "place", "batch")  # of a dose: what the desk has to say of it
MEANT = ("requested", "confirmed", "missed", "attended")  # an appointment of today that somebody may have come for

log = structlog.get_logger("desk")


def settle(session: Session, attendance: str, account: int, now: int) -> bool:
    """Bring the resident's grid to what the attendance says now, as `account` at `now` (ms); True if that wrote
    anything. Within the caller's transaction; it locks the posting first and then the scopes.
    """
    if rows.find(session, attendance, "attendance") is None:
        return False
    posting = locked(session, attendance)
    values = _note(session, posting, now)
    resident = joining.stays_of(session, posting.resident or _found(session, posting, values))
    return resident is not None and _write(session, posting, values, resident, account, now)


def bind(session: Session, posting: Posting, resident: str, account: int, now: int) -> None:
    """Write what the attendance says for a resident whom a person has named. Raises Problem edit_refused."""
    values = _note(session, posting, now)
    posting.state = "none"
    if not _write(session, posting, values, resident, account, now) or posting.state == "unmatched":
        raise Problem("edit_refused", {"refusal": "not_written", "record": posting.attendance})


def used(session: Session) -> dict[tuple[str, str, str], int]:
    """{(site's code, product, batch): injections}, whoever had them."""
    query = (
        select(Posting.desk, Posting.product, Posting.batch, func.count())
        .where(Posting.stage.in_(INJECTED))
        .group_by(Posting.desk, Posting.product, Posting.batch)
    )
    return {(desk, product or "", batch or ""): int(doses) for desk, product, batch, doses in session.execute(query)}


def locked(session: Session, attendance: str) -> Posting:
    """The posting of an attendance, made if it is new, and nobody else's until the transaction ends."""
    fresh = {"attendance": attendance, "state": "none", "at": 0, "desk": "", "on": "", "stage": Stage.ARRIVED.value}
    session.execute(bulk.upsert(session, core(Posting)).values(fresh).on_conflict_do_nothing())
    return session.get_one(Posting, attendance, with_for_update=True, populate_existing=True)


def said(dose: Values | None) -> str | None:
    """What a dose says, as text that can be compared; None for no dose."""
    if dose is None:
        return None
    return orjson.dumps({name: dose.get(name) for name in SAID}, option=orjson.OPT_SORT_KEYS).decode()


def _note(session: Session, posting: Posting, now: int) -> Values:
    """Where, when, how far: what counts are made of. Returns the attendance's values as they are under the lock."""
    found = rows.find(session, posting.attendance, "attendance")
    values: Values = found.values if found is not None else {}
    stage = stage_of(values)
    injected = stage in INJECTED
    posting.desk, posting.on, posting.at = str(values.get("desk")), str(values.get("on")), now
    posting.session, posting.stage = values.get("session"), stage.value
    posting.product = values.get("product") if injected else None
    posting.batch = values.get("batch") if injected else None
    return values


def _found(session: Session, posting: Posting, values: Values) -> str | None:
    """Whose it is; where that is not sure and there is a dose, it waits for the office."""
    wanted = said(_dose(session, values))
    if posting.state == "aside" and posting.content == wanted:
        return None
    stage = stage_of(values)
    match = matching.whose(session, values) if stage in SEEN else matching.Match(None)
    posting.state = "unmatched" if match.resident is None and wanted is not None else "none"
    posting.content = wanted
    return match.resident


def _write(session: Session, posting: Posting, values: Values, resident: str, account: int, now: int) -> bool:
    drafts: list[Draft] = []
    wanted = _dose(session, values)
    dose = _dose_drafts(session, posting, wanted, resident, drafts)
    appointment = _appointment_drafts(session, posting, values, resident, drafts)
    _free_others(session, wanted, appointment, resident, drafts)
    if drafts:
        try:
            with session.begin_nested():
                ledger.office(session, account, drafts, receipt=now)
        except Problem as problem:
            if problem.code != "edit_refused":
                raise
            log.error("dose_not_written", attendance=posting.attendance, refusal=problem.details.get("refusal"))
            posting.state = "unmatched" if wanted is not None else posting.state
            return False
    if drafts or dose is not None:
        posting.resident, posting.appointment = resident, appointment
    posting.dose, posting.content = dose, said(wanted)
    posting.state = "posted" if wanted is not None else "none"
    return bool(drafts)


def _dose(session: Session, values: Values) -> dict[str, Any] | None:
    """The dose that an attendance tells of; None while there is none."""
    if stage_of(values) not in INJECTED:
        return None
    sites = rows.of_kind(session, "site")
    place = next((each.values.get("name") for each in sites if each.values.get("code") == values.get("desk")), None)
    booked = rows.find(session, values.get("appointment"), "appointment")
    number = values.get("dose_number") or (booked.values.get("number") if booked is not None else None)
    return {
        "number": number,
        "product": values.get("product"),
        "on": values.get("on"),
        "place": place,
        "batch": values.get("batch"),
    }


def _dose_drafts(
    session: Session, posting: Posting, wanted: dict[str, Any] | None, resident: str, drafts: list[Draft]
) -> str | None:
    """Add the draft that makes, corrects or takes back the dose; returns the id of the dose that stands afterwards."""
    ids = [f"{posting.attendance}:{n}" for n in range(MOST)]
    taken = {each.id: each for each in rows.by_id(session, ids)}
    made = {name: each.values for name, each in taken.items() if each.entity == "dose"}
    voided = {values.get("voids") for values in made.values()}
    standing = next((name for name, values in made.items() if name not in voided and not values.get("retract")), None)
    if said(wanted) == said(made[standing] if standing is not None else None):
        return standing
    fields: dict[str, Any] = {"resident": resident, "voids": standing}
    if wanted is None:
        fields |= {"retract": True}
    else:
        fields |= {**wanted, "known": KNOWN, **_campaign(session)}
    fresh = next((name for name in ids if name not in taken), ids[-1])
    drafts.append(Draft("create", "dose", None, _given(fields), group=len(drafts), id=fresh))
    return None if wanted is None else fresh


def _campaign(session: Session) -> dict[str, Any]:
    document = judging.campaign(session)
    if document is None:
        return {}
    return {"campaign": str(document.get("id", "")), "campaign_version": int(document.get("version", 1))}


def _given(fields: Mapping[str, Any]) -> dict[str, tuple[Any, list[str] | dict[str, list[str]] | None]]:
    return {name: (value, None) for name, value in fields.items() if value is not None}


def _appointment_drafts(
    session: Session, posting: Posting, values: Values, resident: str, drafts: list[Draft]
) -> str | None:
    """Add the draft by which who came did not miss the appointment, or by which that is taken back; returns its id."""
    found = _appointment(session, posting, values, resident)
    if found is None:
        return posting.appointment
    state = found.values.get("state")
    if stage_of(values) in SEEN:
        if state != "attended":
            drafts.append(Draft("set", "appointment", found.id, {"state": ("attended", None)}, group=len(drafts)))
        return found.id
    if posting.appointment == found.id and state == "attended" and not _seen_elsewhere(session, posting):
        before = "confirmed" if found.values.get("ticket") else "requested"
        drafts.append(Draft("set", "appointment", found.id, {"state": (before, None)}, group=len(drafts)))
    return None


def _free_others(
    session: Session, dose: dict[str, Any] | None, fulfilled: str | None, resident: str, drafts: list[Draft]
) -> None:
    """Add the drafts that give back the resident's other places for the dose that they have had now: somebody waits."""
    if dose is None:
        return
    for each in rows.children(session, [resident]).get(resident, []):
        live = each.entity == "appointment" and each.values.get("state") in LIVE
        if live and each.id != fulfilled and each.values.get("number") == dose["number"]:
            drafts.append(Draft("set", "appointment", each.id, {"state": ("cancelled", None)}, group=len(drafts)))


def _appointment(session: Session, posting: Posting, values: Values, resident: str) -> Found | None:
    """The appointment that the attendance fulfils: the one it names, else the resident's own at this site today."""
    if posting.appointment is not None:
        return rows.find(session, posting.appointment, "appointment")
    own = [each for each in rows.children(session, [resident]).get(resident, []) if each.entity == "appointment"]
    named = next((each for each in own if each.id == values.get("appointment")), None)
    if named is not None:
        return named
    live = [each for each in own if each.values.get("state") in MEANT and _today_here(session, each, values)]
    live.sort(key=lambda each: (each.values.get("session") != values.get("session"), each.id))
    return live[0] if live else None


def _today_here(session: Session, appointment: Found, values: Values) -> bool:
    held = rows.find(session, appointment.values.get("session"), "session")
    today = held is not None and held.values.get("on") == values.get("on")
    return today and matching.here(session, appointment.values, values.get("desk"))


def _seen_elsewhere(session: Session, posting: Posting) -> bool:
    """Whether another attendance has fulfilled the same appointment."""
    others = select(Posting.attendance).where(
        Posting.appointment == posting.appointment, Posting.attendance != posting.attendance, Posting.stage.in_(SEEN)
    )
    return session.scalar(others.limit(1)) is not None
