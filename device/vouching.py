"""Can this device vouch for the time (docs/protocol.md, T5)? A ticket is given by the server's clock, and there is none
offline: only what the server last said, and two clocks of the device's own that have run since.

The wall clock can be set by anybody; the ticking one runs evenly but may stand still while the device sleeps. So the
time that has passed is the longer of the two, and a wall clock that fell behind the ticking one was set back: then
nobody knows. Neither survives a restart: who was restarted offline does not know either.
"""

from __future__ import annotations

from dataclasses import dataclass

SLACK_MS = 2 * 60_000  # a clock is put right by a little without anybody having set it back


@dataclass(frozen=True)
class Moment:
    """What both clocks of the device showed at once (ms): the one that people set, and the one that only ticks."""

    wall: int
    ticks: int


@dataclass(frozen=True)
class Heard:
    """The server's time (ms) as it was told, and the device's clocks when it was asked for."""

    server: int
    at: Moment


def now(heard: Heard | None, at: Moment, latest: int | None = None) -> int | None:
    """The server's time at least (ms), or None if the device cannot vouch for it.

    `heard`: in this life of the process. `latest`: the latest server time that the device knew or estimated, in any.
    """
    if heard is None or at.ticks < heard.at.ticks:
        return None
    wall, ticks = at.wall - heard.at.wall, at.ticks - heard.at.ticks
    if wall < ticks - SLACK_MS:
        return None
    if latest is not None and heard.server + wall < latest - SLACK_MS:
        return None
    return heard.server + max(wall, ticks)
