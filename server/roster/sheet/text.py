"""Putting cells right: what a spreadsheet holds is rarely what was meant.

Pure functions from a cell to a value. Each says what it can read; what it cannot is given back as None, and the
caller reports it. Nothing here knows rows or columns.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from contextlib import suppress
from functools import cache

from server.roster.vocabulary import vocabulary

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta | None

_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_BRACKETS = re.compile(r"[(\[{【<《][^)\]}】>》]*[)\]}】>》]")
_BRACKET = re.compile(r"[()\[\]{}】【<>《》]")
_HEADER_MARKS = re.compile(r"[\s*:：#※★、/\\.。_\-\u200b\ufeff]+")
_CIRCLED = frozenset(map(chr, range(0x2460, 0x2469)))  # one to nine
_BROKEN = re.compile(r"#(n/a|ref!|value!|div/0!|name\?|num!|null!|spill!|calc!|#{2,})", re.IGNORECASE)
_EXPONENT = re.compile(r"^\d(\.\d+)?[eE]\+?\d{1,2}$")
_DATE = re.compile(r"^(\d{4})[-/.\\,\u3001\u3002](\d{1,2})[-/.\\,\u3001\u3002](\d{1,2})$")
_SHORT_DATE = re.compile(r"^'?(\d{2})[-/.\\,\u3001](\d{1,2})[-/.\\,\u3001](\d{1,2})$")
_SPACED = re.compile(r"\d{4} \d{1,2} \d{1,2}")
_DOUBLED = re.compile(r"([-/.])\1+")
_SOLID_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^(\d{4})(?:[-/.](\d{1,2}))?$|^((?:19|20)\d{2})(\d{2})$")
_YEARLESS = re.compile(r"^(\d{1,2})[-/.](\d{1,2})$")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_SHORT_YEARS = range(1932, 2000)  # what Excel makes of 32 … 99 behind a month
_SMALL = 9  # digits of a number that counts something
_EXCEL_ZERO = datetime.date(1899, 12, 30)
_SERIAL_DAYS = range(5000, 73051)  # 1913-09-08 to 2099-12-31; smaller bare numbers are years or ages


def plain(cell: Cell) -> str:
    """The text a person sees in the cell: whole numbers without '.0', dates as YYYY-MM-DD, ends trimmed."""
    if type(cell) is str:
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def broken(said: str) -> bool:
    """Whether a text is what a spreadsheet shows for a formula's error, or for a value too wide for its column."""
    return said[:1] == "#" and bool(_BROKEN.fullmatch(said))


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as ordinary ones, odd spaces as one space, trimmed (NFKC)."""
    usual = unicodedata.normalize("NFKC", text)
    return usual if usual.isalnum() else _SPACES.sub(" ", usual).strip()


def solid(text: str) -> str:
    """As `narrow`, and without any space: for numbers, names, codes and words."""
    return narrow(text).replace(" ", "")


def uncircled(text: str) -> str:
    """A text that begins with a number in a circle as with the number and a point: narrow, it would be its digits."""
    return f"{unicodedata.digit(text[0])}.{text[1:]}" if text[:1] in _CIRCLED else text


def header(cell: Cell) -> str:
    """A header as looked up: no spaces, stars, colons or brackets, lower case. What is in brackets is a remark, unless
    a column is known by both together: the day (first dose).
    """
    said = solid(plain(cell))
    together = _HEADER_MARKS.sub("", _BRACKET.sub("", said)).lower()
    words = vocabulary().headers
    if together in words:
        return together
    bared = _bared(said)
    return bared if bared in words else _meant(said) or bared


def _bared(said: str) -> str:
    return _HEADER_MARKS.sub("", _BRACKETS.sub("", said)).lower()


def _meant(said: str) -> str:
    """A column known without the number before it, or by one of its two names ("number/passport number"); "" where it
    is known by neither, or the names mean two columns.
    """
    words = vocabulary().headers
    counted = _counted().match(said)
    rest = _bared(said[counted.end() :]) if counted else ""
    if rest in words:
        return rest
    names = [name for part in _BRACKETS.sub("", said).split("/") if (name := _bared(part)) in words]
    return names[0] if len({words[name] for name in names}) == 1 else ""


def name(text: str) -> str:
    """A person's name: spaces are dropped between Chinese characters and kept inside a Latin name."""
    kept = narrow(text)
    return kept if any("a" <= letter <= "z" for letter in kept.lower()) else kept.replace(" ", "")


def swallowed(cell: Cell) -> bool:
    """Whether Excel has turned a long number into a float or `1.30123E+17`: its last digits are lost."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, (int, float)):
        return abs(cell) >= 1e15
    return isinstance(cell, str) and bool(_EXPONENT.match(solid(cell)))


def phone(text: str) -> str | None:
    """A telephone number as digits (a landline keeps its hyphens), without +86; None when it is none."""
    digits = re.sub(r"[\s()]|\.0$", "", narrow(text)).lstrip("'")
    if re.match(r"^(\+|00)?86[-]?1\d{2}", digits):
        digits = re.sub(r"^(\+|00)?86-?", "", digits)
    digits = digits.removeprefix("+86").removeprefix("-")
    if re.fullmatch(r"1\d{2}[-.]\d{4}[-.]\d{4}", digits):
        digits = re.sub(r"[-.]", "", digits)
    if re.fullmatch(r"1\d{10}", digits) or re.fullmatch(r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?", digits):
        return digits
    return None


def date(cell: Cell) -> datetime.date | None:
    """The civil date in a cell: Excel dates and serials, 1990-1-2 with - / . or 年月日, 19900102; else None."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = solid_date(plain(cell))
    if text.isdigit() and int(text) in _SERIAL_DAYS:
        return _EXCEL_ZERO + datetime.timedelta(days=int(text))
    match = _DATE.match(text) or _SOLID_DATE.match(text) or _DATE.match(_odd_date(plain(cell)))
    if not match:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def short_dates(cell: Cell) -> list[datetime.date]:
    """The dates of the last and of this century that "80.1.5" can mean."""
    match = _SHORT_DATE.match(solid_date(plain(cell)))
    year, month, day = map(int, match.groups()) if match else (0, 0, 0)
    found: list[datetime.date] = []
    for century in (1900, 2000):
        with suppress(ValueError):
            found.append(datetime.date(century + year, month, day))
    return found


def _odd_date(said: str) -> str:
    """A date with doubled marks, with spaces for marks, or in Chinese numerals, as `_DATE` reads it; else ""."""
    text = narrow(said)
    if _SPACED.fullmatch(text):
        return text.replace(" ", "-")
    if _DOUBLED.search(text):
        return _DOUBLED.sub(r"\1", solid_date(text))
    words = vocabulary()
    year, _, rest = text.partition(words.date_marks[0])
    month, _, day = solid(rest).partition(words.date_marks[1])
    if len(year) != 4 or not all(letter in words.digits for letter in year):
        return ""
    figures = "".join(str(words.digits[letter]) for letter in year)
    return f"{figures}-{number(month)}-{number(day.rstrip(''.join(words.date_marks[2:])))}"


def solid_date(text: str) -> str:
    """The text of a date with one kind of mark and without a time of day."""
    text = _CLOCK.sub("", narrow(text)).replace(" ", "")
    for mark in vocabulary().date_marks[:2]:
        text = text.replace(mark, "-")
    for mark in vocabulary().date_marks[2:]:
        text = text.replace(mark, "")
    return text.rstrip("-.,\u3001\u3002")


def months(cell: Cell) -> list[str]:
    """The beginnings YYYY-MM (YYYY- for a bare year) of a date without a day; the number 1980.1 can be two months."""
    match = _MONTH.match(solid_date(plain(cell)))
    year, month = (match[1] or match[3], match[2] or match[4]) if match else ("", None)
    if not year or not "1850" <= year <= "2199":
        return []
    if month is None:
        return [f"{year}-"]
    meant = [int(month), 10] if isinstance(cell, float) and month == "1" else [int(month)]
    return [f"{year}-{number:02d}" for number in meant if 1 <= number <= 12]


def yearless(cell: Cell) -> bool:
    """Whether the cell says a month and a day, but no year."""
    return isinstance(cell, str) and bool(_YEARLESS.match(solid_date(cell)))


def number(text: str) -> int | None:
    """A small number in digits or Chinese numerals (3, 03, 十二); None when it is neither."""
    if text.isdecimal():
        return int(text) if len(text) <= _SMALL else None
    words = vocabulary()
    if not text or len(text) > _SMALL or any(letter not in words.digits and letter != words.ten for letter in text):
        return None
    if words.ten not in text:
        return int("".join(str(words.digits[letter]) for letter in text))
    tens, _, ones = text.partition(words.ten)
    if words.ten in ones or len(tens) > 1 or len(ones) > 1:
        return None
    return (words.digits[tens] if tens else 1) * 10 + (words.digits[ones] if ones else 0)


def door(cell: Cell) -> str:
    """The number of a door that Excel has made a day of ("3-2" the second of March, "3-45" March 1945); else ""."""
    if isinstance(cell, datetime.date):
        last = cell.year % 100 if cell.day == 1 and cell.year in _SHORT_YEARS else cell.day
        return f"{cell.month}-{last}"
    match = isinstance(cell, str) and cell[:1].isdecimal() and _month_day().fullmatch(solid(cell))
    return f"{match[1]}-{match[2]}" if match else ""


@cache
def _counted() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(rf"(?:\d{{1,2}}|[{''.join(words.digits)}{words.ten}]{{1,2}})[.\u3001)]")


@cache
def _month_day() -> re.Pattern[str]:
    _, month, *ends = vocabulary().date_marks
    return re.compile(rf"(\d{{1,2}}){month}(\d{{1,2}})[{''.join(ends)}]")
