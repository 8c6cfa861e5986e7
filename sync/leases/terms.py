"""How long a lease lasts, how much a phone may hold, and the closed lists of how leases end and places are lost."""

from __future__ import annotations

from enum import StrEnum

HOUR = 3_600_000  # ms
TERM = 36 * HOUR  # a phone gives out what it holds for so long, or until the session begins
GRACE = 12 * HOUR  # what was given out before the end may arrive for so long after it
THAW = TERM + GRACE  # after a restored backup every forgotten lease is over by then
MOST_OF_A_SESSION = 20  # tickets of one session that one phone may hold
MOST_OF_A_PHONE = 60  # tickets that one phone may hold in all
HIGHEST = 100_000  # the greatest number that a slip can show
FORGOTTEN = 1_000  # numbers that a restored database passes over: it may have given some of them out and forgotten it

GENERAL = ""  # the pool of everybody
RESERVE = "reserve"  # given out by the office alone


class End(StrEnum):
    """How a lease ended (or, for one that has not: that it was forgotten)."""

    USED = "used"  # every ticket was given to an appointment, or went another way
    RETURNED = "returned"  # the phone gave its last ticket back
    EXPIRED = "expired"  # its term and the grace passed
    REVOKED = "revoked"  # its phone was lost
    ADOPTED = "adopted"  # not ended: a restored database had forgotten it and knows of it only what its phone proves


class Loss(StrEnum):
    """Why a place that was promised could not be kept: the value of an appointment's `change`."""

    EXPIRED = "lost_expired"
    PHONE = "lost_phone"


class Refusal(StrEnum):
    """Why a pool cannot be made as the office wants it."""

    CAPACITY_BELOW_GIVEN = "capacity_below_given"  # {given, leased, least}
    QUOTA_BELOW_GIVEN = "quota_below_given"  # {pool, account, given, leased, least}
    QUOTA_ABOVE_CAPACITY = "quota_above_capacity"  # {wanted, free}: more broken down than places are left for it


class Refused(Exception):
    """The office's wish cannot be met; nothing has changed. `details` holds the numbers that the message needs."""

    def __init__(self, code: Refusal, **details: int | str | None) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
