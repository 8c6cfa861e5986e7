"""Taking a backup of a server that goes on working."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from server.backup import container, postgresql_store, sqlite_store
from server.backup.container import About, Progress
from server.store.session import Store

# The secrets that belong to the data: without the first, the answers and cursors that phones keep do not hold.
KEYS = ("secret.key", "rescue.key", "push.key")


def backup(store: Store, folder: Path, path: Path, at: int, progress: Progress) -> About:
    """Write a backup of `store`, with the keys kept in `folder`, to the new file `path`; raises BackupProblem."""
    container.unused(path)
    with _taken(store, path, at, progress) as (about, pieces), container.writing(path, about) as put:
        put(json.dumps({"keys": keys(folder)}).encode() + b"\n")
        for piece in pieces:
            put(piece)
    return about


def keys(folder: Path) -> dict[str, str]:
    """The keys that are there: {file name: text}."""
    return {name: (folder / name).read_text(encoding="utf-8") for name in KEYS if (folder / name).exists()}


@contextlib.contextmanager
def _taken(store: Store, path: Path, at: int, progress: Progress) -> Iterator[tuple[About, Iterator[bytes]]]:
    if store.engine.dialect.name == "postgresql":
        with postgresql_store.taken(store.engine, at, progress) as found:
            yield found
    else:
        with sqlite_store.taken(store.engine, at, path.with_name(path.name + ".copy"), progress) as found:
            yield found
