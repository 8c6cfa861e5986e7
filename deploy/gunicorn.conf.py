"""How gunicorn serves Ruhu: `gunicorn --config deploy/gunicorn.conf.py 'server:create_app()'`, behind a proxy."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

bind = os.environ.get("RUHU_BIND", "127.0.0.1:8000")
worker_class = "gthread"
# Two processes use two cores; threads wait for the disk, or for the other writer. A worker never holds more
# connections to the database than twice DB_POOL (server/config.py).
workers = int(os.environ.get("RUHU_WORKERS", "2"))
threads = int(os.environ.get("RUHU_THREADS", "8"))
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Each worker opens the database for itself, and an upgrade by HUP loads the new code.
preload_app = False
# Memory is stable, so no worker is ever replaced: a replaced worker is a pause for somebody.
max_requests = 0

timeout = 120  # a worker that has shown no life for so long is replaced
graceful_timeout = 60  # at a stop, requests that have begun are finished
keepalive = 75  # longer than the proxy keeps its connections, so that only the proxy closes them
backlog = 1024  # the evening: phones wait in line rather than being refused

accesslog = None  # the application writes its own line, without addresses and query strings
errorlog = "-"
control_socket_disable = True
proc_name = "ruhu"

# The counters of all workers together, for /metrics. Read by prometheus_client when a worker imports it.
_COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
_made = _COUNTERS not in os.environ
if _made:
    os.environ[_COUNTERS] = tempfile.mkdtemp(prefix="ruhu-counters-", dir=os.environ.get("RUNTIME_DIRECTORY"))


def on_starting(server: Any) -> None:
    """Begin counting anew."""
    folder = Path(os.environ[_COUNTERS])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()


def post_worker_init(worker: Any) -> None:
    """What was loaded at the start is never garbage: looking through it again and again costs pushes a twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def worker_exit(server: Any, worker: Any) -> None:
    """Close the database in order: SQLite empties its log into the database when the last one leaves."""
    store = getattr(getattr(worker, "wsgi", None), "extensions", {}).get("ruhu_store")
    if store is not None:
        store.engine.dispose()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker that is gone was doing at this moment is counted no longer."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    if _made:
        shutil.rmtree(os.environ[_COUNTERS], ignore_errors=True)
