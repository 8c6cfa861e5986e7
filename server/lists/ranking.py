"""The ranking: who is how far, against yesterday, and who answers for it.

Villages are ranked by the share of their target that is reached. Whoever is contraindicated is in nobody's target, and
those away or declined stand beside, so that a place gains nothing by pressing them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.lists.figures import Counts, line


class Points(float):
    """A difference of two shares, in percentage points."""


class Ranks(int):
    """How many ranks a place has gone up (positive) or down."""


BY = {"one": "covered", "full": "full", "booster": "boosted"}


def lines(
    now: Mapping[str, Counts], then: Mapping[str, Counts], by: str, per: str, told: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """The places from the best to the last; equal rates share a rank. `told`: {place: {name, leader}}.

    `change` is in percentage points, `moved` in ranks: positive is better than the day before.
    """
    today, before = _rates(now, by, per), _rates(then, by, per)
    rank, earlier = _ranks(today), _ranks(before)
    found = []
    for place in sorted(told, key=lambda code: (rank[code], code)):
        figures = line(now[place], per)
        share, was = today[place], before[place]
        found.append(
            {
                "code": place,
                **told[place],
                "rank": rank[place],
                "target": figures["target"],
                "population": figures["population"],
                "done_today": now[place][BY[by]] - then[place][BY[by]],
                "done": now[place][BY[by]],
                "rate": share,
                "change": None if share is None or was is None else Points(round((share - was) * 100, 1)),
                "moved": Ranks(earlier[place] - rank[place]),
                **{name: figures[name] for name in ("contraindicated", "away", "declined", "remaining")},
            }
        )
    return found


def _rates(counts: Mapping[str, Counts], by: str, per: str) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for place, counted in counts.items():
        figures = line(counted, per)
        whole = figures["target"] if per == "target" else figures["population"]
        found[place] = counted[BY[by]] / whole if whole else None
    return found


def _ranks(rates: Mapping[str, float | None]) -> dict[str, int]:
    """1 for the best; who has nobody to reach comes last."""
    known = {place: -1.0 if rate is None else rate for place, rate in rates.items()}
    return {place: 1 + sum(other > rate for other in known.values()) for place, rate in known.items()}
