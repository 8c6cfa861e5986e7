"""What can be wrong with a row of a list of staff: a closed list. Words: `server/words/*/people.json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from server.words import both


class Code(StrEnum):
    """Problems of a row. A row with one stays out, unless `stops()` says otherwise."""

    NAME_MISSING = "name.missing"  # a row with something in it and nobody
    NAME_MALFORMED = "name.malformed"  # no letter in it, or longer than an account may have
    PHONE_MISSING = "phone.missing"  # goes in, but nobody can be called, and only the name says who it is
    PHONE_MALFORMED = "phone.malformed"  # not a telephone number
    PHONE_TWICE = "phone.twice"  # another name has it in an earlier row
    PHONE_TAKEN = "phone.taken"  # another account has it
    ROLE_MISSING = "role.missing"  # neither a role nor a grid from which it would follow
    ROLE_UNKNOWN = "role.unknown"  # a word that is no role here
    ROLE_OFFICE = "role.office"  # administrators and reviewers are entered one by one
    ROLE_DIFFERS = "role.differs"  # an earlier row of the same person says another
    ROLE_SITE = "role.site"  # between a site's desk and the villages nobody is moved by a list
    VILLAGE_MISSING = "village.missing"
    VILLAGE_UNKNOWN = "village.unknown"
    VILLAGE_SEVERAL = "village.several"  # several villages go by this name
    VILLAGES_WITH_GRIDS = "village.with_grids"  # several villages, and grids: whose?
    GRID_MISSING = "grid.missing"  # a canvasser of a village with several grids
    GRID_UNKNOWN = "grid.unknown"
    GRID_DATE = "grid.excel_date"  # Excel has made a date of "1-3"
    SITE_MISSING = "site.missing"
    SITE_UNKNOWN = "site.unknown"
    LOGIN_UNKNOWN = "login.unknown"
    OTHER_NAME = "person.other_name"  # the telephone belongs to an account of another name
    SAME_NAME = "person.same_name"  # the village has somebody of this name with another telephone
    SEVERAL = "person.several"  # more than one account fits
    TWICE = "person.twice"  # an earlier row is the same account
    DISABLED = "person.disabled"  # the account is closed

    def stops(self) -> bool:
        """Whether a row with this problem stays out."""
        return self is not Code.PHONE_MISSING


@dataclass(frozen=True)
class Found:
    """A problem of one row: `row` is the sheet's, counted from 1; `column` the header as it stands in the file."""

    row: int
    column: str
    code: Code
    values: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As a page shows it, with the sentence in both languages."""
        said = both(f"people.{self.code.value}", **self.values)
        return {
            "row": self.row,
            "column": self.column,
            "code": self.code.value,
            "stops": self.code.stops(),
            "message": said,
        }
