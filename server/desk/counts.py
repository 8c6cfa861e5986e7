"""How a day goes at the sites: people by stage, session by session, beside those who are expected and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from server.desk import rows
from server.desk.rows import Found
from server.desk.stages import Stage
from server.store.tables import Account, Booking, Device, Grant, Posting, Review
from sync.outcomes import ConflictKind

NAMES = ("booked", "requested", "arrived", "waiting", "ready", "screened_out", "done", "observing", "left")
BOOKED = ("confirmed", "attended", "missed")
# What each stage adds to, beside `arrived`: everybody who came.
OF_STAGE: dict[str, tuple[str, ...]] = {
    Stage.ARRIVED: ("waiting",),
    Stage.READY: ("ready",),
    Stage.SCREENED_OUT: ("screened_out",),
    Stage.VACCINATED: ("done", "observing"),
    Stage.LEFT: ("done", "left"),
}
OF_SITE = ("name", "hospital", "hospital_phone", "code")
OF_SESSION = ("from", "to", "product", "kind", "for", "state", "capacity")
Counts = dict[str, int]


def day(session: Session, on: str) -> list[dict[str, Any]]:
    """The sites that have a session on that day, or at whose desks somebody was, by name."""
    held = [each for each in rows.of_kind(session, "session") if each.values.get("on") == on]
    came = _came(session, on)
    staff = _staff(session)
    sites = []
    for site in rows.of_kind(session, "site"):
        own = sorted((each for each in held if each.values.get("site") == site.id), key=_time)
        code = str(site.values.get("code"))
        if own or code in came:
            booked = _booked(session, own)
            sites.append(_site(site, own, came.get(code, {}), booked, staff.get(code, (0, None))))
    return sorted(sites, key=lambda line: (str(line["name"]), line["site"]))


def doubles(session: Session) -> int:
    """People of whom two doses with one number stand: open reviews."""
    query = select(func.count()).where(Review.kind == str(ConflictKind.DOSE_SAME_NUMBER), Review.state == "open")
    return int(session.scalar(query) or 0)


def _time(held: Found) -> tuple[str, str]:
    return str(held.values.get("from")), held.id


def _came(session: Session, on: str) -> dict[str, dict[str | None, Counts]]:
    """{site's code: {session: counts}} of everybody who was at a desk that day."""
    found: dict[str, dict[str | None, Counts]] = defaultdict(lambda: defaultdict(_nothing))
    query = (
        select(Posting.desk, Posting.session, Posting.stage, func.count())
        .where(Posting.on == on, Posting.stage != Stage.MISTAKE)
        .group_by(Posting.desk, Posting.session, Posting.stage)
    )
    for desk, held, stage, people in session.execute(query):
        for name in ("arrived", *OF_STAGE.get(stage, ())):
            found[desk][held][name] += people
    return found


def _booked(session: Session, held: Iterable[Found]) -> dict[str, Counts]:
    found: dict[str, Counts] = defaultdict(_nothing)
    query = (
        select(Booking.session, Booking.state, func.count())
        .where(Booking.session.in_([each.id for each in held]))
        .group_by(Booking.session, Booking.state)
    )
    for name, state, people in session.execute(query):
        if state in BOOKED:
            found[name]["booked"] += people
        elif state == "requested":
            found[name]["requested"] += people
    return found


def _site(
    site: Found,
    held: list[Found],
    came: dict[str | None, Counts],
    booked: dict[str, Counts],
    staff: tuple[int, int | None],
) -> dict[str, Any]:
    sessions = [
        {
            "session": each.id,
            **{name: each.values.get(name) for name in OF_SESSION},
            "counts": _sum([came.get(each.id, {}), booked.get(each.id, {})]),
        }
        for each in held
    ]
    own = {each.id for each in held}
    other = _sum(counts for name, counts in came.items() if name not in own)
    return {
        "site": site.id,
        **{name: site.values.get(name) for name in OF_SITE},
        "desks": staff[0],
        "last_sync": staff[1],
        "total": _sum([*(came.values()), *(booked.values())]),
        "sessions": sessions,
        "other": other,
    }


def _staff(session: Session) -> dict[str, tuple[int, int | None]]:
    """{site's code: (its desks' devices, when the newest word came)}."""
    query = (
        select(Grant.area, func.count(distinct(Device.id)), func.max(Device.last_sync))
        .join(Account, Account.id == Grant.account)
        .join(Device, Device.account == Account.id)
        .where(Grant.until.is_(None), Device.revoked_at.is_(None), Account.active, Account.role == "site")
        .group_by(Grant.area)
    )
    return {area: (int(devices), last) for area, devices, last in session.execute(query)}


def _nothing() -> Counts:
    return dict.fromkeys(NAMES, 0)


def _sum(counts: Iterable[Counts]) -> Counts:
    total = _nothing()
    for each in counts:
        for name, people in each.items():
            total[name] += people
    return total
