"""What is measured: Ruhu as the README deploys it, an empty Flask application served the same way, and their costs."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.server import postgres

ROOT = Path(__file__).resolve().parents[3]
READY_SECONDS = 60
CONFIG = ROOT / "deploy" / "gunicorn.conf.py"  # as in the README


class Served:
    """A running gunicorn, and whatever else works for it (a PostgreSQL): its address, processor time and memory."""

    def __init__(self, port: int, processes: list[int]) -> None:
        self.port, self._processes = port, processes

    def cpu(self) -> float:
        """Seconds of processor time so far, of all its processes together."""
        return sum(_cpu(process) for process in _trees(self._processes))

    def rss(self) -> float:
        """Megabytes of memory that its web workers hold now."""
        return sum(_rss(process) for process in _trees(self._processes[:1])) / 1024


@contextlib.contextmanager
def empty() -> Iterator[Served]:
    """A Flask application that answers {} to everything."""
    with _gunicorn("devtools.inside.bench.empty:app", {}) as process:
        yield Served(process[1], [process[0]])


@contextlib.contextmanager
def ruhu(folder: Path, url: str, database: int | None) -> Iterator[Served]:
    """Ruhu on the database `url`, with its files in `folder`. `database`: the process of its PostgreSQL."""
    environment = {"RUHU_VAR": str(folder), "DATABASE_URL": url}
    with _gunicorn("server:create_app()", environment) as (process, port):
        yield Served(port, [process, *([database] if database else [])])


@contextlib.contextmanager
def store(kind: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    """A durable store: its address, and its process if it has one of its own."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'ruhu.sqlite3'}", None
        return
    with postgres.cluster(durable=True) as home:
        pid = int((home / "data" / "postmaster.pid").read_text().splitlines()[0])
        yield postgres.create(home, "bench"), pid


@contextlib.contextmanager
def _gunicorn(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*command, application], cwd=ROOT, env={**os.environ, **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _await(server, port)
        yield server.pid, port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _await(server: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers; raises RuntimeError when it ends instead."""
    for _ in range(READY_SECONDS * 10):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.1)
        finally:
            connection.close()
    raise RuntimeError("the server does not answer")


def _trees(roots: list[int]) -> list[int]:
    """These processes and all their descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, queue = [], list(roots)
    while queue:
        each = queue.pop()
        found.append(each)
        queue += children.get(each, [])
    return found


def _cpu(process: int) -> float:
    """Of all its threads, by the scheduler's own count in nanoseconds (the usual one is in hundredths of a second)."""
    total = 0
    for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            total += int(task.read_text().split()[0])
    return total / 1e9


def _rss(process: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


def size(path: Path) -> int:
    """Bytes of a folder."""
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def free(path: Path) -> float:
    """Gigabytes that are free where `path` is."""
    return shutil.disk_usage(path).free / 1e9
