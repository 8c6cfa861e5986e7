"""The rules: who may be vaccinated, with what, when; small interpreters of a campaign document (docs/campaign.md).

They live apart because the phone has the same ones in TypeScript (`pwa/src/rules/`): both are held together by
`tests/vectors/`. Nothing here reads a clock, a file or the database: `today` is an argument, a day is "YYYY-MM-DD".
"""

from __future__ import annotations

from server.rules.acceptable import acceptable
from server.rules.campaign import age_band, last_first_dose_day, minimum_intervals, shift, target
from server.rules.check import check
from server.rules.judge import judge
from server.rules.urgency import urgency

__all__ = [
    "acceptable",
    "age_band",
    "check",
    "judge",
    "last_first_dose_day",
    "minimum_intervals",
    "shift",
    "target",
    "urgency",
]
