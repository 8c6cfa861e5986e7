"""How far each village or grid is on a day: people and doses apart, everybody counted once.

Of the people in the books whom the table is about, each is exactly one of: covered (at least one dose), outside the
campaign, contraindicated, away, declined, remaining. Whoever is not covered is unvaccinated, except those outside.
The target is who is to be covered: population less outside and contraindicated. So covered + away + declined +
remaining = target, and a village in which everybody was asked can reach its target without pressing anybody.

What the lists say of today is corrected for an earlier day: whoever has had a dose since is counted again from their
doses up to that day; their status of then is not known, so they are `remaining`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from server.lists.doses import kinds
from server.lists.people import BATCH, children
from server.rules.course import follow
from server.store.projections import standing
from server.store.tables import Listing

Json = Mapping[str, Any]

OF = ("listed", "registered", "resident")  # whom a table is about
PER = ("target", "population")  # what its rate is a share of
LEVELS = ("village", "grid")
TODAY = {"dose1": "today1", "dose2": "today2", "dose3": "today3", "booster": "today_booster"}
REASONS = {"contraindicated": "contraindicated", "away": "away", "refuses": "declined", "not_eligible": "outside"}
COUNTED = ("covered", "full", "boosted", "doses")
COUNTS = (
    "population", *COUNTED, "outside", "contraindicated", "away", "declined", "remaining", *TODAY.values(),
)  # fmt: skip
_RESIDENCY = {"registered": ("local", "moved_out"), "resident": ("local", "moved_in", "registered_elsewhere")}

Counts = dict[str, int]


@dataclass(frozen=True)
class Asked:
    """What a table is asked of: the day, whom it is about, what the rate is a share of, villages or grids."""

    on: str
    of: str = "listed"
    per: str = "target"
    level: str = "village"

    @property
    def before(self) -> str:
        """The day before."""
        return (date.fromisoformat(self.on) - timedelta(days=1)).isoformat()

    def people(self) -> list[ColumnElement[bool]]:
        """The people whom the table is about."""
        clauses: list[ColumnElement[bool]] = [Listing.life_state == "active"]
        if self.of in _RESIDENCY:
            clauses.append(or_(Listing.residency.in_(_RESIDENCY[self.of]), Listing.residency.is_(None)))
        return clauses


def counts(session: Session, campaign: Json | None, asked: Asked) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """({place: counts on the day}, {place: counts on the day before}); the latter without the doses of their day."""
    now = _as_listed(session, asked)
    then: dict[str, Counts] = defaultdict(blank, {place: dict(line) for place, line in now.items()})
    for place, row, doses in _since(session, asked):
        mine = _of_row(row)
        for day, lines in ((asked.on, now), (asked.before, then)):
            was = _of_doses(campaign, doses, day)
            for name in COUNTED:
                lines[place][name] += was[name] - mine[name]
            if mine["covered"] and not was["covered"]:
                lines[place]["remaining"] += 1
        for dose, kind in kinds(
            campaign, [each for each in doses if str(each.get("on") or "") <= asked.on], asked.on
        ).items():
            if any(each["id"] == dose and each.get("on") == asked.on for each in doses):
                now[place][TODAY[kind]] += 1
    return now, then


def blank() -> Counts:
    """A line with nobody in it."""
    return dict.fromkeys(COUNTS, 0)


def _as_listed(session: Session, asked: Asked) -> dict[str, Counts]:
    place = getattr(Listing, asked.level)
    covered = case((Listing.doses > 0, 1), else_=0)
    query = select(
        place, Listing.status, covered, func.count(), func.sum(case((Listing.full, 1), else_=0)),
        func.sum(case((Listing.boosted, 1), else_=0)), func.sum(Listing.doses),
    )  # fmt: skip
    lines: dict[str, Counts] = defaultdict(blank)
    for name, status, has, people, full, boosted, doses in session.execute(
        query.where(*asked.people()).group_by(place, Listing.status, covered)
    ):
        line = lines[name]
        line["population"] += people
        line["full"] += int(full or 0)
        line["boosted"] += int(boosted or 0)
        line["doses"] += int(doses or 0)
        line["covered" if has else REASONS.get(status, "remaining")] += people
    return lines


def _since(session: Session, asked: Asked) -> Iterator[tuple[str, Any, Sequence[Json]]]:
    """(place, line of the list, doses) of whoever has had a dose on the day or since."""
    found = session.execute(
        select(Listing.__table__).where(*asked.people(), Listing.last_dose >= asked.on).order_by(Listing.resident)
    ).all()
    for start in range(0, len(found), BATCH):
        some = found[start : start + BATCH]
        below = children(session, [row.resident for row in some])
        for row in some:
            yield getattr(row, asked.level), row, below.get(row.resident, {}).get("dose", [])


def _of_row(row: Any) -> Counts:
    return {"covered": int(row.doses > 0), "full": int(row.full), "boosted": int(row.boosted), "doses": row.doses}


def _of_doses(campaign: Json | None, doses: Sequence[Json], day: str) -> Counts:
    """What somebody had had by the end of a day, by the rules of that day."""
    had = [dose for dose in doses if str(dose.get("on") or "") <= day]
    if not campaign or "schedule" not in campaign:
        count = len(standing(had))
        return {"covered": int(count > 0), "full": 0, "boosted": 0, "doses": count}
    course = follow(campaign, had, day)
    return {
        "covered": int(course.position > 0),
        "full": int(course.position >= course.needed),
        "boosted": int(course.boosters > 0),
        "doses": course.position,
    }


def line(counted: Counts, per: str) -> dict[str, Any]:
    """A line of figures as tables show it: what follows from the counts is added; `rate` is None of nobody."""
    target = counted["population"] - counted["outside"] - counted["contraindicated"]
    whole = target if per == "target" else counted["population"]
    return {
        **counted,
        "target": target,
        "unvaccinated": counted["population"] - counted["covered"] - counted["outside"],
        "today_doses": sum(counted[name] for name in TODAY.values()),
        "rate": counted["covered"] / whole if whole else None,
    }


def together(lines: Sequence[Counts]) -> Counts:
    """All lines in one."""
    return {name: sum(each[name] for each in lines) for name in COUNTS}
