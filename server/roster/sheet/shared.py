"""Texts that cells share: kept once in the archive, copied by a parser for every cell that names them.

A text of a megabyte named by a million cells is a bomb of a few kilobytes. What the copies would take is counted
before anything is parsed; where the longest text is short, no sheet that is let through can be one.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from server.roster.problems import FileCode, Unreadable

COPIED_BYTES = 1 << 30
_HARMLESS = 1024  # bytes of a text; shorter ones cannot make a sheet of the size let through too large
_LONGEST = 400_000  # bytes of a text; a cell holds 32,767 characters
_PART = "sharedstrings"
_END = b"</si>"
_NAMED = re.compile(rb"""\st\s*=\s*["']s["'][^<>]*>\s*<v>([0-9]{1,8})</v>""")

Unpack = Callable[[zipfile.ZipFile, zipfile.ZipInfo], Generator[bytes]]


def inspect(archive: zipfile.ZipFile, unpack: Unpack) -> None:
    """Raise `Unreadable` when the copies of shared texts would take more than `COPIED_BYTES`."""
    texts = [entry for entry in archive.infolist() if _PART in entry.filename.lower()]
    lengths = array("L")
    for entry in texts:
        with closing(unpack(archive, entry)) as chunks:
            lengths.extend(_lengths(chunks))
    if max(lengths, default=0) < _HARMLESS:
        return
    copied = 0
    for entry in archive.infolist():
        if entry in texts or not entry.filename.lower().endswith(".xml"):
            continue
        with closing(unpack(archive, entry)) as chunks:
            for cells in _whole_cells(chunks):
                copied += sum(lengths[n] for name in _NAMED.findall(cells) if (n := int(name)) < len(lengths))
                if copied > COPIED_BYTES:
                    raise Unreadable(FileCode.BOMB)


def _whole_cells(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The markup in pieces that end before a cell begins."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = text.rfind(b"<c ")
        whole, rest = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
        yield whole
    yield rest


def _lengths(chunks: Iterator[bytes]) -> Iterator[int]:
    open_ = 0  # bytes of a text that is not at its end yet
    rest = b""
    for chunk in chunks:
        *ended, last = (rest + chunk).split(_END)
        for part in ended:
            yield _allowed(open_ + len(part))
            open_ = 0
        cut = max(0, len(last) - len(_END))
        open_ = _allowed(open_ + cut)
        rest = last[cut:]


def _allowed(length: int) -> int:
    if length > _LONGEST:
        raise Unreadable(FileCode.BOMB)
    return length
