"""A proposal of quotas: places in proportion to who still needs the product, remote villages in one band for their bus.

Nothing is written. Nobody is proposed fewer places than are given out or on phones already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.office.sessions import breakdown, counts, lines, need, remote
from server.office.sessions.counts import Share
from sync.leases.terms import GENERAL, RESERVE


@dataclass
class Band:
    """One session to be broken down. `promised`: places that each pool keeps for people who are not booked yet (on
    phones, or broken down to persons); `left`: places not proposed to anybody yet.
    """

    name: str
    product: str
    capacity: int
    left: int
    promised: dict[str, int]
    pools: dict[str, int] = field(default_factory=dict)

    def give(self, pool: str, places: int) -> None:
        """Propose so many more of the places that are left."""
        self.pools[pool] = self.pools.get(pool, 0) + places
        self.left -= places


def propose(
    session: Session,
    sessions: Sequence[str],
    reserve: int,
    general: int,
    remote: Sequence[str] | None,
    remote_in: str | None,
) -> dict[str, Any]:
    """{sessions: [{session, capacity, pools, general}], villages: [{code, name, need, share, remote, band}]}.

    `reserve` and `general` are percent of each session; `remote` the villages that come by bus (None: as remembered).
    """
    rows = lines.known(session, sessions)
    if remote_in is not None and remote_in not in {row["id"] for row in rows}:
        raise Problem("bad_value", {"path": "remote_in"})
    standing = counts.shares(session, set(sessions))
    bands = [_band(row, standing.get(row["id"], {}), reserve, general) for row in rows]
    needed = need.by_village(session, max(str(row["values"].get("on", "")) for row in rows))
    far = set(_far(session, remote))
    named = breakdown.villages(session)
    wanted: dict[str, int] = defaultdict(int)
    for product in sorted({band.product for band in bands}):
        own = {code: needed.get(code, {}).get(product, 0) for code in named}
        share([band for band in bands if band.product == product], own, far, remote_in)
        for code, people in own.items():
            wanted[code] += people
    for band in bands:
        band.pools = {code: 0 for code in named} | band.pools  # also who gets none: the editor sends all of them
    return {
        "sessions": [
            {
                "session": band.name,
                "capacity": band.capacity,
                "pools": dict(sorted(band.pools.items())),
                "general": band.capacity - sum(band.pools.values()),
            }
            for band in bands
        ],
        "villages": [_village(code, name, wanted[code], far, bands) for code, name in named.items()],
    }


def share(bands: Sequence[Band], needed: Mapping[str, int], far: set[str], remote_in: str | None) -> None:
    """Fill the bands of one product: remote villages first, each whole in one band, then the others in every band."""
    held: dict[str, int] = defaultdict(int)
    for band in bands:
        for pool, places in band.promised.items():
            held[pool] += places
    whole = in_proportion(sum(band.left for band in bands), {v: max(0, n - held[v]) for v, n in needed.items()})
    chosen = [band for band in bands if band.name == remote_in] or list(bands)
    for village in sorted(far & whole.keys(), key=lambda each: (-whole[each], each)):
        had = [band for band in bands if band.pools.get(village)]
        best = max((had if remote_in is None and had else chosen), key=lambda band: band.left)
        best.give(village, min(whole[village], best.left))
    near = {village: places for village, places in whole.items() if village not in far}
    for place, band in enumerate(bands):
        later = sum(each.left for each in bands[place:])
        here = min(band.left, -(-sum(near.values()) * band.left // later)) if later else 0
        for village, places in sorted(in_proportion(here, near).items()):
            band.give(village, places)
            near[village] -= places


def in_proportion(places: int, needed: Mapping[str, int]) -> dict[str, int]:
    """Places in proportion to need, never more than needed: whole numbers by the largest remainders."""
    total = sum(needed.values())
    if total <= places:
        return dict(needed)
    exact = {village: places * number / total for village, number in needed.items()}
    whole = {village: int(number) for village, number in exact.items()}
    rest = sorted(exact, key=lambda village: (whole[village] - exact[village], village))
    for village in rest[: places - sum(whole.values())]:
        whole[village] += 1
    return whole


def _band(row: dict[str, Any], standing: dict[counts.Key, Share], reserve: int, general: int) -> Band:
    whole = counts.total(standing).quota
    pools = counts.by_pool(standing)
    promised = {pool: share.leased + share.frozen for pool, share in pools.items()}
    for (pool, account), share in standing.items():
        if account is not None:  # what is broken down to persons stays with them
            promised[pool] += share.free
    least = {pool: share.given + promised[pool] for pool, share in pools.items()}
    band = Band(row["id"], str(row["values"].get("product")), whole, whole, promised)
    for pool in sorted(least.keys() - {GENERAL, RESERVE}):
        band.give(pool, least[pool])
    band.give(RESERVE, max(least[RESERVE], min(whole * reserve // 100, band.left - least[GENERAL])))
    band.left = max(0, band.left - max(least[GENERAL], whole * general // 100))
    return band


def _far(session: Session, asked: Sequence[str] | None) -> Sequence[str]:
    return remote.read(session) if asked is None else asked


def _village(code: str, name: str, people: int, far: set[str], bands: Sequence[Band]) -> dict[str, Any]:
    mine = [band.name for band in bands if band.pools.get(code)]
    return {
        "code": code,
        "name": name,
        "need": people,
        "share": sum(band.pools.get(code, 0) for band in bands),
        "remote": code in far,
        "band": mine[0] if code in far and len(mine) == 1 else None,
    }
