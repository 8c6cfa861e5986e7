"""Where the spools lie while their imports are on the way: var/roster, a file for each, readable by nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from server import clock
from server.errors import Problem
from server.roster.entry import staging
from server.roster.entry.spool import Spool
from server.store.session import store


def spooled(import_id: str) -> Path:
    """The file of an import's spool."""
    folder = Path(current_app.config["RUHU_VAR"]) / "roster"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / import_id


@contextmanager
def spool_of(import_id: str) -> Iterator[Spool]:
    """The spool of an import. Raises Problem roster_file_gone."""
    with spool_if_any(import_id) as spool:
        if spool is None:
            raise Problem("roster_file_gone")
        yield spool


@contextmanager
def spool_if_any(import_id: str) -> Iterator[Spool | None]:
    """The spool of an import; None when it is not there."""
    path = spooled(import_id)
    if not path.exists():
        yield None
        return
    with Spool(path) as spool:
        yield spool


def sweep() -> None:
    """Give up files that were only looked at, and remove what no import needs any more."""
    with store().writing() as session:
        staging.forgotten(session, clock.now_ms())
    old = time.time() - staging.FORGET_AFTER_MS / 1000
    folder = spooled("any").parent
    with store().reading() as session:
        for name in staging.strays(session, [each.name for each in folder.iterdir()]):
            path = folder / name
            if path.exists() and path.stat().st_mtime < old:
                path.unlink(missing_ok=True)
