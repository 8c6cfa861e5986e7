"""A proposal of quotas: places in proportion to who still needs the product, remote villages in one band for their bus.

Nothing is written. Nobody is proposed fewer places than are given out or on phones already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.office.sessions import breakdown, counts, lines, need, remote
from server.office.sessions.counts import Share
from sync.leases.share import Band
from sync.leases.share import propose as share_out
from sync.leases.terms import GENERAL, RESERVE


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
    needed = need.by_village(session, max(str(row["values"].get("on", "")) for row in rows))
    far, named = set(_far(session, remote)), breakdown.villages(session)
    wanted: dict[str, int] = defaultdict(int)
    proposed: dict[str, dict[str, int]] = {}
    for product in sorted({_product(row) for row in rows}):
        own = [row for row in rows if _product(row) == product]
        people = {code: needed.get(code, {}).get(product, 0) for code in named}
        proposed |= _of_a_product(own, people, standing, (reserve, general), far, remote_in)
        for code, number in people.items():
            wanted[code] += number
    for row in rows:  # also who gets none: the editor sends all of them
        proposed[row["id"]] = dict.fromkeys(named, 0) | proposed[row["id"]]
    return {
        "sessions": [
            {
                "session": row["id"],
                "capacity": _capacity(standing, row),
                "pools": dict(sorted(proposed[row["id"]].items())),
                "general": _capacity(standing, row) - sum(proposed[row["id"]].values()),
            }
            for row in rows
        ],
        "villages": [_village(code, name, wanted[code], far, proposed) for code, name in named.items()],
    }


def _product(row: Mapping[str, Any]) -> str:
    return str(row["values"].get("product"))


def _capacity(standing: Mapping[str, dict[counts.Key, Share]], row: Mapping[str, Any]) -> int:
    return counts.total(standing.get(row["id"], {})).quota


def _of_a_product(
    rows: Sequence[dict[str, Any]],
    needed: Mapping[str, int],
    standing: Mapping[str, dict[counts.Key, Share]],
    percent: tuple[int, int],
    far: set[str],
    bus: str | None,
) -> dict[str, dict[str, int]]:
    """{session: {pool: places}} of the sessions of one product; `percent`: how much is reserve, how much for all."""
    bands, reserves, given = [], {}, dict(needed)
    for row in rows:
        whole, pools = _capacity(standing, row), counts.by_pool(standing.get(row["id"], {}))
        least = {pool: share.given + share.leased + share.frozen for pool, share in pools.items()}
        for (pool, account), share in standing.get(row["id"], {}).items():
            if account is not None:  # what is broken down to persons stays with them
                least[pool] = least.get(pool, 0) + share.free
        kept, everybodys = least.pop(RESERVE, 0), least.pop(GENERAL, 0)
        room = whole - sum(least.values())
        reserves[row["id"]] = max(kept, min(whole * percent[0] // 100, room - everybodys))
        aside = reserves[row["id"]] + max(everybodys, whole * percent[1] // 100)
        bands.append(Band(row["id"], whole, aside, least))
        for pool, share in pools.items():  # they have a place, and are no longer counted among those who need one
            if pool in given:
                given[pool] += share.given
    shared = share_out(bands, given, far, bus)
    return {name: pools | {RESERVE: reserves[name]} for name, pools in shared.items()}


def _far(session: Session, asked: Sequence[str] | None) -> Sequence[str]:
    return remote.read(session) if asked is None else asked


def _village(
    code: str, name: str, people: int, far: set[str], proposed: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    mine = [session for session, pools in proposed.items() if pools.get(code)]
    return {
        "code": code,
        "name": name,
        "need": people,
        "share": sum(pools.get(code, 0) for pools in proposed.values()),
        "remote": code in far,
        "band": mine[0] if code in far and len(mine) == 1 else None,
    }
