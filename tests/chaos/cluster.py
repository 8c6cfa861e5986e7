"""A PostgreSQL that can be broken off and started again, and keeps what it has acknowledged when that happens."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from tests.journeys.waiting import until
from tests.server.postgres import NOBODY, binaries

# The machine stays up, so nothing need reach its disk (fsync); but a commit that was answered has to be in the log.
SETTINGS = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "on", "max_connections": "100",
    "shared_buffers": "32MB", "restart_after_crash": "on",
}  # fmt: skip


class Cluster:
    """One cluster, reached by its socket in `home` as `ruhu`."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="rpc", dir="/tmp"))
        self.newest = ""
        self.owner = NOBODY if os.geteuid() == 0 else os.geteuid()
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            os.chown(self.home, NOBODY, NOBODY)
            self._as = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        self._env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.home), "TZ": "UTC"}
        command: list[Any] = [binaries() / "initdb", "-D", self.home / "data", "-U", "ruhu", "-A", "trust"]
        command += ["-E", "UTF8", "--no-sync", "--no-instructions"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=self._env, cwd=self.home, **self._as)
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = SETTINGS | {"unix_socket_directories": str(self.home)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.home / "postgres.log").open("ab") as log:
            self._server = subprocess.Popen(
                [binaries() / "postgres", "-D", self.home / "data", *options],
                stdout=log, stderr=log, env=self._env, cwd=self.home, **self._as,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Until it answers (again)."""
        until(self._answers, "PostgreSQL answers")

    def create(self, name: str, tablespace: str = "pg_default", template: str = "template1") -> str:
        """A new database, `newest`, a copy of another; its address."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" TABLESPACE {tablespace}')
        self.newest = name
        return f"postgresql+psycopg://ruhu@/{name}?host={self.home}"

    def run(self, statement: str) -> list[Any]:
        """Run one statement beside everybody; its rows."""
        with psycopg.connect(host=str(self.home), user="ruhu", dbname="postgres", autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def break_off(self) -> None:
        """An immediate shutdown, as if its machine had failed, and a new start with recovery."""
        self.stop()
        self.start()

    def kill_backend(self, which: int) -> None:
        """Kill the process of one connection: PostgreSQL then ends all of them, and recovers."""
        query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname <> 'postgres'"
        found = sorted(pid for (pid,) in self.run(query))
        if found:
            os.kill(found[which % len(found)], signal.SIGKILL)

    def deadlocks(self) -> int:
        """How many deadlocks it has had to break."""
        return int(self.run("SELECT coalesce(sum(deadlocks), 0) FROM pg_stat_database")[0][0])

    def said(self) -> str:
        """Its log."""
        return (self.home / "postgres.log").read_text(encoding="utf-8")

    def stop(self) -> None:
        """End it at once; nothing is written that was not yet."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=30)
            self._server = None

    def remove(self) -> None:
        """End it and remove all of it."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _answers(self) -> bool:
        assert self._server is not None and self._server.poll() is None, self.said()[-2000:]
        try:
            return self.run("SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False
