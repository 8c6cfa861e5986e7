"""Identity numbers: whether one can be real, and the birth date and sex that it carries.

GB 11643-1999: 18 characters, six of region, eight of birth, three of sequence (odd = male), one check character by
ISO 7064 MOD 11-2. Older papers carry 15 digits: two of the year, no check. The residence permits of Hong Kong,
Macao and Taiwan people have the same form on regions 810000, 820000 and 830000. Region 99 was never issued: examples
use it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypedDict

from server.rules.days import known

PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|91|99")
PERMITS = frozenset(("810000", "820000", "830000"))
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CENTENARIANS = ("996", "997", "998", "999")


class Identity(TypedDict):
    """`code` is "ok" or what is wrong; the rest is None unless ok. `number` is the 18-character form in upper case."""

    code: str
    number: str | None
    kind: str | None
    birth: str | None
    sex: str | None


def check_character(first17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def check(number: str) -> str:
    """ "ok", or what is wrong, the first that applies: length, characters, region, birth, check_digit."""
    return read(number)["code"]


def read(number: str) -> Identity:
    """What an identity number says. Spaces, full-width digits, a small x and a typed × are understood.

    `kind` is id_card or permit. Whether the birth date lies in the future is for the caller to judge: no clock here.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper().replace("×", "X")
    if len(text) not in (15, 18):
        return _wrong("length")
    if not re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]", text):
        return _wrong("characters")
    if not PROVINCES.fullmatch(text[:2]) and text[:6] not in PERMITS:
        return _wrong("region")
    full = text
    if len(text) == 15:
        century = "18" if text[12:] in CENTENARIANS else "19"
        full = text[:6] + century + text[6:]
        full += check_character(full)
    birth = known(f"{full[6:10]}-{full[10:12]}-{full[12:14]}")
    if birth is None or birth < "1800":
        return _wrong("birth")
    if full[17] != check_character(full[:17]):
        return _wrong("check_digit")
    kind = "permit" if full[:6] in PERMITS else "id_card"
    return {"code": "ok", "number": full, "kind": kind, "birth": birth, "sex": "m" if int(full[16]) % 2 else "f"}


def _wrong(code: str) -> Identity:
    return {"code": code, "number": None, "kind": None, "birth": None, "sex": None}
