"""R: a township's list goes in by the office's page, step by step, while canvassers' phones go on syncing."""

from __future__ import annotations

import http.client
import json
import secrets
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devtools.inside.bench import people, seed
from devtools.inside.bench.bench import MS, Bench, Row, median
from server import accounts

PHONES, EDITS, EVERY_SECONDS = 20, 5, 4.0
QUIET_SECONDS = 20.0


def roster(bench: Bench, work: Sequence[Any], sizes: Sequence[int]) -> Iterator[Row]:
    """R: for each size the file is taken in, checked and imported: time, memory, and what phones notice."""
    clerk = _Clerk(bench)
    grids = [seed.grid_of(beat["scope"]) for beat in work]
    with _phones(bench, grids) as phones, tempfile.TemporaryDirectory() as folder:
        phones.over.wait(QUIET_SECONDS)
        yield _row("R quiet", f"{PHONES} phones, {EDITS} edits each {EVERY_SECONDS:g} s", QUIET_SECONDS, phones, [], {})
        for size, before in zip(sizes, (0, *sizes), strict=False):
            path = Path(folder) / "list.xlsx"
            people.workbook(path, size, before)
            yield from _measured(bench, clerk, path, size, phones)


def _measured(bench: Bench, clerk: _Clerk, path: Path, size: int, phones: _Phones) -> Iterator[Row]:
    name = f"{size // 1000}k"
    for what, act in (("file", clerk.upload), ("check", clerk.check), ("import", clerk.bring_in)):
        phones.taken.clear()
        with _memory(bench) as memory:
            worked, began = bench.ruhu.cpu(), time.perf_counter()
            steps = act(path)
            wall = time.perf_counter() - began
        row = _row(f"R {name} {what}", f"{size} rows: {what}, {len(steps)} steps", wall, phones, memory, {})
        row |= {"cpu_ms": (bench.ruhu.cpu() - worked) * MS, "requests": len(steps)}
        row["floors"] = {"longest_step_ms": max(steps) * MS, "file_mb": path.stat().st_size / 1e6}
        yield row
    done = clerk.progress()
    told = (done["state"], done["added"], done["stopped"])
    assert told == ("done", size, 0), told


def _row(step: str, what: str, wall: float, phones: _Phones, memory: Sequence[float], ratios: dict[str, float]) -> Row:
    taken = sorted(phones.taken) or [0.0]
    found: Row = {
        "step": step, "what": what, "wall_ms": wall * MS, "cpu_ms": 0.0, "edits": len(taken) * EDITS,
        "p50_ms": median(taken) * MS, "p95_ms": taken[int(len(taken) * 0.95)] * MS, "max_ms": taken[-1] * MS,
        "floors": {}, "ratios": ratios, "targets": {},
    }  # fmt: skip
    assert not phones.failed, phones.failed
    if memory:
        found["rss_mb"] = [round(memory[0]), round(max(memory)), round(memory[-1])]
    return found


class _Clerk:
    """The office's page, as far as it asks the server."""

    def __init__(self, bench: Bench) -> None:
        store, word = bench.app.extensions["ruhu_store"], secrets.token_hex()
        with bench.app.app_context(), store.writing() as session:
            accounts.create_account(session, login="clerk", name="C", role="admin", password=word)
        self._line = http.client.HTTPConnection("127.0.0.1", bench.ruhu.port, timeout=300)
        self._headers = {"Content-Type": "application/json"}
        login = self._ask("POST", "/login", json.dumps({"login": "clerk", "password": word}).encode())
        self._headers["X-Ruhu-CSRF"] = login["csrf"]
        self._import = ""

    def upload(self, path: Path) -> list[float]:
        """Send the file; returns the seconds of each request."""
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="list.xlsx"\r\n\r\n'.encode()
        body = head + path.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        began = time.perf_counter()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        self._import = self._ask("POST", "/roster/files", body, kind)["id"]
        return [time.perf_counter() - began]

    def check(self, _: Path) -> list[float]:
        """Have it checked."""
        return self._steps("check", {"area": seed.TOWNSHIP}, "checking")

    def bring_in(self, _: Path) -> list[float]:
        """Have it imported."""
        return self._steps("start", {}, "staged")

    def progress(self) -> Any:
        """How far it is."""
        return self._ask("GET", f"/roster/{self._import}")

    def _steps(self, first: str, body: dict[str, Any], while_: str) -> list[float]:
        taken = []
        state, action = while_, first
        while state == while_:
            began = time.perf_counter()
            state = self._ask("POST", f"/roster/{self._import}/{action}", json.dumps(body).encode())["state"]
            taken.append(time.perf_counter() - began)
            action, body = "step", {}
        return taken

    def _ask(self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None) -> Any:
        self._line.request(method, f"/api/office{path}", body, {**self._headers, **(more or {})})
        response = self._line.getresponse()
        told = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{path}: {response.status} {told[:200]!r}")
        if cookie := response.headers.get("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        return json.loads(told)


@dataclass
class _Phones:
    """What the phones noticed: seconds of each sync."""

    over: threading.Event = field(default_factory=threading.Event)
    taken: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@contextmanager
def _phones(bench: Bench, grids: Sequence[str]) -> Iterator[_Phones]:
    """Canvassers at work: a few edits every few seconds, pushed and pulled at once."""
    found = _Phones()
    threads = []
    for place in range(PHONES):
        device, meter = bench.phone(grids[place % len(grids)])
        bench.sync(device, meter)
        threads.append(threading.Thread(target=_work, args=(bench, device, meter, found, place)))
    for each in threads:
        each.start()
    try:
        yield found
    finally:
        found.over.set()
        for each in threads:
            each.join()


def _work(bench: Bench, device: Any, meter: Any, found: _Phones, place: int) -> None:
    residents = [row["id"] for row in device.all("resident")]
    turn = 0
    found.over.wait(place * EVERY_SECONDS / PHONES)
    try:
        while not found.over.is_set():
            for _ in range(EDITS):
                device.set(residents[(place * 31 + turn) % len(residents)], {"phone": f"100{turn:08d}"})
                turn += 1
            counts, _ = bench.sync(device, meter)
            taken = sum(count.wall for count in counts.values())
            found.taken.append(taken)
            found.over.wait(max(0.0, EVERY_SECONDS - taken))
    except Exception as error:
        found.failed.append(f"{type(error).__name__}: {error}")


@contextmanager
def _memory(bench: Bench) -> Iterator[list[float]]:
    """The memory of all web workers together, looked at five times a second."""
    over, seen = threading.Event(), [bench.ruhu.rss()]

    def watch() -> None:
        while not over.wait(0.2):
            seen.append(bench.ruhu.rss())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()
