"""W4 and W6: many phones at once, and a thousand within a minute."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import orjson

from device.device import Device
from devtools.inside.bench import floors, herd, seed
from devtools.inside.bench.bench import MS, Bench, Row, changed_rows, median, record_day


def crowd(bench: Bench, work: Sequence[Any], records: Sequence[Any]) -> Row:
    """W4: every phone of the herd at once."""
    raw = _raw_crowd(bench, work, records)
    callers = []
    for beat in work:
        grid = seed.grid_of(beat["scope"])
        device, meter = bench.phone(grid)
        bench.sync(device, meter)
        seed.office_edits(bench.app, bench.town, beat["waiting"]["edits"])
        record_day(device, beat["push"], grid, bench.town.ids)
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
        for taken in (bench.raw.write(changed_rows(beat["push"])), bench.raw.read(beat["scope"], after)):
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
