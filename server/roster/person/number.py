"""Reading the cell of an identity document: what kind it is, whether it is sound, and what it says of birth and sex."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass, replace

from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.sheet.text import Cell
from server.roster.vocabulary import vocabulary
from server.rules import identity

_LONGEST = 40
_KINDS = (  # forms that tell their kind when the file does not
    ("birth_certificate", re.compile(r"[A-Z]\d{9}")),
    ("permit", re.compile(r"[HM]\d{8}(\d{2})?")),
    ("passport", re.compile(r"[A-Z]{1,2}\d{7,8}")),
)

_BESIDE = re.compile(  # an identity number with words beside it
    r"(?:[^\W\d_A-Z]+:?)?(?P<number>\d{17}[\dX]|\d{15})(?P<behind>[(\[\u3010][^\d]*[)\]\u3011]|[^\W\d_A-Z]+)?"
)

_NAMED = ("birth_certificate", "passport", "permit")  # kinds that may stand in front of a number
_ENCLOSED = re.compile(r"[(\[\u3010]([^()\[\]\u3010\u3011]+)[)\]\u3011]")

_FAULTS = {
    "length": Code.ID_LENGTH,
    "characters": Code.ID_CHARACTERS,
    "region": Code.ID_REGION,
    "birth": Code.ID_BIRTH,
    "check_digit": Code.ID_CHECK_DIGIT,
}


@dataclass(frozen=True)
class Document:
    """`text` is the number put right; `kind` one of id_card … none; `code` says why it cannot be taken, if so.

    `beside`: the words behind it.
    """

    text: str
    kind: str
    code: Code | None = None
    sex: str = ""
    birth: str = ""
    beside: str = ""


def read(cell: Cell, kind: str, today: datetime.date) -> Document:
    """The document of a cell. `kind` is what the file says, '' if nothing; an identity number must pass its check."""
    if text.swallowed(cell):
        return Document(text.plain(cell), "id_card", Code.ID_EXCEL_NUMBER)
    said = _bared(text.plain(cell))
    if not kind:
        kind, said = _kind_before(said)
    match = _BESIDE.fullmatch(said) if kind in ("", "id_card") else None
    if match:
        beside = (match["behind"] or "").strip("()[]\u3010\u3011")
        return replace(_identity(match["number"], today), beside=beside)
    if not said:
        return Document("", "none")
    if kind in ("", "id_card"):
        guessed = next((name for name, form in _KINDS if form.fullmatch(said)), "") if not kind else ""
        if not guessed:
            return _identity(said, today)
        kind = guessed
    elif kind == "permit" and said.startswith(tuple(identity.PERMITS)):
        return _identity(said, today)
    if len(said) > _LONGEST:
        return Document(said[:_LONGEST], kind, Code.ID_MALFORMED)
    return Document(said, "other" if kind == "none" else kind)


def _bared(said: str) -> str:
    """A number without hyphens, marks and brackets around it, and without signs that nobody sees."""
    seen = "".join(letter for letter in said if unicodedata.category(letter) != "Cf")
    solid = re.sub(r"[-‐‑–—'`’]", "", text.solid(seen)).upper().strip('.,;:\u3001\u3002"')
    whole = _ENCLOSED.fullmatch(solid)
    return whole[1] if whole else solid


def _kind_before(said: str) -> tuple[str, str]:
    """The kind of document that stands in front of its number, and the number; ("", all) where none does."""
    for word, kind in sorted(vocabulary().choices["id_kind"].items(), key=lambda each: len(each[0]), reverse=True):
        rest = said.removeprefix(word).lstrip(":")
        if said.startswith(word) and kind in _NAMED and rest.isascii() and rest.isalnum():
            return kind, rest
    return "", said


def _identity(said: str, today: datetime.date) -> Document:
    found = identity.read(said)
    birth = found["birth"] or ""
    code = _FAULTS.get(found["code"], Code.ID_MALFORMED) if found["code"] != "ok" else None
    if birth > today.isoformat():
        code = Code.ID_BIRTH
    if code:
        return Document(said[:_LONGEST], "id_card", code)
    return Document(found["number"] or said, found["kind"] or "id_card", None, found["sex"] or "", birth)
