"""Can this device vouch for the time (docs/protocol.md, T5)? A ticket is given by the server's clock, and there is none
offline: only what the server last said, and two clocks of the device's own that have run since.

The wall clock can be set by anybody; the ticking one runs evenly but may stand still while the device sleeps. So the
time that has passed is the longer of the two, and a wall clock that fell behind the ticking one was set back: then
nobody knows. Neither survives a restart: who was restarted offline does not know either.
"""

from __future__ import annotations

from dataclasses import dataclass

SET_BACK_MS = 2 * 60_000


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


def now(heard: Heard | None, at: Moment, known: tuple[int, int] | None = None) -> int | None:
    """The server's time at least (ms), or None if the device cannot vouch for it.

    `heard`: in this life of the process. `known`: from any life: (the last time that the server told, how far it was
    ahead of the wall clock then).
    """
    if heard is None:
        return None
    wall, ticks = at.wall - heard.at.wall, at.ticks - heard.at.ticks
    if ticks - wall > SET_BACK_MS:
        return None
    if known is not None and at.wall + known[1] < known[0] - SET_BACK_MS:
        return None
    return heard.server + max(wall, ticks)
