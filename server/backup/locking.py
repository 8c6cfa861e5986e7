"""A file that one process at a time may have: the kernel lets go of it when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from server.backup.problem import BackupProblem

if importlib.util.find_spec("fcntl"):
    import fcntl
else:
    fcntl = None  # type: ignore[assignment]  # Windows: one process serves


@contextlib.contextmanager
def exclusive(path: Path, taken: str = "") -> Iterator[BinaryIO]:
    """Open `path` (made if needed, for its owner only) and hold it. `taken`: what to say instead of waiting."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if taken else 0))
            except BlockingIOError:
                raise BackupProblem(taken) from None
        yield file
