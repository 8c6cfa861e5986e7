"""A real server process with a folder of its own, that can be stopped so that its port refuses."""

import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psutil

from devtools import places
from devtools.run import server_command
from server import create_app
from tests.journeys.waiting import until


class Server:
    """The server of one journey; `var` is its folder, `base` its address, which stays the same after a restart."""

    def __init__(self, var: Path, *, settings: dict[str, str] | None = None) -> None:
        self.var = var
        self.settings = settings or {}
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        assert self.refuses(), "the port is taken"
        with (self.var / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                server_command("127.0.0.1", self.port, []),
                cwd=places.ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
            )
        until(self._answers, "the server answers")

    def stop(self) -> None:
        """End the process, as an operator would, and make sure that its port refuses."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            children = _children(self.process.pid) if how == signal.SIGKILL else []
            self.process.send_signal(how)  # the parent first: it would put another in a child's place
            for child in children:
                with suppress(psutil.NoSuchProcess):
                    child.send_signal(how)
            self.process.wait(20)
            self.process = None
        until(self.refuses, "the port refuses")

    def freeze(self) -> None:
        """Stand still: SIGSTOP to every process of the server."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on after `freeze`."""
        self._signal(signal.SIGCONT)

    def _signal(self, what: signal.Signals) -> None:
        assert self.process is not None
        for process in [psutil.Process(self.process.pid), *_children(self.process.pid)]:
            process.send_signal(what)

    def refuses(self) -> bool:
        """True when nobody listens on the port."""
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.var / "server.log").read_text(encoding="utf-8")[-3000:]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/")
            return connection.getresponse().read() is not None
        except OSError:
            return False
        finally:
            connection.close()

    def environment(self) -> dict[str, str]:
        """The environment of this server's processes."""
        return places.environment(RUHU_VAR=str(self.var), **self.settings)

    def flask(self, *words: str) -> str:
        """What `flask --app server …` prints, run on this server's folder: the same command, in an application of its
        own beside the server's process. Starting another interpreter for it costs seconds, see `shell`.
        """
        with patch.dict(os.environ, self.environment()):
            app = create_app()
        try:
            done = app.test_cli_runner().invoke(args=words)
        finally:
            app.extensions["ruhu_store"].engine.dispose()
        assert done.exit_code == 0, done.output[-2000:]
        return done.stdout.strip()

    def shell(self, *words: str) -> str:
        """What `flask --app server …` prints at a shell."""
        command = [str(places.program("python")), "-m", "flask", "--app", "server", *words]
        done = subprocess.run(command, cwd=places.ROOT, env=self.environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of this server's database, read beside the server: what really is in the tables."""
        with closing(sqlite3.connect(f"file:{self.var / 'ruhu.sqlite3'}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def alters(self, statement: str) -> None:
        """Change a table beside the server: for what only time could bring about."""
        with closing(sqlite3.connect(self.var / "ruhu.sqlite3", timeout=30)) as connection:
            connection.execute(statement)
            connection.commit()


def _children(pid: int) -> list[psutil.Process]:
    return list(psutil.Process(pid).children(recursive=True))


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def prepared(folder: Path, residents: int) -> str:
    """Make a folder with a small loaded town; returns the administrator's one-time password."""
    folder.mkdir(mode=0o700)
    command = [str(places.program("python")), "-m", "devtools.inside.prepare"]
    command += ["--base", "http://127.0.0.1", "--residents", str(residents)]
    env = places.environment(RUHU_VAR=str(folder))
    done = subprocess.run(command, cwd=places.ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return str(json.loads(done.stdout.splitlines()[-1])["password"])


def copy_of(folder: Path, to: Path) -> Path:
    """A copy of a prepared folder, for one journey to change."""
    shutil.copytree(folder, to)
    return to
