"""W7: a day's places given out by phones without a network, all sent at once. None is lost, and none is given twice."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

import orjson
from sqlalchemy import func, select

from device.device import Device
from devtools.inside.bench import floors, herd, seed
from devtools.inside.bench.bench import MS, Bench, Row, median
from devtools.inside.bench.meter import Meter
from server import accounts
from server.exchange import ledger, publish
from server.store.tables import Booking, Followup, Lease, Ticket
from sync.policies import KNOWN_SCHEMA

SITES, PLACES, PHONES = 3, 600, 200  # the documents' town: a day of 1,800
EACH = SITES * PLACES // PHONES
Given = dict[str, tuple[str, int]]  # appointment → session and number, as its slip says


def booking(bench: Bench, work: Sequence[Any], records: Sequence[Any]) -> Row:
    """Every phone of the herd leases its part of all places, gives it out offline, and all sync at once."""
    sessions = _sessions(bench, EACH * len(work) // SITES)
    turn = cycle(sessions)
    bench.raw.write(floors.rows(records))
    callers, given, phones = [], Given(), []
    for beat in work:
        grid = seed.grid_of(beat["scope"])
        device, meter = bench.phone(grid)
        device.schema = KNOWN_SCHEMA
        mine = list(islice(turn, EACH))
        for name in sessions:
            device.want(name, mine.count(name))
        bench.sync(device, meter)
        given |= _give_out(device, mine)
        callers.append(_caller(device))
        phones.append((device, meter))
    assert len(given) == EACH * len(work)
    raw = _raw(bench, work, given)
    trips = [herd.Caller([herd.request("/", None, {})]) for _ in callers]
    worked = bench.empty.cpu()
    trip = herd.at_once(bench.empty.port, trips)
    trip_cpu = bench.empty.cpu() - worked
    worked = bench.ruhu.cpu()
    began = time.perf_counter()
    herd.at_once(bench.ruhu.port, callers)
    answered = time.perf_counter() - began
    _settled(bench, *phones[0])
    wall, cpu = time.perf_counter() - began, bench.ruhu.cpu() - worked
    _check(bench, callers, given)
    taken = [caller.seconds for caller in callers]
    return {
        "step": "W7", "what": f"{len(given)} places given out offline by {len(callers)} phones, sent at once",
        "wall_ms": wall * MS, "cpu_ms": cpu * MS, "p50_ms": median(taken) * MS, "max_ms": max(taken) * MS,
        "up": sum(len(r) for c in callers for r in c.requests),
        "down": sum(len(a[2]) for c in callers for a in c.answers),
        "requests": sum(len(c.answers) for c in callers), "edits": len(given),
        "floors": {"raw_ms": raw[0] * MS, "raw_cpu_ms": raw[1] * MS, "trip_ms": trip * MS,
                   "trip_cpu_ms": trip_cpu * MS, "answered_ms": answered * MS},
        "ratios": {"places lost": _lost(bench, given), "places given twice": _double(bench)},
        "targets": {"places lost": 0, "places given twice": 0},
    }  # fmt: skip


def _sessions(bench: Bench, capacity: int) -> list[str]:
    """A session of each site, the day after tomorrow."""
    day = (date.today() + timedelta(days=2)).isoformat()
    store = bench.app.extensions["ruhu_store"]
    with bench.app.app_context(), store.writing() as session:
        admin = accounts.by_login(session, "admin")
        values = {"on": day, "from": "08:30", "to": "17:00", "product": "bibp", "capacity": capacity, "state": "open"}
        drafts = []
        for site in range(1, SITES + 1):
            publish.put(session, admin, "site", f"site:{site}", {"name": f"S{site}"})
            fields = {name: (value, None) for name, value in {**values, "site": f"site:{site}"}.items()}
            drafts.append(ledger.Draft("create", "session", None, fields, group=site))
        return [answer.record for answer in ledger.office(session, admin.id, drafts)]


def _give_out(device: Device, sessions: Sequence[str]) -> Given:
    """One place after the other, to people who have none."""
    busy = {row["values"]["resident"] for row in device.all("appointment")}
    people = [row["id"] for row in device.all("resident") if row["id"] not in busy]
    found: Given = {}
    for person, name in zip(people, sessions, strict=False):
        made = device.book(person, name, 1)
        shown = device.shown(made)
        assert shown is not None and shown["values"]["state"] == "confirmed", shown
        found[made] = name, shown["values"]["ticket"]
    return found


def _caller(device: Device) -> herd.Caller:
    """The phone's cycle, as bytes: push, places, pull."""
    asked = next(device.cycle())
    assert asked.path.endswith("/push") and asked.data is not None
    wants: Mapping[str, int] = device.storage.get("meta", "wants")
    body = {"cursor": device.storage.get("meta", "cursor"), "unsent": 0, "app": "bench", "patch": True, "digest": True}
    return herd.Caller(
        [
            herd.request(asked.path, asked.token, orjson.loads(asked.data)),
            herd.request("/api/sync/places", asked.token, {"have": [], "back": [], "want": dict.fromkeys(wants, 0)}),
            herd.request("/api/sync/pull", asked.token, body),
        ]
    )


def _raw(bench: Bench, work: Sequence[Any], given: Given) -> tuple[float, float]:
    """The same rows in a bare table, a transaction for each phone, and read again."""
    rows = [(name, "places", floors.text({"session": of, "ticket": n})) for name, (of, n) in given.items()]
    each, wall, cpu = len(rows) // len(work), 0.0, 0.0
    for place in range(len(work)):
        after = bench.raw.seq
        for taken in (bench.raw.write(rows[place * each : (place + 1) * each]), bench.raw.read("places", after)):
            wall, cpu = wall + taken[0], cpu + taken[1]
    return wall, cpu


def _settled(bench: Bench, device: Device, meter: Meter) -> None:
    """Until nothing waits any more: the next phone that asks settles what is left."""
    store = bench.app.extensions["ruhu_store"]
    while True:
        with store.reading() as session:
            if session.scalar(select(Followup.id).limit(1)) is None:
                return
        bench.sync(device, meter)


def _check(bench: Bench, callers: Sequence[herd.Caller], given: Given) -> None:
    """Every request was answered, every slip holds: the number on it is the appointment's, and the phone holds none."""
    for caller in callers:
        assert caller.failed is None, caller.failed
        assert [status for status, *_ in caller.answers] == [200] * 3, caller.answers
        answers = caller.told(0)["answers"]
        assert len(answers) == EACH and all(answer["result"] == "applied" for answer in answers), answers
    with bench.app.extensions["ruhu_store"].reading() as session:
        query = select(Booking.appointment, Booking.session, Booking.ticket, Booking.state, Booking.change)
        held = {name: rest for name, *rest in session.execute(query) if name in given}
        assert held == {name: [of, number, "confirmed", None] for name, (of, number) in given.items()}
        open_leases = select(func.count()).select_from(Lease).where(Lease.ended_at.is_(None))
        assert session.scalar(open_leases) == 0, "every number that was lent is given"


def _lost(bench: Bench, given: Given) -> int:
    with bench.app.extensions["ruhu_store"].reading() as session:
        query = select(Ticket.appointment, Ticket.session, Ticket.number).where(Ticket.appointment.is_not(None))
        there = {name: (of, number) for name, of, number in session.execute(query)}
    return sum(there.get(name) != slip for name, slip in given.items())


def _double(bench: Bench) -> int:
    with bench.app.extensions["ruhu_store"].reading() as session:
        query = select(func.count()).where(Booking.ticket.is_not(None)).group_by(Booking.session, Booking.ticket)
        return sum(number - 1 for number in session.scalars(query))
