"""Snapshots: a whole scope as prepared files, for phones to which it is new (docs/protocol.md, S).

A snapshot is made when it is first needed, or by `flask --app server snapshots` at night, and served until too much
has changed since: the changes after it come as rows. It lies under RUHU_VAR/snapshots/<epoch>/<scope>/: its chunks,
named by their hashes, and `manifest.json`, which says what belongs together. Chunks of the snapshot before stay for an
hour, for phones that are still fetching it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.exchange import chunks
from server.exchange.chunks import Chunk
from server.exchange.granted import Counted
from sync import columns

if importlib.util.find_spec("fcntl"):
    import fcntl
else:
    fcntl = None  # type: ignore[assignment]  # Windows: one process serves, a lock of its threads is enough

LOCK = ".lock"
QUICK, BEST = 9, 11  # of brotli: while somebody waits, and at night (a seventh smaller, twenty times the work)
PIECE = 1_500_000  # signs of rows that are tried as one chunk
STALE_ROWS, STALE_SHARE = 200, 10  # a snapshot serves until more than 200 rows and a tenth have changed
KEPT_SECONDS = 3600

_ROWS = text('SELECT "row" FROM records WHERE scope = :scope')
_SINCE = text("""
    SELECT count(*) FROM (SELECT 1 FROM records WHERE scope = :scope AND seq > :seq
        UNION ALL SELECT 1 FROM departures WHERE scope = :scope AND seq > :seq LIMIT :most) AS changed
""")

_LEFT = text("SELECT 1 FROM departures WHERE scope = :scope AND seq > :seq LIMIT 1")

_threads = threading.Lock()
log = structlog.get_logger("snapshots")


class Manifest(NamedTuple):
    """A scope as of `seq`."""

    seq: int
    quality: int
    chunks: tuple[Chunk, ...]

    @property
    def rows(self) -> int:
        """How many there are."""
        return sum(each.rows for each in self.chunks)

    def told(self, scope: str) -> dict[str, Any]:
        """The entry of `enter` (L5)."""
        size = sum(each.bytes for each in self.chunks)
        told = [each.told() for each in self.chunks]
        return {"scope": scope, "seq": self.seq, "rows": self.rows, "bytes": size, "chunks": told}


class Shelf(NamedTuple):
    """Where the snapshots of one epoch lie."""

    var: Path
    epoch: str

    def folder(self, scope: str) -> Path:
        """The files of a scope."""
        return self.var / "snapshots" / self.epoch / scope

    def manifest(self, scope: str) -> Manifest | None:
        """The present snapshot of a scope; None if there is none, or not all of it."""
        folder = self.folder(scope)
        try:
            kept = orjson.loads((folder / "manifest.json").read_bytes())
            manifest = Manifest(kept["seq"], kept["quality"], tuple(Chunk(*each) for each in kept["chunks"]))
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None
        return manifest if all(chunks.whole(folder, each) for each in manifest.chunks) else None


def entered(session: Session, shelf: Shelf, scope: str, counted: Counted) -> Manifest:
    """The snapshot that a phone is to fetch of a scope; made now if there is none that serves."""
    kept = shelf.manifest(scope)
    if kept is not None and _serves(session, scope, kept, counted):
        return kept
    if counted.seq == 0:
        return Manifest(0, BEST, ())
    with _alone(shelf.folder(scope)):
        kept = shelf.manifest(scope)  # somebody may have made it meanwhile
        if kept is not None and _serves(session, scope, kept, counted):
            return kept
        return _make(session, shelf, scope, counted, QUICK)


def chunk(session: Session, shelf: Shelf, scope: str, counted: Counted, name: str, coding: str | None) -> bytes | None:
    """A piece of the present snapshot, or of one that it replaced within the hour; None if there is none, or if a
    record has left the scope since: whoever fetches it pulls again then.
    """
    kept = shelf.manifest(scope)
    if kept is None or kept.seq < counted.floor or _left(session, scope, kept.seq):
        return None
    return chunks.load(shelf.folder(scope), name, coding)


def prepare(session: Session, shelf: Shelf, scope: str, counted: Counted) -> Manifest | None:
    """Make the smallest snapshot of a scope as it is now; None if there is one already."""
    kept = shelf.manifest(scope)
    if counted.seq == 0 or (kept is not None and (kept.seq, kept.quality) == (counted.seq, BEST)):
        return None
    with _alone(shelf.folder(scope)):
        return _make(session, shelf, scope, counted, BEST)


def tidy(shelf: Shelf) -> None:
    """Remove the snapshots of earlier epochs an hour after the last of them was made."""
    for each in (shelf.var / "snapshots").glob("*"):
        if each.name != shelf.epoch and time.time() - each.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(each, ignore_errors=True)


def _serves(session: Session, scope: str, kept: Manifest, counted: Counted) -> bool:
    """Whether it is not too old: what changed since is little, and nothing has left the scope that it still holds."""
    if kept.seq < counted.floor:
        return False
    most = max(STALE_ROWS, kept.rows // STALE_SHARE)
    if counted.seq - kept.seq <= 0:
        return True
    if _left(session, scope, kept.seq):
        return False
    asked = {"scope": scope, "seq": kept.seq, "most": most + 1}
    return int(session.connection().execute(_SINCE, asked).scalar_one()) <= most


def _left(session: Session, scope: str, seq: int) -> bool:
    """Whether a record has left the scope after `seq`: it may live where not all who see this scope may look."""
    return session.connection().execute(_LEFT, {"scope": scope, "seq": seq}).first() is not None


def _make(session: Session, shelf: Shelf, scope: str, counted: Counted, quality: int) -> Manifest:
    folder = shelf.folder(scope)
    began = time.monotonic()
    rows = [orjson.loads(row) for row in session.connection().execute(_ROWS, {"scope": scope}).scalars()]
    rows.sort(key=lambda row: str(row["id"]))
    made = Manifest(counted.seq, quality, tuple(_pack(folder, rows, quality)))
    replaced = shelf.manifest(scope)
    chunks.write(folder / "manifest.json", orjson.dumps({**made._asdict(), "chunks": list(map(tuple, made.chunks))}))
    older = {each.hash for each in replaced.chunks} if replaced and not _left(session, scope, replaced.seq) else set()
    _sweep(folder, {each.hash for each in made.chunks}, older)
    log.info("snapshot", scope=scope, seq=made.seq, rows=made.rows, ms=round((time.monotonic() - began) * 1000))
    return made


def _pack(folder: Path, rows: Sequence[dict[str, Any]], quality: int) -> Iterator[Chunk]:
    """The chunks of `rows`, halved until they fit."""
    if not rows:
        return
    plain = orjson.dumps(columns.pack(rows))
    chunk = chunks.put(folder, plain, len(rows), quality) if len(plain) <= PIECE or len(rows) == 1 else None
    if chunk is not None:
        yield chunk
    else:
        half = len(rows) // 2
        yield from _pack(folder, rows[:half], quality)
        yield from _pack(folder, rows[half:], quality)


def _sweep(folder: Path, present: set[str], replaced: set[str]) -> None:
    """Remove what was replaced an hour ago or earlier; what is replaced now is dated now. If there is nothing
    `replaced` that may still be shown, nothing older may be either.
    """
    now = time.time()
    for path in folder.iterdir():
        if path.name in ("manifest.json", LOCK) or path.stem in present:
            continue
        if path.stem in replaced:
            os.utime(path)
        elif not replaced or now - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One thread of one process at a time for each scope; a process that dies lets go."""
    folder.mkdir(parents=True, exist_ok=True)
    if fcntl is None:
        with _threads:
            yield
        return
    with (folder / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
