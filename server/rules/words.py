"""The closed lists that a judgement speaks in, a sentence for each word."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a resident stands; in order of precedence, the first that applies is the status."""

    NOT_ELIGIBLE = "not_eligible"  # outside this campaign today: life state, residence, age, phase, no product
    CONTRAINDICATED = "contraindicated"  # a contraindication, or a deferral to a date that has not come
    DONE = "done"  # nothing more is asked for under the rules in force today
    BOOKED = "booked"  # a live appointment for the next injection, today or later
    AWAY = "away"  # away 外出, and not expected back yet
    REFUSES = "refuses"  # said no
    HESITANT = "hesitant"  # wants to wait and see
    OVERDUE = "overdue"  # the last day for the next injection has passed
    DUE = "due"  # the next injection should be given now
    WAITING = "waiting"  # the day recommended for the next injection has not come


class Finding(StrEnum):
    """What to say at the door."""

    ADVISE = "advise"  # 建议: nothing known speaks against it
    DEFER = "defer"  # 推迟: not now, ask again (on `ask_again`, if that day is known)
    UNSUITABLE = "unsuitable"  # 不宜: not in this campaign


class Kind(StrEnum):
    """What the next injection is."""

    PRIMARY = "primary"  # a dose of the primary course
    EXTRA = "extra"  # one more, because the last was given too early to count
    BOOSTER = "booster"  # after the full course


class Answer(StrEnum):
    """Whether a product may be given as the next injection; only the first two are a yes."""

    OK = "ok"  # yes
    OTHER_MAKER = "other_maker"  # yes, where the product of the dose before is not to be had
    NONE_NEXT = "none_next"  # nothing is to be given
    TOO_EARLY = "too_early"  # not before `next.earliest`
    UNKNOWN_PRODUCT = "unknown_product"  # not a product of this campaign
    CONFIRM_FIRST = "confirm_first"  # find out first which product was given before
    NOT_OFFERED = "not_offered"  # another route, below its minimum age, or not for this kind of dose
