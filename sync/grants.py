"""Whether a writer may edit in a scope, judged by the grant under which the edit was made.

A grant that has ended still covers what was made under it and arrives within the handover window: unsent work of a
canvasser who lost the grid arrives. After that, or if it was made later, it goes to quarantine, not to nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sync import areas
from sync.outcomes import Mark

HANDOVER_MS = 72 * 60 * 60 * 1000


class Verdict(StrEnum):
    """What the grants say to one edit; `ended` and `never` refuse it."""

    GRANTED = "granted"
    HANDOVER = "handover"
    ENDED = "ended"
    NEVER = "never"

    @property
    def allowed(self) -> bool:
        """Whether the edit may be applied."""
        return self in (Verdict.GRANTED, Verdict.HANDOVER)

    @property
    def mark(self) -> Mark | None:
        """What the history tells of an edit that was applied by this verdict."""
        return Mark.HANDOVER if self is Verdict.HANDOVER else None


@dataclass(frozen=True, slots=True)
class Grant:
    """An area granted from `since` (ms) on, up to but not including `until` (ms; None = still)."""

    area: str
    since: int
    until: int | None = None


def judge(grants: Iterable[Grant], scope: str, made_at: int, receipt: int, window_ms: int = HANDOVER_MS) -> Verdict:
    """Judge an edit in `scope`, made at `made_at` (ms, corrected: at − offset) and received at `receipt` (ms).

    A grant in force at receipt is enough, whenever the edit says it was made: skew never refuses an edit.
    """
    covering = [each for each in grants if each.since <= receipt and areas.within(scope, each.area)]
    if not covering:
        return Verdict.NEVER
    verdict = Verdict.ENDED
    for each in covering:
        if each.until is None or receipt < each.until:
            return Verdict.GRANTED
        if made_at < each.until and receipt <= each.until + window_ms:
            verdict = Verdict.HANDOVER
    return verdict
