"""A proposal for breaking places down: in proportion to who still needs them, remote villages together for the bus.

Only a proposal: the office changes it as it likes. What is already given or leased stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Band:
    """A session to be broken down. `reserve` places are kept back; `least` is what villages have given and leased."""

    session: str
    capacity: int
    reserve: int = 0
    least: Mapping[str, int] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """Places that nobody has yet and that are not kept back."""
        return max(0, self.capacity - self.reserve - sum(self.least.values()))


def proportional(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` divided in proportion to the weights, in whole numbers that add up to it: the largest remainders are
    rounded up; of equal ones the heavier, then the first by name. Nobody gets more than his weight if the total does
    not exceed their sum. All zero if nobody weighs anything.
    """
    whole = sum(weights.values())
    if whole <= 0:
        return dict.fromkeys(sorted(weights), 0)
    shares = {name: total * weight // whole for name, weight in sorted(weights.items())}
    order = sorted(weights, key=lambda name: (-(total * weights[name] % whole), -weights[name], name))
    for name in order[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def propose(
    bands: Sequence[Band], needs: Mapping[str, int], remote: Iterable[str] = (), bus: str | None = None
) -> dict[str, dict[str, int]]:
    """{session: {village: places}} for sessions of one day, in the order of their bands: to each village in proportion
    to how many people there need a dose or have a place already, and to none more than these. The remote villages come
    into one band, that of `bus`, else the one where they already are, else the roomiest, and into its neighbours only
    if it is too small. The others fill what is left of every band alike. What nobody needs stays in the general pool.
    """
    room = {each.session: each.room for each in bands}
    more = _lacking(bands, needs)
    far = frozenset(remote)
    proposal = {each.session: dict(each.least) for each in bands}
    _fill(proposal, room, {name: number for name, number in more.items() if name in far}, _bus(bands, far, bus))
    near = {name: number for name, number in more.items() if name not in far}
    left = dict(near)
    for session, number in proportional(min(sum(near.values()), sum(room.values())), room).items():
        placed = proportional(number, left)
        _fill(proposal, room, placed, [session])
        left = {name: number - placed[name] for name, number in left.items()}
    return {session: {name: n for name, n in sorted(shares.items()) if n} for session, shares in proposal.items()}


def _lacking(bands: Sequence[Band], needs: Mapping[str, int]) -> dict[str, int]:
    """How many places each village is to get beyond what it has."""
    have = {name: sum(each.least.get(name, 0) for each in bands) for name in needs}
    room = sum(each.room for each in bands)
    fair = proportional(min(room + sum(have.values()), sum(needs.values())), needs)
    more = {name: max(0, fair[name] - have[name]) for name in needs}
    return proportional(min(room, sum(more.values())), more)


def _bus(bands: Sequence[Band], far: frozenset[str], asked: str | None) -> list[str]:
    """The bands in the order in which the remote villages fill them."""
    if not bands:
        return []

    def has(index: int) -> tuple[bool, int, int, int]:
        already = sum(bands[index].least.get(name, 0) for name in far)
        return bands[index].session == asked, already, bands[index].room, -index

    best = max(range(len(bands)), key=has)
    return [bands[index].session for index in sorted(range(len(bands)), key=lambda index: (abs(index - best), index))]


def _fill(
    proposal: dict[str, dict[str, int]], room: dict[str, int], wanted: Mapping[str, int], sessions: Iterable[str]
) -> None:
    """Put what is wanted into the sessions, one after the other, so far as there is room."""
    left = dict(wanted)
    for session in sessions:
        placed = proportional(min(room[session], sum(left.values())), left)
        for name, number in placed.items():
            proposal[session][name] = proposal[session].get(name, 0) + number
            left[name] -= number
        room[session] -= sum(placed.values())
