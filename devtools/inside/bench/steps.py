"""The steps of the workload on one server, each beside its floor, run after run in turn."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from sqlalchemy.orm import Session

from device.device import Device
from device.storage import Storage
from device.wire import drive
from devtools.inside.bench import floors, herd, mapping, seed
from devtools.inside.bench.floors import Raw
from devtools.inside.bench.meter import Count, Meter
from devtools.inside.bench.servers import Served
from server.exchange import snapshots
from server.exchange.granted import Counted
from server.store.tables import Scope

Row = dict[str, Any]
MS = 1000


@dataclass
class Bench:
    """One server with its database and the floors beside it."""

    kind: str
    app: Flask
    town: seed.Town
    ruhu: Served
    empty: Served
    raw: Raw
    epoch: str

    def phone(self, grid: str) -> tuple[Device, Meter]:
        """A new phone of the grid that has pulled nothing yet."""
        made = seed.phones(self.app, [grid])[0]
        device = Device(Storage(), lambda: int(time.time() * MS), app="bench", schema=mapping.LATER_SCHEMA)
        with device.storage.transaction() as write:
            write.put("meta", "identity", {"token": made.token, "writer": made.writer, "epoch": self.epoch})
        return device, Meter(self.ruhu.port)

    def sync(self, device: Device, meter: Meter) -> tuple[dict[str, Count], float]:
        """One cycle: what each endpoint cost, and the server's processor time."""
        worked = self.ruhu.cpu()
        outcome = drive(device.cycle(), meter)
        assert outcome.failure is None and outcome.refused == 0, outcome
        return meter.taken(), self.ruhu.cpu() - worked


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def trips(bench: Bench, times: int = 40) -> tuple[float, float]:
    """(wall, processor) seconds of one empty round trip on a kept connection."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", bench.empty.port)
    walls = []
    worked = bench.empty.cpu()
    for _ in range(times):
        began = time.perf_counter()
        connection.request("POST", "/", b"{}", {"Content-Type": "application/json"})
        connection.getresponse().read()
        walls.append(time.perf_counter() - began)
    connection.close()
    return median(walls), (bench.empty.cpu() - worked) / times


def village(bench: Bench, work: Sequence[Any], records: Sequence[Any], name: str = "") -> list[Row]:
    """W1, W2 and W3 of one village, once for every day of the workload; medians."""
    grid = seed.grid_of("v001")
    bench.raw.write(floors.rows(records))
    _prepare(bench, grid)
    firsts, pushes, pulls = [], [], []
    for _ in work:
        device, meter = bench.phone(grid)
        found, cpu = bench.sync(device, meter)
        firsts.append((_sum(found.values()), cpu, *trips(bench)))
    row = _first(firsts, records, device, grid, name)
    reader, listening = bench.phone(grid)
    bench.sync(reader, listening)
    for day in work:
        pushes.append((*_push(bench, device, meter, day["push"], grid), *trips(bench)))
        bench.sync(reader, listening)
        seed.office_edits(bench.app, bench.town, day["office"]["edits"])
        found, cpu = bench.sync(reader, listening)
        after = bench.raw.seq
        bench.raw.write([(e["id"], "v001", floors.text(e["full"])) for e in day["office"]["edits"]])
        bare = floors.packed([{"id": e["id"], **e["set"]} for e in day["office"]["edits"]])
        pulls.append((_sum(found.values()), cpu, *bench.raw.read("v001", after), bare, *trips(bench)))
    return [row, *([] if name else [_pushed(pushes, work)]), _pulled(pulls, name)]


def _prepare(bench: Bench, grid: str) -> None:
    """The village's snapshot as `flask --app server snapshots` leaves it in the night."""
    with bench.app.app_context(), bench.app.extensions["ruhu_store"].reading() as session:
        shelf = snapshots.Shelf(Path(bench.app.config["RUHU_VAR"]), bench.epoch)
        snapshots.prepare(session, shelf, grid, _counted(session, grid))


def _counted(session: Session, grid: str) -> Counted:
    found = session.get_one(Scope, grid)
    return Counted(found.seq, found.rows, found.sum, found.floor)


def _push(bench: Bench, device: Device, meter: Meter, work: Any, grid: str) -> tuple[Count, float, float, float]:
    """One day's push: (what it cost, the server's processor time, the floor's wall and processor time)."""
    before = bench.raw.write(_changed_rows(work))
    ids = bench.town.ids
    for record, entity, values, new in mapping.operations(work, grid, ids):
        if record is None:
            ids[str(new)] = device.create(entity, values)
        else:
            device.set(record, values)
    worked = bench.ruhu.cpu()
    steps = device.cycle()
    asked, counted, cpu = next(steps), Count(), 0.0
    try:
        while True:
            if not asked.path.endswith("/push") and not cpu:
                cpu = bench.ruhu.cpu() - worked
                counted = meter.taken()["push"]
            asked = steps.send(meter(asked))
    except StopIteration as end:
        assert end.value.failure is None and end.value.refused == 0, end.value
    meter.taken()
    return counted, cpu, *before


def _changed_rows(work: Any) -> floors.Rows:
    return floors.rows([each["full"] for each in work["edits"]] + work["new"])


def _sum(counts: Iterable[Count]) -> Count:
    found = Count()
    for each in counts:
        found = Count(found.wall + each.wall, found.up + each.up, found.down + each.down,
                      found.requests + each.requests)  # fmt: skip
    return found


def _first(taken: Sequence[Any], records: Sequence[Any], device: Device, grid: str, name: str) -> Row:
    down, cpu = median(c.down for c, *_ in taken), median(cpu for _, cpu, *_ in taken)
    trip, trip_cpu = median(t[2] for t in taken), median(t[3] for t in taken)
    bare = floors.packed(records)
    held = [row for row in (device.shown(record) for record in device.storage.all("rows")) if row]
    own = floors.packed(mapping.bare(row for row in held if row["scope"] == grid))
    return {
        "step": f"W1{name}", "what": f"first sync of a village, {len(records)} records",
        "wall_ms": median(c.wall for c, *_ in taken) * MS, "cpu_ms": cpu * MS, "down": down,
        "up": median(c.up for c, *_ in taken), "requests": median(c.requests for c, *_ in taken),
        "floors": {"brotli_workload": bare, "brotli_rows": own, "trip_ms": trip * MS, "trip_cpu_ms": trip_cpu * MS},
        "ratios": {"down / brotli": down / min(bare, own), "cpu / empty trip": cpu / trip_cpu},
        "targets": {"down / brotli": 1.15, "cpu / empty trip": 10.0},
    }  # fmt: skip


def _pushed(taken: Sequence[Any], work: Sequence[Any]) -> Row:
    wall, up = median(c.wall for c, *_ in taken), median(c.up for c, *_ in taken)
    floor = median(t[2] for t in taken)
    bare = median(
        floors.packed({"edits": [{"id": e["id"], "set": e["set"]} for e in day["push"]["edits"]],
                       "new": day["push"]["new"]}) for day in work
    )  # fmt: skip
    return {
        "step": "W2", "what": "a day's push, 300 edits", "wall_ms": wall * MS,
        "cpu_ms": median(t[1] for t in taken) * MS, "up": up, "down": median(c.down for c, *_ in taken),
        "requests": median(c.requests for c, *_ in taken),
        "floors": {"raw_ms": floor * MS, "raw_cpu_ms": median(t[3] for t in taken) * MS, "brotli": bare},
        "ratios": {"wall / raw": wall / floor, "up / brotli": up / bare},
        "targets": {"wall / raw": 12.0, "up / brotli": 2.0},
    }  # fmt: skip


def _pulled(taken: Sequence[Any], name: str) -> Row:
    wall, down = median(c.wall for c, *_ in taken), median(c.down for c, *_ in taken)
    trip, bare = median(t[5] for t in taken), median(t[4] for t in taken)
    return {
        "step": f"W3{name}", "what": "20 changed records pulled", "wall_ms": wall * MS,
        "cpu_ms": median(t[1] for t in taken) * MS, "down": down, "up": median(c.up for c, *_ in taken),
        "requests": median(c.requests for c, *_ in taken),
        "floors": {"raw_ms": median(t[2] for t in taken) * MS, "trip_ms": trip * MS, "brotli": bare},
        "ratios": {"down / brotli": down / bare, "wall / empty trip": wall / trip},
        "targets": {"down / brotli": 2.0, "wall / empty trip": 6.0},
    }  # fmt: skip


def crowd(bench: Bench, work: Sequence[Any], records: Sequence[Any]) -> Row:
    """W4: every phone of the herd at once."""
    raw = _raw_crowd(bench, work, records)
    callers = []
    for beat in work:
        grid = seed.grid_of(beat["scope"])
        device, meter = bench.phone(grid)
        bench.sync(device, meter)
        seed.office_edits(bench.app, bench.town, beat["waiting"]["edits"])
        ids = bench.town.ids
        for record, entity, values, new in mapping.operations(beat["push"], grid, ids):
            if record is None:
                ids[str(new)] = device.create(entity, values)
            else:
                device.set(record, values)
        callers.append(_caller(device))
    trips = [herd.Caller([herd.request("/", None, {})]) for _ in callers]
    worked = bench.empty.cpu()
    trip = herd.at_once(bench.empty.port, trips)
    trip_cpu = bench.empty.cpu() - worked
    worked = bench.ruhu.cpu()
    wall = herd.at_once(bench.ruhu.port, callers)
    cpu = bench.ruhu.cpu() - worked
    _check(callers)
    taken = [each.seconds for each in callers]
    return {
        "step": "W4", "what": f"{len(callers)} phones at once, 50 edits up and 50 changes down each",
        "wall_ms": wall * MS, "cpu_ms": cpu * MS, "p50_ms": median(taken) * MS, "max_ms": max(taken) * MS,
        "up": sum(len(r) for c in callers for r in c.requests),
        "down": sum(len(a[2]) for c in callers for a in c.answers),
        "requests": sum(len(c.answers) for c in callers),
        "floors": {"raw_ms": raw[0] * MS, "raw_cpu_ms": raw[1] * MS, "trip_ms": trip * MS,
                   "trip_cpu_ms": trip_cpu * MS},
        "ratios": {"wall / floor": wall / (raw[0] + trip), "cpu / floor": cpu / (raw[1] + trip_cpu)},
        "targets": {"wall / floor": 4.0, "cpu / floor": 4.0},
    }  # fmt: skip


def _raw_crowd(bench: Bench, work: Sequence[Any], records: Sequence[Any]) -> tuple[float, float]:
    bench.raw.write(floors.rows(records))
    wall = cpu = 0.0
    for beat in work:
        after = bench.raw.seq
        bench.raw.write([(e["id"], beat["scope"], floors.text(e["full"])) for e in beat["waiting"]["edits"]])
        for taken in (bench.raw.write(_changed_rows(beat["push"])), bench.raw.read(beat["scope"], after)):
            wall, cpu = wall + taken[0], cpu + taken[1]
    return wall, cpu


def _caller(device: Device) -> herd.Caller:
    """The phone's push and the pull that follows it, as bytes."""
    asked = next(device.cycle())
    assert asked.path.endswith("/push") and asked.data is not None
    push = herd.request(asked.path, asked.token, orjson.loads(asked.data))
    body = {"cursor": device.storage.get("meta", "cursor"), "unsent": 0, "app": "bench", "patch": True, "digest": True}
    return herd.Caller([push, herd.request("/api/sync/pull", asked.token, body)])


def _check(callers: Sequence[herd.Caller]) -> None:
    """Nothing failed, nothing was refused, nothing was left out."""
    for each in callers:
        assert each.failed is None, each.failed
        assert [status for status, *_ in each.answers] == [200, 200], each.answers
        answers = each.told(0)["answers"]
        assert answers and all(answer["result"] == "applied" for answer in answers)


def arriving(bench: Bench, work: Sequence[Any], phones: int, number: int) -> Row:
    """W6: phones arriving within a minute, 60 edits each."""
    callers, edits = [], 0
    for place in range(phones):
        beat = work[place % len(work)]
        grid = seed.grid_of(beat["scope"])
        device, meter = bench.phone(grid)
        bench.sync(device, meter)
        edits += _sixty(device, place, number)
        callers.append(_caller(device))
    memory: list[float] = []
    worked = bench.ruhu.cpu()
    wall = herd.within(bench.ruhu.port, callers, 60.0, number, lambda: memory.append(bench.ruhu.rss()))
    cpu = bench.ruhu.cpu() - worked
    _check(callers)
    told = sum(len(each.told(0)["answers"]) for each in callers)
    assert told == edits, (told, edits)
    taken = sorted(each.seconds for each in callers)
    p95 = taken[int(len(taken) * 0.95)]
    return {
        "step": "W6", "what": f"{phones} phones within 60 s, 60 edits each", "wall_ms": wall * MS, "cpu_ms": cpu * MS,
        "p50_ms": median(taken) * MS, "p95_ms": p95 * MS, "max_ms": taken[-1] * MS, "edits": told,
        "requests": sum(len(c.answers) for c in callers),
        "rss_mb": [round(memory[0]), round(max(memory)), round(memory[-1])],
        "floors": {}, "ratios": {"p95 seconds": p95}, "targets": {"p95 seconds": 5.0},
    }  # fmt: skip


def _sixty(device: Device, place: int, number: int) -> int:
    """A canvasser's evening: 40 residents changed, 20 visits."""
    import random

    pick = random.Random(number * 7000 + place)
    residents, households = device.all("resident"), device.all("household")
    for row in pick.sample(residents, 40):
        device.set(
            row["id"], {"phone": f"100{pick.randrange(10**8):08d}", "willingness": pick.choice(["willing", "hesitant"])}
        )
    for row in pick.choices(households, k=20):
        device.create(
            "visit", {"household": row["id"], "on": "2026-11-20", "outcome": "spoke", "at": pick.randrange(10**12)}
        )
    return 60


def rebuilt(bench: Bench) -> Row:
    """What it costs to make a village's snapshot anew: at once while a phone waits, and as small as can be at night."""
    grid, costs = seed.grid_of("v001"), []
    make = snapshots.entered, snapshots.prepare
    with bench.app.app_context(), bench.app.extensions["ruhu_store"].reading() as session:
        counted = _counted(session, grid)
        for each in make:
            with tempfile.TemporaryDirectory() as folder:
                began, worked = time.perf_counter(), time.process_time()
                each(session, snapshots.Shelf(Path(folder), "bench"), grid, counted)
                costs.append(((time.perf_counter() - began) * MS, (time.process_time() - worked) * MS))
    return {
        "step": "snapshot", "what": "a village's snapshot made anew, while a phone waits", "wall_ms": costs[0][0],
        "cpu_ms": costs[0][1], "floors": {"at_night_cpu_ms": costs[1][1]}, "ratios": {}, "targets": {},
    }  # fmt: skip
