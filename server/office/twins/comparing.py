"""The list of pairs that wait for a person, and one pair side by side with all that is known of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange.book import chunks
from server.office import resident
from server.office.areas import names, place
from server.office.residents import shown, whole
from server.office.twins import finding, joining
from server.store.tables import Account, Apart, Listing, Record

LARGEST_PAGE = 100
STATES = ("open", "apart", "joined")
TOGETHER = ("doses", "contraindications", "appointments")
LAST_VISITS = 5


def page(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    """{rows, total, page, size, whys}: pairs in the state `state`, of a `village` (one of the two lives there), found
    for the reason `why`. A row is {one, other, whys} of lines as in the list of residents, and who decided, when.
    """
    number, size = whole(args, "page", 1, 100_000), whole(args, "size", 20, LARGEST_PAGE)
    state = args.get("state") or "open"
    if state not in STATES:
        raise Problem("bad_value", {"path": "state"})
    found = {"open": _open, "apart": _apart, "joined": _joined}[state](session, args)
    some = found["pairs"][(number - 1) * size : number * size]
    lines = _lines(session, [name for each in some for name in (each["one"], each["other"])])
    rows = [{**each, "one": lines.get(each["one"]), "other": lines.get(each["other"])} for each in some]
    whys = found.get("whys", {})
    return {"rows": rows, "total": len(found["pairs"]), "page": number, "size": size, "whys": whys}


def pair(session: Session, one: str, other: str) -> dict[str, Any]:
    """Both side by side: {sides: [two of the resident's page], seen, fields, stays}. `fields` are those in which they
    may differ; `stays` is the one of whom more is known. Raises Problem unknown_record, bad_value.
    """
    if one == other:
        raise Problem("bad_value", {"path": "other"})
    sides = [_side(session, name) for name in (one, other)]
    first, second = (side["known"] for side in sides)
    return {
        "sides": sides,
        "seen": joining.version(session, one, other),
        "fields": list(joining.FIELDS),
        "stays": other if second > first else one,
        "apart": session.get(Apart, tuple(sorted((one, other)))) is not None,
    }


def _side(session: Session, name: str) -> dict[str, Any]:
    told = resident.page(session, name)
    values: Mapping[str, Any] = told["resident"]["values"]
    visits = sorted(told["visits"], key=lambda row: str(row["values"].get("on") or ""), reverse=True)
    kept = {part: told[part] for part in ("resident", "household", "judgement", "places", *TOGETHER)}
    known = len(values) + sum(len(told[part]) for part in TOGETHER) + bool(visits)
    about = {name, *(row["id"] for part in TOGETHER for row in told[part])}
    reviews = [each for each in told["reviews"] if each["state"] == "open" and each["about"] in about]
    kept["sessions"] = _sessions(session, told["appointments"])
    return {**kept, "visits": visits[:LAST_VISITS], "visit_count": len(visits), "reviews": reviews, "known": known}


def _sessions(session: Session, appointments: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """{session: its values} of what these are booked for."""
    wanted = {str(row["values"].get("session")) for row in appointments}
    rows = session.execute(select(Record.id, Record.row).where(Record.id.in_(wanted), Record.entity == "session"))
    return {name: orjson.loads(row)["values"] for name, row in rows}


def _open(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    found = finding.find(session)
    if village := args.get("village"):
        found = [each for each in found if village in each.villages]
    whys = {why: sum(why in each.whys for each in found) for why in finding.WHYS}
    if why := args.get("why"):
        if why not in finding.WHYS:
            raise Problem("bad_value", {"path": "why"})
        found = [each for each in found if why in each.whys]
    pairs = [{"one": each.one, "other": each.other, "whys": sorted(each.whys)} for each in found]
    return {"pairs": pairs, "whys": whys}


def _apart(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    query = select(Apart, Account.name).outerjoin(Account, Account.id == Apart.account).order_by(Apart.at.desc())
    pairs: list[dict[str, Any]] = [
        {"one": each.one, "other": each.other, "whys": [], "by": name, "at": each.at, "remark": each.remark}
        for each, name in session.execute(query)
    ]
    return {"pairs": pairs}


def _joined(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    """Records that were closed as duplicates, the last ones first, each with the one that stays."""
    query = select(Listing.resident).where(Listing.life_state == "duplicate").order_by(Listing.updated_at.desc())
    closed = list(session.scalars(query))
    stays: dict[str, str] = {}
    for some in chunks(closed):
        for name, row in session.execute(select(Record.id, Record.row).where(Record.id.in_(some))):
            target = orjson.loads(row)["values"].get("same_as")
            if isinstance(target, str):
                stays[name] = target
    return {"pairs": [{"one": stays[name], "other": name, "whys": []} for name in closed if name in stays]}


def _lines(session: Session, residents: Sequence[str]) -> dict[str, dict[str, Any]]:
    areas = names(session)
    found: dict[str, dict[str, Any]] = {}
    for some in chunks(sorted(set(residents))):
        for row in session.execute(select(Listing.__table__).where(Listing.resident.in_(some))):
            found[row.resident] = {**shown(row), "place": place(areas, row.grid)}
    return found
