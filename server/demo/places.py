"""Places of the invented town: a week's sessions broken down to villages, numbers held by phones, appointments that
hold, and a site's desk in the middle of its day.

Everything goes the way that it goes in a real town: quotas by the office's functions, requested appointments settled by
what follows from them, numbers lent as to any phone, the desk's day pushed by the desk's device.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.auth import Asker
from server.demo import phones
from server.demo.history import Times
from server.demo.phones import DAY, HOUR, MINUTE, Phone
from server.demo.town import Town, site_code
from server.demo.words import words
from server.office.sessions import pools, templates
from server.places import following, leasing
from server.store.session import Store
from server.store.tables import Account, Booking, Device, Lease, Meta, PlacePool, Record
from sync.leases.share import proportional

Values = dict[str, Any]
RESERVE, GENERAL = 5, 20  # percent of a session
WEEK = 7
HOLDING, LEAST, MOST = 40, 2, 6  # phones that hold numbers of tomorrow, and how many each
SEEN, IN_OBSERVATION = 6, 3  # of those booked today: left already, and waiting their half hour
CAME = 14  # of those booked today, so far
OBSERVED = 30 * MINUTE


def fill(store: Store, town: Town, times: Times, seed: int, now: int) -> None:
    """Break down, settle and lend. What is there already stays, so that a load cut short goes on."""
    with store.writing() as session:
        if session.scalar(select(PlacePool.session).limit(1)) is None:
            _quotas(session, town, times)
            _template(session, times)
    following.catch_up(store)
    with store.writing() as session:
        if session.scalar(select(Lease.id).limit(1)) is None:
            _lend(session, times, seed, now)


def desk_day(session: Session, town: Town, times: Times, now: int) -> list[Values]:
    """What the device of the first site's desk has to send of today: people who left, who are observed, who were asked
    to come another day, who have just come; one who is on no list, and a reaction.
    """
    login = next(person.login for person in town.people if person.role == "site")
    account = session.scalars(select(Account).where(Account.login == login)).one()
    device = phones.enrol_one(session, account.id, now - DAY, words()["phones"][0])
    desk = Phone(session, device, account, now)
    code, day = site_code(1), times.today.isoformat()
    today = next((name for name, each in town.sessions if each["site"] == "site:1" and each["on"] == day), None)
    product = next(each["product"] for name, each in town.sessions)
    people = list(_booked(session, today)) if today is not None else []
    people = people[: min(CAME, len(people) * 3 // 4 or len(people))]
    for place, (person, booking) in enumerate(people):
        came = now - (len(people) - place) * 7 * MINUTE - 40 * MINUTE
        card = {name: person[name] for name in ("name", "id_number", "birth", "sex") if person.get(name)}
        values = {**card, "session": today, "resident": booking.resident, "appointment": booking.appointment}
        values |= {"ticket": booking.ticket, "how": "slip", "dose_number": booking.dose, "product": product}
        _attends(desk, code, day, came, place, {name: each for name, each in values.items() if each is not None})
    stranger = words()["surnames"][3] + words()["given"]["m"][5]
    desk.creates(
        "attendance", now - 4 * MINUTE, desk=code, on=day, how="walk_in", name=stranger, state="arrived",
        arrived_at=now - 4 * MINUTE,
    )  # fmt: skip
    return desk.unsent


def _attends(desk: Phone, code: str, day: str, came: int, place: int, card: Values) -> None:
    """Somebody's way through the site; the first came first."""
    values = {"desk": code, "on": day, "arrived_at": came, **card}
    given = came + 9 * MINUTE
    injected = {
        "screening": "ok", "screened_at": came + 5 * MINUTE, "consent": True, "checked": True, "batch": batch(0),
        "vaccinated_at": given, "leave_at": given + OBSERVED,
    }  # fmt: skip
    if place < SEEN:
        own = desk.creates("attendance", came, **values, **injected, state="left", left_at=given + OBSERVED + MINUTE)
        if place == 1:
            desk.creates(
                "reaction", given + 12 * MINUTE, attendance=own, at=given + 12 * MINUTE, grave=False,
                note=words()["reaction_note"],
            )  # fmt: skip
    elif place < SEEN + IN_OBSERVATION:
        late = desk.now - (14 - 5 * (place - SEEN)) * MINUTE
        held = injected | {"vaccinated_at": late, "leave_at": late + OBSERVED, "screened_at": late - 4 * MINUTE}
        desk.creates("attendance", late, **values | {"arrived_at": late - 9 * MINUTE}, **held, state="vaccinated")
    elif place == SEEN + IN_OBSERVATION:
        asked = {"screening": "deferred", "screened_at": came + 5 * MINUTE, "answers": ["fever"]}
        later = (phones.day_of(desk.now) + timedelta(days=7)).isoformat()
        desk.creates("attendance", came, **values, **asked, until=later, state="screened_out")
    else:
        desk.creates("attendance", desk.now - 6 * MINUTE, **values | {"arrived_at": desk.now - 6 * MINUTE},
                     state="arrived")  # fmt: skip


def batch(number: int) -> str:
    """The batches that the town's sites have."""
    text: str = words()["batch"].format(year=2026, number=101 + number)
    return text


def _booked(session: Session, name: str) -> Iterator[tuple[Mapping[str, Any], Booking]]:
    """Who has a place in a session, by number: the resident's values and the appointment."""
    query = (
        select(Booking, Record.row)
        .join(Record, Record.id == Booking.resident)
        .where(Booking.session == name, Booking.state == "confirmed")
        .order_by(Booking.ticket)
    )
    for booking, row in session.execute(query):
        yield orjson.loads(row)["values"], booking


def _quotas(session: Session, town: Town, times: Times) -> None:
    """The week's sessions in proportion to how many live where; the first village's go on to its canvassers."""
    until = (times.today + timedelta(days=WEEK)).isoformat()
    homes: dict[str, int] = {}
    for grid in town.grids:
        homes[grid.village] = homes.get(grid.village, 0) + grid.households
    first = town.grids[0].village
    workers = select(Account.id).where(Account.login.like(f"grid-{first[-3:]}-%")).order_by(Account.id)
    canvassers = [str(number) for number in session.scalars(workers)]
    for name, values in sorted(town.sessions):
        if values["on"] > until:
            continue
        reserve = values["capacity"] * RESERVE // 100
        left = values["capacity"] - reserve - values["capacity"] * GENERAL // 100
        shares = proportional(left, {village: number * left for village, number in homes.items()})
        each = shares[first] // (2 * len(canvassers) or 1)
        pools.allot(session, name, {**shares, "reserve": reserve}, {first: dict.fromkeys(canvassers, each)})


def _template(session: Session, times: Times) -> None:
    band = {"days": [1, 2, 3, 4, 5], "product": times.inactivated[0], "capacity": 200, "pools": {}}
    bands: Sequence[Values] = [{**band, "from": "08:30", "to": "11:30"}, {**band, "from": "14:00", "to": "17:00"}]
    body = {"site": "site:1", "kind": "general", "holidays": "skip", "makeup": True, "bands": bands}
    templates.put(session, None, words()["template"], body)


def _lend(session: Session, times: Times, seed: int, now: int) -> None:
    """Phones that were in step today hold numbers of the next days' sessions."""
    rng = random.Random(f"{seed}:leases")
    epoch, version = (session.get_one(Meta, name).value for name in ("epoch", "grants_version"))
    tomorrow, later = ((times.today + timedelta(days=days)).isoformat() for days in (1, 2))
    names = [f"session:{site}-{day}" for day in (tomorrow, later) for site in (1, 2, 3)]
    query = (
        select(Device, Account.role)
        .join(Account, Account.id == Device.account)
        .where(Account.role == "canvasser", Device.revoked_at.is_(None), Device.last_sync > now - HOUR * 6)
        .order_by(Device.id)
        .limit(HOLDING)
    )
    for device, role in session.execute(query).all():
        asker = Asker(device.id, device.account, role, epoch, int(version))
        leasing.lend(session, asker, {name: rng.randint(LEAST, MOST) for name in names}, now)


def supplied(town: Town, times: Times) -> Iterator[tuple[str, Values]]:
    """What came to the sites before today: two batches each, more than the sessions promise, and one that was moved."""
    product = times.inactivated[0]
    for site in (1, 2, 3):
        planned = sum(each["capacity"] for _, each in town.sessions if each["site"] == f"site:{site}")
        for number, doses in enumerate((planned * 2 // 3, planned // 2)):
            values = {"site": f"site:{site}", "product": product, "batch": batch(number), "doses": doses}
            values |= {"kind": "received", "on": (times.today - timedelta(days=9 - 5 * number)).isoformat()}
            values |= {"expires": (times.today + timedelta(days=200 + 60 * number)).isoformat()}
            yield f"supply:{site}-{number + 1}", values
    moved = {"site": "site:1", "to": "site:3", "product": product, "batch": batch(1), "doses": 20}
    yield "supply:moved", {**moved, "kind": "transferred", "on": (times.today - timedelta(days=1)).isoformat()}
