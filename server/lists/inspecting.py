"""An uploaded template is looked at before anything opens it: sizes, parts that act, ways out, ranges without end.

`server.roster.sheet.archive` looks for what every workbook may be (broken, encrypted, a bomb); here is refused, beyond
that, whatever a form to be filled does not need: macros, links to elsewhere, embedded objects, data connections, and
formulas that reach out. Nothing of the file is ever evaluated.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from server.roster.problems import Unreadable
from server.roster.sheet import archive

LARGEST = 2 * 1024 * 1024
UNPACKED = 16 * 1024 * 1024
PARTS = 400
MERGES, MERGED_CELLS = 2000, 20_000
ROWS, COLUMNS = 3000, 200
CELLS = 100_000  # of all sheets: each is an object when the file is opened, and is written again with every filling
ELEMENTS = 60_000  # of a part that are neither cells nor their text: each becomes an object of a kilobyte when opened
_CHUNK = 1 << 16
_ACTS = re.compile(
    r"vbaproject|macrosheet|dialogsheet|activex|ctrlprops|embeddings|externallinks|connections|querytables|oleobject"
    r"|webextension|customui|/model/|pivot|slicer|timeline",
    re.I,
)
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ELEMENT = re.compile(rb"<(?:\w+:)?(\w+)")
_SMALL = frozenset({b"c", b"v", b"f", b"row", b"is", b"t", b"si"})
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*ref\s*=\s*["']([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?["']"""
)
_REACHING = frozenset(
    {
        "WEBSERVICE", "FILTERXML", "HYPERLINK", "IMAGE", "RTD", "DDE", "CALL", "REGISTER", "REGISTER.ID", "EXEC",
        "SQL.REQUEST", "STOCKHISTORY", "INDIRECT", "ENCODEURL", "PY", "CUBEVALUE", "CUBESET", "CUBEMEMBER",
    }
)  # fmt: skip


class Refusal(StrEnum):
    """Why a template is not taken; each has a sentence under `lists.template.*` that says what to do."""

    LARGE = "large"  # the file, or what it unpacks to, or its sheets
    BROKEN = "broken"  # no workbook that can be read
    MACROS = "macros"  # parts that act: macros, controls, embedded objects, connections, pivot tables
    LINKS = "links"  # something outside the file is named
    REACHING = "reaching"  # a formula that reaches outside, or makes its own references
    PLACEHOLDERS = "placeholders"  # a placeholder that means nothing, or stands where it cannot
    NONE = "none"  # there is no placeholder at all


class Refused(Exception):
    """The template is not taken. `where`: the cells at fault, as "sheet!A1 what"."""

    def __init__(self, why: Refusal, where: list[str] | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.where = where or []


def inspect(content: bytes) -> None:
    """Raise `Refused` unless the file is a workbook that is safe to open."""
    if len(content) > LARGEST:
        raise Refused(Refusal.LARGE)
    with tempfile.TemporaryDirectory(prefix="ruhu-template-") as folder:
        path = Path(folder) / "template.xlsx"
        path.write_bytes(content)
        try:
            _parts(path)
            archive.inspect(path)
        except Unreadable as error:
            raise Refused(Refusal.BROKEN) from error
        except (
            zipfile.BadZipFile,
            ElementTree.ParseError,
            DefusedXmlException,
            OSError,
            ValueError,
            KeyError,
        ) as error:
            raise Refused(Refusal.BROKEN) from error
        except (EOFError, NotImplementedError, RuntimeError, zipfile.error) as error:
            raise Refused(Refusal.BROKEN) from error


def _parts(path: Path) -> None:
    with zipfile.ZipFile(path) as book:
        entries = book.infolist()
        names = [entry.filename for entry in entries]
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
            raise Refused(Refusal.LARGE)
        if any(entry.flag_bits & 1 for entry in entries) or len(set(names)) != len(names):
            raise Refused(Refusal.BROKEN)
        if any(_ACTS.search(name) for name in names):
            raise Refused(Refusal.MACROS)
        left, cells = UNPACKED, 0
        for entry in entries:
            content = b"".join(_unpacked(book, entry, left))
            left -= len(content)
            _part(entry.filename, content)
            cells += sum(name == b"c" for name in _ELEMENT.findall(content))
            if cells > CELLS:
                raise Refused(Refusal.LARGE)


def _unpacked(book: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """What an entry really holds, counted while it is unpacked: what it declares is not believed."""
    with book.open(entry) as stream:
        stream._left = most + 1  # type: ignore[attr-defined]
        while chunk := stream.read(_CHUNK):
            most -= len(chunk)
            if most < 0:
                raise Refused(Refusal.LARGE)
            yield chunk


def _part(name: str, content: bytes) -> None:
    if name == "[Content_Types].xml":
        kinds = {each.get("ContentType", "") for each in ElementTree.fromstring(content, forbid_dtd=True)}
        if _MAIN not in kinds or any("macroEnabled" in kind or _ACTS.search(kind) for kind in kinds):
            raise Refused(
                Refusal.MACROS if _MAIN in kinds or any("macro" in kind for kind in kinds) else Refusal.BROKEN
            )
    elif name.endswith(".rels"):
        for each in ElementTree.fromstring(content, forbid_dtd=True):
            if each.get("TargetMode", "").lower() == "external" or "://" in each.get("Target", ""):
                raise Refused(Refusal.LINKS)
            if _ACTS.search(each.get("Type", "").rpartition("/")[2]):
                raise Refused(Refusal.MACROS)
    elif name.startswith("xl/") and name.endswith(".xml"):
        ElementTree.fromstring(content, forbid_dtd=True)
        if sum(name not in _SMALL for name in _ELEMENT.findall(content)) > ELEMENTS:
            raise Refused(Refusal.LARGE)
        _merges(content)


def _merges(content: bytes) -> None:
    """A merged range is laid out cell by cell when it is opened: one without end would never be."""
    found = _MERGE.findall(content)
    area = 0
    for left, top, right, bottom in found:
        if right:
            area += (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)
    if len(found) > MERGES or area > MERGED_CELLS:
        raise Refused(Refusal.LARGE)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def reaching(formula: Any) -> bool:
    """Whether a formula reaches outside its workbook, or makes references of its own that could not be moved."""
    try:
        tokens = Tokenizer(str(formula)).items
    except TokenizerError:  # nothing that could be moved
        return True
    for token in tokens:
        if (
            token.type == Token.FUNC
            and token.value.rstrip("(").upper().removeprefix("_XLFN.").removeprefix("_XLWS.") in _REACHING
        ):
            return True
        if token.type == Token.OPERAND and token.subtype == Token.RANGE and re.search(r"[|\[]|://|\\\\", token.value):
            return True
    return False
