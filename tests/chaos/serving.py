"""A real server as the README says to run it, in a process group of its own that can be killed, whole or in part."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil

from devtools import places
from tests.journeys.serving import free_port
from tests.journeys.waiting import until

STRAINED = "tests.chaos.strained:create_app()"
LIMITS = {"SIGN_IN_LIMIT": "1000 per minute", "ENROL_LIMIT": "1000 per minute"}


class Gunicorn:
    """One server: `port` stays the same after a new start."""

    def __init__(self, folder: Path, url: str, entry: str = "server:create_app()") -> None:
        self.folder, self.entry = folder, entry
        self.settings = {"RUHU_VAR": str(folder), "DATABASE_URL": url, **LIMITS}
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [str(places.program("python")), "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2"]
        command += ["--threads", "8", "--no-control-socket", "--log-level", "warning", "--graceful-timeout", "5"]
        command += ["--bind", f"127.0.0.1:{self.port}", self.entry]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=places.ROOT, env=places.environment(**self.settings), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        until(self._answers, "the server answers")

    def kill(self) -> None:
        """End all of it at once, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None
            until(lambda: not self._accepts(), "the port refuses")

    def kill_worker(self, which: int) -> None:
        """End one of its workers; the master starts another."""
        assert self._process is not None
        workers = psutil.Process(self._process.pid).children()
        with suppress(psutil.NoSuchProcess, IndexError):
            workers[which % len(workers)].kill()

    def stop(self) -> None:
        """End it as an operator would."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(20)
            self._process = None

    def said(self) -> str:
        """Its log."""
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _answers(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self.said()[-3000:]
        with socket.socket() as probe:
            probe.settimeout(10)
            try:
                probe.connect(("127.0.0.1", self.port))
                probe.sendall(b"GET /api/health HTTP/1.1\r\nHost: ruhu\r\nConnection: close\r\n\r\n")
                return b" 200 " in probe.recv(64)
            except OSError:
                return False
