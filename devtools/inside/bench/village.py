"""W1 to W3 in one village, and what its snapshot costs to make anew."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from device.device import Device
from devtools.inside.bench import floors, mapping, seed
from devtools.inside.bench.bench import MS, Bench, Row, changed_rows, median, record_day, trips
from devtools.inside.bench.meter import Count, Meter
from server.exchange import snapshots
from server.exchange.granted import Counted
from server.store.tables import Scope

WARMING = 12


def village(bench: Bench, work: Sequence[Any], records: Sequence[Any], name: str = "") -> list[Row]:
    """W1, W2 and W3 of one village, once for every day of the workload; medians."""
    grid = seed.grid_of("v001")
    bench.raw.write(floors.rows(records))
    _warm(bench, grid)
    _prepare(bench, grid)
    firsts, pushes, pulls = [], [], []
    for _ in work:
        device, meter = bench.phone(grid)
        firsts.append((*bench.again(device, meter), *trips(bench)))
    row = _first(firsts, records, device, grid, name)
    reader, listening = bench.phone(grid)
    bench.sync(reader, listening)
    for day in work:
        pushes.append((*_push(bench, device, meter, day["push"], grid), *trips(bench)))
        bench.sync(reader, listening)
        seed.office_edits(bench.app, bench.town, day["office"]["edits"])
        pulled = bench.again(reader, listening)
        after = bench.raw.seq
        bench.raw.write([(e["id"], "v001", floors.text(e["full"])) for e in day["office"]["edits"]])
        bare = floors.packed([{"id": e["id"], **e["set"]} for e in day["office"]["edits"]])
        pulls.append((*pulled, *bench.raw.read("v001", after), bare, *trips(bench)))
    return [row, *([] if name else [_pushed(pushes, work)]), _pulled(pulls, name)]


def _warm(bench: Bench, grid: str) -> None:
    """Every worker has done everything a few times: the figures are those of a server that has been running."""
    for _ in range(WARMING):
        device, meter = bench.phone(grid)
        bench.sync(device, meter)
        for row in device.all("household")[:3]:
            device.set(row["id"], {"walk": 1})
            device.create("visit", {"household": row["id"], "outcome": "nobody"})
        bench.sync(device, meter)


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
    before = bench.raw.write(changed_rows(work))
    record_day(device, work, grid, bench.town.ids)
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
