"""Chunks of snapshots as files: compressed once, served often, and never trusted blindly.

A file is written under another name and renamed, so that it is there whole or not at all. Four bytes of CRC go before
its contents: what a disk has spoiled since is thrown away instead of served, and made anew.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
import zlib
from pathlib import Path
from typing import NamedTuple

import brotli
import structlog

LARGEST = 256 * 1024  # bytes of a file
GZIP_LEVEL = 9
CODINGS = ("br", "gzip")
_HASH = re.compile(r"[0-9a-f]{64}")
_CRC_BYTES = 4

log = structlog.get_logger("snapshots")


class Chunk(NamedTuple):
    """A chunk: SHA-256 and length of its JSON, how many rows it holds, and the lengths of its two files."""

    hash: str
    bytes: int
    rows: int
    br: int
    gzip: int

    def told(self) -> dict[str, object]:
        """As a phone is told."""
        return {"hash": self.hash, "bytes": self.bytes, "rows": self.rows}


def put(folder: Path, plain: bytes, rows: int, quality: int) -> Chunk | None:
    """Write the files of a chunk; None if it is too large for one."""
    packed = {
        "br": brotli.compress(plain, quality=quality),
        "gzip": gzip.compress(plain, GZIP_LEVEL, mtime=0),
    }
    if max(map(len, packed.values())) > LARGEST and rows > 1:
        return None
    name = hashlib.sha256(plain).hexdigest()
    for coding, content in packed.items():
        write(folder / f"{name}.{coding}", zlib.crc32(content).to_bytes(_CRC_BYTES, "big") + content)
    return Chunk(name, len(plain), rows, len(packed["br"]), len(packed["gzip"]))


def whole(folder: Path, chunk: Chunk) -> bool:
    """Whether both files are there with the length that they had."""
    try:
        lengths = [(folder / f"{chunk.hash}.{coding}").stat().st_size - _CRC_BYTES for coding in CODINGS]
    except FileNotFoundError:
        return False
    return lengths == [chunk.br, chunk.gzip]


def load(folder: Path, name: str, coding: str | None) -> bytes | None:
    """The contents of a chunk's file, plain without a coding; None if there is no such file, or a spoiled one."""
    if not _HASH.fullmatch(name):
        return None
    path = folder / f"{name}.{coding or 'gzip'}"
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        return None
    content = kept[_CRC_BYTES:]
    if not content or zlib.crc32(content) != int.from_bytes(kept[:_CRC_BYTES], "big"):
        log.error("chunk_spoiled", file=path.name)
        path.unlink(missing_ok=True)  # the manifest no longer serves: whoever pulls next gets a new snapshot
        return None
    return content if coding else gzip.decompress(content)


def write(path: Path, content: bytes) -> None:
    """Put a file in its place, whole."""
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
