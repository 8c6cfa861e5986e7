"""What can be wrong with a file or a row: a closed list, each with what it means for the row.

A row's problem either *stops* it (the row stays out until a person has put it right) or is for a person to *look* at
(the row goes in; what could not be read is kept as text in the note). Words: `server/words/*/roster.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Problems of a row. The comment says when; `stops()` says whether the row stays out."""

    NAME_MISSING = "name.missing"  # a resident without a name
    NAME_MALFORMED = "name.malformed"  # a name without a single letter
    NAME_SEVERAL = "name.several"  # two people in one cell
    NAME_GONE = "name.gone"  # a word beside the name that says that somebody has died or moved away
    ID_LENGTH = "id_number.length"  # neither 15 nor 18 characters
    ID_CHARACTERS = "id_number.characters"  # something else than digits and a final X
    ID_REGION = "id_number.region"  # no province has the first digits
    ID_BIRTH = "id_number.birth"  # the birth date inside the number does not exist or lies ahead
    ID_CHECK_DIGIT = "id_number.check_digit"  # ISO 7064 MOD 11-2 does not come out
    ID_EXCEL_NUMBER = "id_number.excel_number"  # Excel made it a number and lost its last digits
    ID_MISSING = "id_number.missing"  # a list of people vaccinated is matched by the number, and the row has none
    ID_MALFORMED = "id_number.malformed"  # any other fault of the number
    BIRTH_IMPOSSIBLE = "birth.impossible"  # no such day, or not readable as a date
    BIRTH_WITHOUT_YEAR = "birth.without_year"  # a month and a day only
    BIRTH_WITHOUT_DAY = "birth.without_day"  # a year, or a year and a month, and no number that bears it out
    BIRTH_AHEAD = "birth.ahead"  # after today
    BIRTH_LONG_AGO = "birth.long_ago"  # longer ago than anybody lives
    BIRTH_CONTRADICTS = "birth.contradicts_id"  # differs from the identity number's
    SEX_UNKNOWN = "sex.unknown"  # neither man nor woman by the words known
    SEX_CONTRADICTS = "sex.contradicts_id"  # differs from the identity number's
    RELATION_UNKNOWN = "relation.unknown"  # not in GB/T 4761 by the words known
    PHONE_MALFORMED = "phone.malformed"  # not a telephone number
    DOSE_IMPOSSIBLE = "dose.impossible"  # a dose's day that does not exist, or cannot be read as one
    DOSE_WITHOUT_YEAR = "dose.without_year"  # a month and a day only
    DOSE_WITHOUT_DAY = "dose.without_day"  # a year, or a year and a month: the dose goes in without a day
    DOSE_AHEAD = "dose.ahead"  # after today
    DOSE_BEFORE_BIRTH = "dose.before_birth"  # before the birth date
    DOSE_ORDER = "dose.order"  # a later dose on an earlier day
    DOSE_SAME_DAY = "dose.same_day"  # two doses on one day
    DOSE_CONTRADICTS = "dose.contradicts"  # told as not given, or fewer told, than there are dates of
    DOSE_MISSING_BEFORE = "dose.missing_before"  # a dose, and none before it
    DOSE_UNCLEAR = "dose.unclear"  # words from which nobody can tell whether, or how often
    DOSE_FULL_COURSE = "dose.full_course"  # "the full course" of an unknown product: how many doses, nobody can tell
    DOSE_NUMBER_MISSING = "dose.number_missing"  # a day, but not of which dose: taken as the first
    DOSE_NONE = "dose.none"  # a list of people vaccinated, and the row tells no dose
    PRODUCT_UNKNOWN = "product.unknown"  # a product or maker that the campaign does not have
    PRODUCT_UNCLEAR = "product.unclear"  # several products, and not of which dose
    ROUTE_CONTRADICTS = "remark.route_contradicts"  # a remark such as "one dose" against the product or the doses
    KIND_UNKNOWN = "contraindication.unknown"  # none of the campaign's kinds, and it has no "other"
    REASON_UNKNOWN = "reason.unknown"  # none of the campaign's reasons, and it has no "other"
    WILLINGNESS_UNKNOWN = "willingness.unknown"  # none of the words known
    TEXT_TOO_LONG = "text.too_long"  # a cell longer than a record may hold
    CELL_ERROR = "cell.error"  # an error of the spreadsheet where a name, a number or a birth date should be
    VALUE_MALFORMED = "value.malformed"  # anything else that a record cannot hold, such as control characters
    PERHAPS_TWICE = "resident.perhaps_twice"  # name and birth date of an earlier row, and nothing tells the two apart
    TWICE_IN_FILE = "resident.twice_in_file"  # the same person in an earlier row
    NUMBER_TAKEN = "resident.number_taken"  # a row that had stayed out, with the number of somebody of another name
    ELSEWHERE = "resident.elsewhere"  # the same identity number is in another village's list
    AREA_UNKNOWN = "area.unknown_code"  # a code that is no village or grid of the township
    OTHER_VILLAGE = "area.other_village"  # the row names another village than the one chosen for the file
    VILLAGE_MISSING = "area.village_missing"  # a township's list, and the row names no village
    GRID_MISSING = "area.grid_missing"  # the village has several grids, and the row names none

    def stops(self) -> bool:
        """Whether a row with this problem stays out of the import."""
        return self not in _LOOK


_LOOK = frozenset(
    {
        Code.NAME_GONE, Code.PERHAPS_TWICE,
        Code.RELATION_UNKNOWN, Code.PHONE_MALFORMED, Code.SEX_UNKNOWN, Code.TEXT_TOO_LONG, Code.BIRTH_WITHOUT_DAY,
        Code.DOSE_WITHOUT_DAY, Code.DOSE_MISSING_BEFORE, Code.DOSE_UNCLEAR, Code.DOSE_FULL_COURSE,
        Code.DOSE_NUMBER_MISSING, Code.PRODUCT_UNKNOWN, Code.PRODUCT_UNCLEAR, Code.ROUTE_CONTRADICTS,
        Code.KIND_UNKNOWN, Code.REASON_UNKNOWN, Code.WILLINGNESS_UNKNOWN,
        Code.VILLAGE_MISSING, Code.GRID_MISSING,  # these rows wait until somebody says where they belong
    }
)  # fmt: skip


class FileCode(StrEnum):
    """Why a file is no roster."""

    TYPE = "file.type"  # neither .xlsx nor .xls nor .csv
    TOO_LARGE = "file.too_large"  # more than a township's list can need
    EMPTY = "file.empty"  # nothing in it
    HTML = "file.html"  # a web page with a spreadsheet's name
    PASSWORD = "file.password"  # encrypted
    BROKEN = "file.broken"  # a damaged archive or sheet
    NOT_WORKBOOK = "file.not_workbook"  # an archive, but of something else
    BOMB = "file.bomb"  # unpacks to an absurd size
    TOO_WIDE = "file.too_wide"  # more columns than any roster has
    TOO_LONG = "file.too_long"  # more rows than a township has people
    ENCODING = "file.encoding"  # a text file in neither UTF-8 nor GB18030
    NO_HEADER = "file.no_header"  # no row with the headers of a roster


class Unreadable(Exception):
    """The file as a whole cannot be read as a roster; nothing of it was kept."""

    def __init__(self, code: FileCode, **values: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Found:
    """A problem of one row: `row` is the sheet's, counted from 1; `column` is the header as it stands in the file."""

    row: int
    column: str
    code: Code
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mended:
    """A cell that was put right without asking."""

    row: int
    column: str
    before: str
    after: str
