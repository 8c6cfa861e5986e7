"""Many phones at once: prepared requests on a connection each, so that what is measured is the server."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from device.http import unpacked


@dataclass
class Caller:
    """One phone's requests, in order, and what came back: (status, coding, body)."""

    requests: list[bytes]
    answers: list[tuple[int, str, bytes]] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    failed: str | None = None

    @property
    def seconds(self) -> float:
        """From the first byte sent to the last one received."""
        return self.ended - self.began

    def told(self, place: int) -> dict[str, Any]:
        """The JSON of an answer."""
        _, coding, body = self.answers[place]
        found: dict[str, Any] = json.loads(unpacked(body, coding))
        return found


def request(path: str, token: str | None, body: Any) -> bytes:
    """The bytes of a POST as a phone sends it."""
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    lines = [f"POST {path} HTTP/1.1", "Host: bench", "Accept-Encoding: br, gzip"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if len(raw) >= 800:
        raw = gzip.compress(raw, 6)
        lines.append("Content-Encoding: gzip")
    lines += ["Content-Type: application/json", f"Content-Length: {len(raw)}", "", ""]
    return "\r\n".join(lines).encode() + raw


def at_once(port: int, callers: Sequence[Caller]) -> float:
    """All of them together; returns the seconds until the last one is served."""
    began = time.perf_counter()
    asyncio.run(_all(port, callers, None, None))
    return time.perf_counter() - began


def within(port: int, callers: Sequence[Caller], seconds: float, seed: int, watch: Callable[[], None]) -> float:
    """Arriving at random moments within so many seconds; `watch` is called about once a second."""
    pick = random.Random(seed)
    began = time.perf_counter()
    asyncio.run(_all(port, callers, [pick.uniform(0, seconds) for _ in callers], watch))
    return time.perf_counter() - began


async def _all(
    port: int, callers: Sequence[Caller], delays: Sequence[float] | None, watch: Callable[[], None] | None
) -> None:
    watcher = asyncio.create_task(_watch(watch)) if watch else None
    waits = delays or [0.0] * len(callers)
    await asyncio.gather(*(_call(port, caller, wait) for caller, wait in zip(callers, waits, strict=True)))
    if watcher:
        watcher.cancel()


async def _watch(watch: Callable[[], None]) -> None:
    while True:
        watch()
        await asyncio.sleep(1)


async def _call(port: int, caller: Caller, wait: float) -> None:
    await asyncio.sleep(wait)
    caller.began = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        try:
            for each in caller.requests:
                writer.write(each)
                await writer.drain()
                caller.answers.append(await _answer(reader))
        finally:
            writer.close()
    except (OSError, EOFError, ValueError) as problem:
        caller.failed = f"{type(problem).__name__}: {problem}"
    caller.ended = time.perf_counter()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers["content-length"]))
    return int(head[0].split()[1]), headers.get("content-encoding", ""), body
