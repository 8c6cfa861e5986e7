"""Reading the cell of an identity document: what kind it is, whether it is sound, and what it says of birth and sex."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from server.roster import text
from server.roster.problems import Code
from server.roster.text import Cell
from server.rules import identity

_LONGEST = 40
_KINDS = (  # forms that tell their kind when the file does not
    ("birth_certificate", re.compile(r"[A-Z]\d{9}")),
    ("permit", re.compile(r"[HM]\d{8}(\d{2})?")),
    ("passport", re.compile(r"[A-Z]{1,2}\d{7,8}")),
)
_PERMITS = ("810000", "820000", "830000")  # residence permits of Hong Kong, Macao and Taiwan people: same form


@dataclass(frozen=True)
class Document:
    """`text` is the number put right; `kind` one of id_card … none; `code` says why it cannot be taken, if so."""

    text: str
    kind: str
    code: Code | None = None
    sex: str = ""
    birth: str = ""


def read(cell: Cell, kind: str, today: datetime.date) -> Document:
    """The document of a cell. `kind` is what the file says, '' if nothing; an identity number must pass its check."""
    if text.swallowed(cell):
        return Document(text.plain(cell), "id_card", Code.ID_EXCEL_NUMBER)
    said = re.sub(r"[-‐‑–—'`’]", "", text.solid(text.plain(cell))).upper()
    if not said:
        return Document("", "none")
    if kind in ("", "id_card"):
        guessed = next((name for name, form in _KINDS if form.fullmatch(said)), "") if not kind else ""
        if not guessed:
            return _identity(said, today)
        kind = guessed
    elif kind == "permit" and said.startswith(_PERMITS):
        return _identity(said, today)
    if len(said) > _LONGEST:
        return Document(said[:_LONGEST], kind, Code.ID_MALFORMED)
    return Document(said, "other" if kind == "none" else kind)


def _identity(said: str, today: datetime.date) -> Document:
    raise NotImplementedError
