"""Who lives in the town of `tests/leases/town.py`: slips, phones with what they keep, and the server's database."""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.leases.lending import Held
from sync.leases.pool import Pool, Reach

VILLAGES = ("990101100001", "990101100002")
Right = tuple[str, int]


@dataclass
class Slip:
    """An appointment as the phone gave it out."""

    name: str
    held: Held | None
    reach: Reach
    at: int
    doomed: str | None = None  # why it need not be kept: its phone was lost


@dataclass
class Phone:
    """One phone with what it keeps."""

    writer: int
    holds: dict[Right, Held] = field(default_factory=dict)
    spent: set[Right] = field(default_factory=set)
    slips: list[Slip] = field(default_factory=list)  # every one; which of them the server knows is the server's to say

    @property
    def reach(self) -> Reach:
        """Phones 1 and 2 work in the first village, the others in the second."""
        return Reach(frozenset({VILLAGES[self.writer > 2]}), self.writer)


@dataclass
class Server:
    """What is in the database."""

    pool: Pool
    seen: dict[str, Slip] = field(default_factory=dict)
    became: dict[str, int | None] = field(default_factory=dict)  # the number that was told last; None: it waits
    cancelled: set[str] = field(default_factory=set)
    revoked: set[int] = field(default_factory=set)

    def copy(self) -> Server:
        """A backup."""
        return Server(self.pool.copy(), dict(self.seen), dict(self.became), set(self.cancelled), set(self.revoked))
