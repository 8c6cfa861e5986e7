"""Adverse reactions that desks have recorded, as the office sees them: at once, the grave ones first.

What kind a reaction is of, experts say (mission, S12); here stands what was seen, what was done, and how it went.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.desk import rows
from server.desk.rows import Found, Values
from server.store.tables import Posting, Record

HOUR_MS = 3_600_000
REPORTED_WITHIN = {True: 2 * HOUR_MS, False: 48 * HOUR_MS}  # of a grave one, of any other
OUTCOMES = ("recovered", "observed", "in_hospital", "died", "unknown")
DAYS_MS = 30 * 24 * HOUR_MS  # what is closed is shown for so long
OF_PERSON = ("name", "sex", "birth", "phone", "session", "dose_number", "product", "batch", "vaccinated_at")
OF_REACTION = ("at", "action", "hospital_called_at", "outcome", "note")


def listed(session: Session, now: int, since: int | None = None) -> list[dict[str, Any]]:
    """All open reactions and those since `since` (ms; None: 30 days): open before closed, grave before others, the
    newest first.
    """
    earliest = now - DAYS_MS if since is None else since
    found = [each for each in rows.of_kind(session, "reaction") if not each.values.get("mistake")]
    wanted = [each for each in found if is_open(each.values) or int(each.values.get("at") or 0) >= earliest]
    attended = {each.id: each.values for each in rows.by_id(session, (str(each.parent) for each in wanted))}
    sites = {str(each.values.get("code")): each for each in rows.of_kind(session, "site")}
    known = select(Posting.attendance, Posting.resident).where(Posting.attendance.in_(attended))
    whose = {name: resident for name, resident in session.execute(known)}
    lines = [
        {
            "resident": whose.get(str(each.parent)),
            **_line(session, each, attended.get(str(each.parent), {}), sites, now),
        }
        for each in wanted
    ]
    return sorted(lines, key=lambda line: (not line["open"], not line["grave"], -(line["at"] or 0), line["id"]))


def counts(session: Session) -> dict[str, int]:
    """{open, grave}: those without an outcome, and the grave ones of them."""
    values = [each.values for each in rows.of_kind(session, "reaction") if is_open(each.values)]
    return {"open": len(values), "grave": sum(1 for each in values if each.get("grave"))}


def is_open(values: Values) -> bool:
    """Whether nobody has said yet how it went."""
    return not values.get("outcome") and not values.get("mistake")


def _line(session: Session, found: Found, attended: Values, sites: dict[str, Found], now: int) -> dict[str, Any]:
    values, site = found.values, sites.get(found.scope)
    at, given = values.get("at"), attended.get("vaccinated_at")
    by = None if at is None else int(at) + REPORTED_WITHIN[bool(values.get("grave"))]
    row = session.scalar(select(Record.row).where(Record.id == found.id))
    of_site: Values = site.values if site is not None else {}
    return {
        "id": found.id,
        "attendance": found.parent,
        **{name: attended.get(name) for name in OF_PERSON},
        **{name: values.get(name) for name in OF_REACTION},
        "signs": values.get("signs") or [],
        "grave": bool(values.get("grave")),
        "minutes": (int(at) - int(given)) // 60_000 if at is not None and given is not None else None,
        "site": site.id if site is not None else None,
        "site_name": of_site.get("name"),
        "hospital": of_site.get("hospital"),
        "hospital_phone": of_site.get("hospital_phone"),
        "report_by": by,
        "late": by is not None and is_open(values) and now > by,
        "open": is_open(values),
        "row": orjson.loads(row or "{}"),
    }
