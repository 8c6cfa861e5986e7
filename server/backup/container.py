"""The file of a backup: what it is, then the data compressed, then a checksum over everything.

    RUHU BACKUP 1
    {"store": "sqlite", "schema": "0005", "epoch": …, "at": …, "township": …, "size": …}
    …zlib…
    SHA-256 of all that stands before (32 bytes)
    RUHU END

A file that is cut off lacks its end, one that was changed its checksum: neither is ever read any further. It is written
beside its name and gets the name last, so that a file of that name is always whole. It holds personal data and the
keys of the township: only its owner may read it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from server.backup import locking
from server.backup.problem import BackupProblem

MAGIC = b"RUHU BACKUP 1\n"
END = b"RUHU END\n"
TAIL = hashlib.sha256().digest_size + len(END)
LEVEL = 1  # what a level more saves is not worth what it takes
PIECE = 1 << 20

Progress = Callable[[int, int], None]  # (done, of)


@dataclass(frozen=True)
class About:
    """What a backup is of. `store`: sqlite | postgresql; `schema`: the migration its tables had; `at` (ms);
    `size`: bytes of the data before compression, about.
    """

    store: str
    schema: str
    epoch: str
    at: int
    township: str
    size: int


@contextlib.contextmanager
def writing(path: Path, about: About) -> Iterator[Callable[[bytes], None]]:
    """Give a function that takes the data piece by piece; the file is there when the block has ended well, and nothing
    is there when it has not. Raises BackupProblem if `path` exists.
    """
    unused(path)
    partial = path.with_name(path.name + ".partial")
    with locking.exclusive(partial, "Another backup is writing this file.") as file:
        try:
            file.truncate(0)
            sink = _Hashed(file)
            sink.write(MAGIC + json.dumps(asdict(about), ensure_ascii=False).encode() + b"\n")
            packer = zlib.compressobj(LEVEL)
            yield lambda piece: sink.write(packer.compress(piece))
            sink.write(packer.flush())
            file.write(sink.hash.digest() + END)
            file.flush()
            os.fsync(file.fileno())
            _name(partial, path)
        finally:
            partial.unlink(missing_ok=True)


def unused(path: Path) -> None:
    """Raises BackupProblem unless a new file can be made there."""
    if os.path.lexists(path):
        raise BackupProblem(f"{path} exists already, and a backup never overwrites a file. Give another name.")
    if not path.parent.is_dir():
        raise BackupProblem(f"There is no folder {path.parent}.")


def _name(partial: Path, path: Path) -> None:
    """Give the whole file its name, unless somebody else has taken it meanwhile."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise BackupProblem(f"{path} was made by somebody else meanwhile; nothing was overwritten.") from None
    except OSError:  # a file system without links, such as that of a memory stick
        unused(path)
        partial.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that a new name outlives a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class _Hashed:
    """Writes and hashes."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def write(self, piece: bytes) -> None:
        self.file.write(piece)
        self.hash.update(piece)


def check(path: Path, progress: Progress) -> About:
    """What the file is of, after its whole checksum was found right; raises BackupProblem."""
    try:
        with path.open("rb") as file:
            return _check(path, file, progress)
    except OSError as error:
        raise BackupProblem(f"{path} cannot be read: {error.strerror}.") from None


def _check(path: Path, file: BinaryIO, progress: Progress) -> About:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    first = file.readline(len(MAGIC))
    if first != MAGIC:
        raise BackupProblem(f"{path} is not a backup of Ruhu.")
    file.seek(max(size - TAIL, 0))
    tail = file.read()
    if not tail.endswith(END) or size < len(MAGIC) + TAIL:
        raise BackupProblem(f"{path} is not whole: its end is missing. Copy it again, or take another backup.")
    file.seek(0)
    hashed, left = hashlib.sha256(), size - TAIL
    while left:
        piece = file.read(min(PIECE, left))
        hashed.update(piece)
        left -= len(piece)
        progress(size - TAIL - left, size - TAIL)
    if hashed.digest() != tail[: -len(END)]:
        raise BackupProblem(f"{path} is damaged: its checksum does not fit. Copy it again, or take another backup.")
    file.seek(len(MAGIC))
    try:
        return About(**json.loads(file.readline()))
    except (ValueError, TypeError):
        raise BackupProblem(f"{path} was made by another version of Ruhu that this one cannot read.") from None


@contextlib.contextmanager
def reading(path: Path) -> Iterator[io.BufferedReader]:
    """The data of a checked file, decompressed as it is read."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END) - TAIL
        file.seek(0)
        file.readline()
        file.readline()
        yield io.BufferedReader(_Unpacked(file, end), PIECE)


class _Unpacked(io.RawIOBase):
    """A zlib stream that ends at `end` of its file."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file, self._end, self._unpack = file, end, zlib.decompressobj()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        room = len(buffer)
        while room:
            packed = self._unpack.unconsumed_tail
            if not packed:
                packed = self._file.read(min(PIECE, self._end - self._file.tell()))
            if not packed:
                return 0
            piece = self._unpack.decompress(packed, room)
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)
        return 0
