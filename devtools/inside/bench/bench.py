"""What is measured together: one server with its database, the floors beside it, and phones to drive them."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from device.device import Device
from device.storage import Storage
from device.wire import drive
from devtools.inside.bench import floors, mapping, seed
from devtools.inside.bench.floors import Raw
from devtools.inside.bench.meter import Count, Meter
from devtools.inside.bench.servers import Served

Row = dict[str, Any]
MS = 1000
AGAIN = 15


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

    def again(self, device: Device, meter: Meter) -> tuple[Count, float]:
        """A cycle that only reads, and the same requests many times more, one after the other as the empty round trips
        are measured: (what one run costs, the server's processor time for it).
        """
        outcome = drive(device.cycle(), meter)
        assert outcome.failure is None, outcome
        asked = list(meter.sent)
        meter.taken()
        runs = []
        worked = self.ruhu.cpu()
        for _ in range(AGAIN):
            for request in asked:
                meter(request)
            runs.append(summed(meter.taken().values()))
        worked = (self.ruhu.cpu() - worked) / AGAIN
        return Count(median(run.wall for run in runs), runs[0].up, runs[0].down, runs[0].requests), worked


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def trips(bench: Bench, times: int = 40) -> tuple[float, float]:
    """(wall, processor) seconds of one empty round trip on a kept connection."""
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


def changed_rows(work: Any) -> floors.Rows:
    """What a day's push leaves behind, as the floor writes it."""
    return floors.rows([each["full"] for each in work["edits"]] + work["new"])


def summed(counts: Iterable[Count]) -> Count:
    """Several counts as one."""
    found = Count()
    for each in counts:
        found = Count(found.wall + each.wall, found.up + each.up, found.down + each.down,
                      found.requests + each.requests)  # fmt: skip
    return found


def record_day(device: Device, work: Any, grid: str, ids: dict[str, str]) -> None:
    """Have a phone save one day's operations."""
    for record, entity, values, new in mapping.operations(work, grid, ids):
        if record is None:
            ids[str(new)] = device.create(entity, values)
        else:
            device.set(record, values)
