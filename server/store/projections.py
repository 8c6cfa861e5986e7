"""The lists that the office reads: `households` and `listing`, renewed in the transaction that changes the records.

What a row says comes from the records alone, so a list can be rebuilt at any time and gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from server.store.initials import initials
from server.store.judging import Judging, judging
from server.store.tables import Household, Listing, core
from server.store.tables import Record as Row
from sync import areas, ids, view
from sync.conflicts.identity import normal
from sync.state import Record

CHUNK = 400
LIVE = ("requested", "confirmed")

log = structlog.get_logger("projections")


@dataclass(frozen=True)
class Bundle:
    """A household with all that belongs to it, as values: `records` by id, `about_open` the records under open
    review.
    """

    household: str
    records: Mapping[str, Record]
    about_open: frozenset[str]


def refresh(session: Session, household_ids: Iterable[str], today: str) -> None:
    """Renew the rows of these households and their residents (for whoever has no open `Bundle`)."""
    wanted = sorted(set(household_ids))
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        write(session, read_bundles(session, some), some, today)


def read_bundles(session: Session, roots: Sequence[str]) -> list[Bundle]:
    """The bundles of these households as the database has them."""
    records: dict[str, dict[str, Record]] = {root: {} for root in roots}
    about_open: dict[str, set[str]] = {root: set() for root in roots}
    query = select(Row.root, Row.entity, Row.state, Row.row).where(Row.root.in_(roots))
    for root, entity, state, row in session.execute(query):
        if entity == "review":
            values = orjson.loads(row)["values"]
            if values.get("state") == "open":
                about_open[root].add(values["about"])
        else:
            record = Record.from_json(orjson.loads(state))
            records[root][record.id] = record
    return [Bundle(root, records[root], frozenset(about_open[root])) for root in roots]


def write(session: Session, bundles: Iterable[Bundle], roots: Sequence[str], today: str) -> None:
    """Put the rows of `bundles` in the place of whatever stood for `roots` (and for their residents elsewhere)."""
    judge = judging(session, today)
    households: list[dict[str, Any]] = []
    residents: list[dict[str, Any]] = []
    for bundle in bundles:
        if bundle.household in bundle.records:
            try:
                household, inside = rows_of(bundle, judge)
            except Exception as error:  # what the lists cannot show is safe, and hides nobody else
                log.error("unlisted", household=bundle.household, kind=type(error).__name__)
                continue
            households.append(household)
            residents.extend(inside)
    session.execute(delete(Household).where(Household.id.in_(roots)))
    session.execute(delete(Listing).where(Listing.household.in_(roots)))
    moved = [row["resident"] for row in residents]
    for start in range(0, len(moved), CHUNK):
        session.execute(delete(Listing).where(Listing.resident.in_(moved[start : start + CHUNK])))
    if households:
        session.connection().execute(insert(core(Household)), households)
    if residents:
        session.connection().execute(insert(core(Listing)), residents)


def rows_of(bundle: Bundle, judge: Judging) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The household's row and its residents' rows."""
    values = {name: view.values(record) for name, record in bundle.records.items()}
    of: dict[str, list[str]] = {}
    for name, record in bundle.records.items():
        of.setdefault(record.entity, []).append(name)
    home = values[bundle.household]
    visits = standing(values[name] | {"id": name} for name in of.get("visit", ()))
    place = {
        "grid": home["grid"],
        "village": areas.village_of(str(home["grid"])) or "",
        "door": home.get("door"),
        "lane": home.get("lane"),
        "walk": home.get("walk"),
        "knocked": bool(visits),
        "last_visit": max((str(visit["on"]) for visit in visits if visit.get("on")), default=None),
        "visits": len(visits),
    }
    living = [name for name in of.get("resident", ()) if values[name].get("life_state", "active") == "active"]
    household = {
        "id": bundle.household,
        **place,
        "life_state": home.get("life_state", "active"),
        "residents": len(living),
    }
    children = _children(bundle, values)
    rows = [_resident(bundle, name, values, children, judge, place) for name in of.get("resident", ())]
    return household, rows


def _children(bundle: Bundle, values: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """{resident: {entity: ids}} of doses, contraindications and appointments."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, record in bundle.records.items():
        if record.entity in ("dose", "contraindication", "appointment"):
            found.setdefault(str(values[name]["resident"]), {}).setdefault(record.entity, []).append(name)
    return found


def _resident(
    bundle: Bundle,
    name: str,
    values: Mapping[str, Mapping[str, Any]],
    children: Mapping[str, Mapping[str, list[str]]],
    judge: Judging,
    place: Mapping[str, Any],
) -> dict[str, Any]:
    mine = values[name]
    own = {
        entity: [{**values[child], "id": child} for child in sorted(children.get(name, {}).get(entity, ()))]
        for entity in ("dose", "contraindication", "appointment")
    }
    judgement = judge({**mine, "id": name}, own["dose"], own["contraindication"], own["appointment"])
    following = judgement.get("next") or {}
    family = [name, *(child["id"] for each in own.values() for child in each)]
    eff, by = latest(bundle.records[each] for each in family)
    doses = standing(own["dose"])
    return {
        "resident": name,
        "household": bundle.household,
        **place,
        **{key: mine.get(key) for key in ("name", "sex", "birth", "phone", "willingness", "reason", "residency")},
        "id_number": normal(str(mine["id_number"])) if mine.get("id_number") else None,
        "initials": initials(str(mine.get("name") or "")),
        "status": judgement["status"],
        "why": judgement.get("why") if isinstance(judgement.get("why"), str | None) else str(judgement["why"]),
        "finding": judgement.get("finding"),
        "ask_again": judgement.get("ask_again"),
        "next_number": following.get("number"),
        **{key: following.get(key) for key in ("earliest", "due", "overdue_since", "latest")},
        "products": "".join(f"|{code}" for code in following.get("products") or ()) + "|" if following else None,
        "doses": judgement.get("doses") or 0,
        "full": bool(judgement.get("full")),
        "boosted": bool(judgement.get("boosters")),
        "last_dose": max((str(dose["on"]) for dose in doses if dose.get("on")), default=None),
        "groups": "".join(f"|{group}" for group in mine.get("groups") or ()) + "|",
        "life_state": mine.get("life_state", "active"),
        "away": bool(mine.get("away")),
        "appointment_session": next((a["session"] for a in own["appointment"] if a.get("state") in LIVE), None),
        "in_review": any(each in bundle.about_open for each in family),
        "updated_at": eff,
        "updated_by": by,
        "judged_on": judge.today,
    }


def standing(values: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Append-only records that count: neither voided by another nor only voiding."""
    everything = list(values)
    voided = {value.get("voids") for value in everything}
    return [value for value in everything if value["id"] not in voided and not value.get("retract")]


def latest(records: Iterable[Record]) -> tuple[int, int | None]:
    """(eff, writer) of the newest live edit of these records."""
    newest = max(((stamp.eff, name) for record in records for name, stamp in record.edits.items()), default=(0, ""))
    return newest[0], ids.writer(newest[1]) or None


def all_stale(session: Session) -> None:
    """Everybody is to be judged again: the campaign has changed."""
    session.execute(update(Listing).values(judged_on=""))


def booked_stale(session: Session, sessions: Iterable[str]) -> None:
    """Whoever has an appointment in these sessions is to be judged again: their date may have changed."""
    session.execute(update(Listing).where(Listing.appointment_session.in_(list(sessions))).values(judged_on=""))
