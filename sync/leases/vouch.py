"""Whether a phone may say by its own clocks that a lease still runs. Its wall clock may be wrong by a year, or be set
back, also while the phone was off; its running clock (ms since the page was opened) stands still in deep sleep and
ends with the page. So it trusts the server's last word, and adds whichever clock ran further since.

The phone's twin is `pwa/src/leases/`; `tests/vectors/leases/` hold the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SLACK = 120_000  # ms by which clocks may differ without anybody having set one: a clock is put right by a little


class Doubt(StrEnum):
    """Why a phone cannot vouch for the time. It gives only requested places until it has spoken with the server."""

    RESTARTED = "restarted"  # it has not heard of the server in this page's life
    SET_BACK = "set_back"  # the wall clock ran less than the running clock
    BEHIND = "behind"  # the wall clock says that it is earlier than it already was


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer of the server in this page's life: its time, and both clocks of the phone when it came (ms)."""

    now: int
    wall: int
    running: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """What a phone knows of the time. `latest`: the latest server time that it ever knew or estimated, kept through
    restarts and set anew by every answer (so a clock that was wrong harms no longer than until the next one).
    """

    answer: Answer | None
    wall: int
    running: int
    latest: int | None = None


def estimate(clocks: Clocks) -> int | Doubt:
    """The server's time now in ms, never too early by more than `SLACK` unless somebody set the clock back while the
    phone slept; or why the phone cannot know it.
    """
    answer = clocks.answer
    if answer is None or clocks.running < answer.running:
        return Doubt.RESTARTED
    by_wall, by_running = clocks.wall - answer.wall, clocks.running - answer.running
    if by_wall < by_running - SLACK:
        return Doubt.SET_BACK
    if clocks.latest is not None and answer.now + by_wall < clocks.latest - SLACK:
        return Doubt.BEHIND
    return answer.now + max(by_wall, by_running)


def may_give(clocks: Clocks, until: int) -> bool:
    """Whether a ticket of a lease that ends at `until` may be given out now."""
    now = estimate(clocks)
    return not isinstance(now, Doubt) and now < until
