"""What a list says otherwise than the record, where somebody else has spoken since: kept, shown, decided by a clerk.

Nothing here was written by the import. To take the list's word is an ordinary edit of the office, made in view of what
stands there now; to leave it writes nothing. A field that is in review is decided in the inbox, not here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from server import clock
from server.exchange.book import chunks
from server.office.authors import author, authors, writer_of
from server.roster.after import told
from server.roster.newer.meeting import Noted, There, read, spoke_last
from server.roster.sheet.abreast import in_sheet
from server.roster.tables import RosterDifference, RosterImport
from server.store.tables import Listing
from server.store.tables import Record as Row
from sync import view

SIZE = 100
STATES = ("open", "taken", "left", "review", "passed")


def note(session: Session, imported: RosterImport, noted: Mapping[int, Sequence[Noted]]) -> None:
    """Keep the differences of rows (row → differences). What the same source said of those fields before is past."""
    rows = [
        {
            "import_id": imported.id,
            "row": row,
            "resident": each.resident,
            "entity": each.entity,
            "record": each.record,
            "field": each.field,
            "ours": _json(each.ours),
            "theirs": _json(each.theirs),
            "ours_by": each.ours_by,
            "state": "review" if each.reviewed else "open",
        }
        for row, found in noted.items()
        for each in found
    ]
    if not rows:
        return
    _pass_on(session, imported, rows)
    session.execute(insert(RosterDifference), rows)


def count(session: Session, import_id: str) -> int:
    """How many wait for a clerk."""
    mine = RosterDifference.import_id == import_id
    return session.scalar(select(func.count()).where(mine, RosterDifference.state == "open")) or 0


def page(session: Session, import_id: str, number: int, state: str, lang: str) -> dict[str, Any]:
    """One page of {rows, count, page, size}, in the file's order. `state`: one of STATES, "" for all.

    `ours` is what the record says now; `ours_by` the name of whoever said it.
    """
    mine = select(RosterDifference).where(RosterDifference.import_id == import_id)
    if state:
        mine = mine.where(RosterDifference.state == state)
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    order = mine.order_by(RosterDifference.row, RosterDifference.id).limit(SIZE).offset((number - 1) * SIZE)
    found = list(session.scalars(order))
    return {"rows": _shown(session, found, lang), "count": total, "page": number, "size": SIZE}


def chosen(
    session: Session, import_id: str, ids: Sequence[int] | None, after: int, most: int
) -> list[RosterDifference]:
    """The next open differences to decide, by id: those of `ids`, or all (None). Locked until the commit."""
    query: Select[Any] = select(RosterDifference).where(
        RosterDifference.import_id == import_id, RosterDifference.state == "open", RosterDifference.id > after
    )
    if ids is not None:
        query = query.where(RosterDifference.id.in_(list(ids)))
    return list(session.scalars(query.order_by(RosterDifference.id).limit(most).with_for_update()))


def settle(session: Session, account: int, decided: Iterable[RosterDifference], state: str) -> None:
    """Write that these were taken or left."""
    for each in decided:
        each.state, each.account, each.decided_at = state, account, clock.now_ms()
    session.flush()


def _pass_on(session: Session, imported: RosterImport, rows: Sequence[Mapping[str, Any]]) -> None:
    """The source's earlier differences in the same fields no longer say what it says."""
    same = {(each["record"], each["field"], _number(each["theirs"])) for each in rows}
    source = select(RosterImport.id).where(RosterImport.source == imported.source, RosterImport.id != imported.id)
    for some in chunks(sorted({each["resident"] for each in rows})):
        query = select(RosterDifference).where(
            RosterDifference.resident.in_(some),
            RosterDifference.state.in_(("open", "review")),
            RosterDifference.import_id.in_(source),
        )
        past = [each.id for each in session.scalars(query) if (each.record, each.field, _number(each.theirs)) in same]
        session.execute(update(RosterDifference).where(RosterDifference.id.in_(past)).values(state="passed"))


def _number(theirs: str) -> Any:
    """Which dose a difference is about; None for any other field."""
    value = json.loads(theirs)
    return value.get("number") if isinstance(value, dict) else None


def _shown(session: Session, found: Sequence[RosterDifference], lang: str) -> list[dict[str, Any]]:
    there = read(session, Row.id, {each.record for each in found if each.record and each.entity != "dose"})
    people = {each.resident for each in found}
    named = {
        resident: name
        for some in chunks(sorted(people))
        for resident, name in session.execute(select(Listing.resident, Listing.name).where(Listing.resident.in_(some)))
    }
    lines = [(each, *_ours(each, there)) for each in found]
    known = authors(session, {writer_of(by) for _, _, by in lines if by})
    words = told.Words(session, lang)
    return [
        {
            "id": each.id,
            "row": in_sheet(each.row),
            "resident": each.resident,
            "name": named.get(each.resident) or "",
            "field": each.field,
            "ours": words.of(each.field, ours),
            "theirs": words.of(each.field, json.loads(each.theirs)),
            "ours_by": author(known, writer_of(by))["name"] if by else None,
            "state": each.state,
        }
        for each, ours, by in lines
    ]


def _ours(each: RosterDifference, there: Mapping[str, There]) -> tuple[Any, str | None]:
    """(value, edit): while it waits, as the record says now; afterwards, and of a move or a dose, as it was noted."""
    record = there[each.record].record if each.record and each.record in there else None
    if each.state not in ("open", "review"):
        record = None
    if record is None or each.field == "household":
        return json.loads(each.ours), each.ours_by
    return view.shown(record, each.field), spoke_last(record, each.field)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
