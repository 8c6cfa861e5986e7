"""Who waits before whom: the campaign's priority group first, then who has waited longest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync import ids
from sync.leases.pool import Reach


@dataclass(frozen=True, slots=True)
class Waiting:
    """A requested appointment. `rank` is that of its priority group (smaller first), `asked_at` in ms."""

    appointment: str
    rank: int
    asked_at: int
    reach: Reach


def order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The waiting in the order in which places are given to them; the same whatever order they come in."""
    return sorted(waiting, key=lambda each: (each.rank, each.asked_at, ids.order(each.appointment), each.appointment))
