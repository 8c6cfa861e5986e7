"""Putting a backup in the place of the database: whole or not at all, and always in a new epoch."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path

from sqlalchemy import make_url

from server.backup import container, epochs, facts, highwater, postgresql_store, sqlite_store
from server.backup.container import About, Progress
from server.backup.epochs import Begun
from server.backup.highwater import HighWater, Mark
from server.backup.problem import BackupProblem
from server.backup.taking import KEYS
from server.store import migrate
from server.store.session import Store

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Place:
    """Where to restore: an open store, its address, the folder of keys and of the high-water file; the time (ms)."""

    store: Store
    url: str
    folder: Path
    now: int

    @property
    def stamp(self) -> str:
        """The time as part of a name."""
        return datetime.fromtimestamp(self.now / 1000, UTC).strftime("%Y%m%dT%H%M%S")


@dataclass(frozen=True)
class Restored:
    """What was done: what the backup was, the new epoch, and where the old data are kept (None: there were none)."""

    about: About
    begun: Begun
    kept: str | None


def restore(place: Place, path: Path, replace: bool, progress: Progress) -> Restored:
    """Restore the backup in `path`. Raises BackupProblem, and then nothing has changed."""
    about = container.check(path, progress)
    _fits(about, place.store)
    filled = _filled(place.store)
    if filled and not replace:
        raise BackupProblem(
            "There are data in this database. With --replace they are kept beside, and the backup takes their place."
        )
    file = HighWater(place.folder)
    with file.held(), container.reading(path) as data:
        mark = _mark(file, place.store, about)
        place.store.engine.dispose()  # our own connections must not be in the way
        keys = json.loads(data.readline())["keys"]
        act = _postgresql if about.store == "postgresql" else _sqlite
        begun, now, kept = act(place, data, about, mark, progress, filled)
        _adopt(place, keys)
        file.put(highwater.joined(Mark([*(mark.epochs if mark else [about.epoch]), begun.epoch]), now))
    return Restored(about, begun, kept)


def _fits(about: About, store: Store) -> None:
    here = store.engine.dialect.name
    if about.store != here:
        raise BackupProblem(
            f"This is a backup of {NAMES.get(about.store, about.store)}, and DATABASE_URL names {NAMES[here]}."
        )
    if not migrate.known(about.schema):
        raise BackupProblem("This backup was made by a newer version of Ruhu. Update the server, then restore.")


def _filled(store: Store) -> bool:
    with store.reader.connect() as connection:
        return facts.has_data(connection)


def _mark(file: HighWater, store: Store, about: About) -> Mark | None:
    """How far the township of this backup had come: by the file, and by the database that is to be replaced."""
    known = file.find(about.epoch)
    with store.reader.connect() as connection:
        if not facts.set_up(connection):
            return known
    with store.reading() as session:
        now = highwater.of(session)
    if known is not None and known.epoch == now.epoch:
        return highwater.joined(known, now)
    return now if known is None and now.epoch == about.epoch else known


Done = tuple[Begun, Mark, str | None]


def _sqlite(
    place: Place, data: BufferedReader, about: About, mark: Mark | None, progress: Progress, filled: bool
) -> Done:
    live = Path(str(make_url(place.url).database))
    sqlite_store.alone(live)
    with sqlite_store.unpacked(data, live, about, progress) as image:
        fresh = Store(f"sqlite:///{image}")
        try:
            migrate.upgrade(fresh.engine)
            with fresh.writing() as session:
                begun = epochs.begin(session, mark, "restored", place.now)
            with fresh.reading() as session:
                now = highwater.of(session)
        finally:
            fresh.engine.dispose()
        kept = sqlite_store.keep(live, f"{live.name}.before-{place.stamp}") if filled else None
        sqlite_store.alone(live)
        sqlite_store.put_back(image, live, progress)
    return begun, now, str(kept) if kept else None


def _postgresql(
    place: Place, data: BufferedReader, about: About, mark: Mark | None, progress: Progress, filled: bool
) -> Done:
    wanted = f"before_{place.stamp.lower()}" if filled else None
    with postgresql_store.put_back(place.store.engine, data, about, wanted, progress) as (session, kept):
        begun = epochs.begin(session, mark, "restored", place.now)
        now = highwater.of(session)
    return begun, now, f"schema {kept}" if kept else None


def _adopt(place: Place, keys: dict[str, str]) -> None:
    """Take over the keys of the backup; others that are here are kept beside."""
    for name, text in _known(keys):
        path = place.folder / name
        if path.exists():
            if path.read_text(encoding="utf-8") == text:
                continue
            path.replace(path.with_name(f"{name}.before-{place.stamp}"))
        fresh = path.with_name(f"{name}.fresh")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        fresh.replace(path)


def _known(keys: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Only names that a backup may bring: it must not write anywhere else."""
    return ((name, text) for name, text in keys.items() if name in KEYS)
