"""A cadre's hand on the village's places: which of its people may give out how many (docs/protocol.md, T11).

What the village has is the office's decision; here it is only shared out among those who work in the village.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.accounts import granted_areas
from server.auth import Asker
from server.errors import Problem
from server.office.sessions import breakdown, counts, lines, need, pools
from server.office.sessions.counts import Key, Share
from sync import areas
from sync.leases.share import Band, propose

ROLE = "cadre"
Line = dict[str, Any]


def shared(session: Session, asker: Asker, today: str) -> list[Line]:
    """Every session from today on that has places of a village of this cadre: how many, and who there has them. Raises
    Problem not_allowed.
    """
    villages = _villages(session, asker)
    rows = lines.open_ones(lines.rows(session, since=today))
    standing = counts.shares(session, {row["id"] for row in rows})
    working = breakdown.workers(session)
    told = []
    for village in villages:
        for row in rows:
            of = {key: share for key, share in standing.get(row["id"], {}).items() if key[0] == village}
            if sum(share.quota for share in of.values()):
                people = {each["account"]: each for each in working.get(village, [])}
                told.append(_line(session, row, village, of, people))
    return sorted(told, key=lambda each: (each["on"], each["from"], each["session"], each["village"]))


def share(session: Session, asker: Asker, name: str, village: str, accounts: Mapping[str, int], today: str) -> None:
    """Let each of these accounts have so many of the village's places in all; who is not named keeps theirs. The rest
    is the whole village's. Raises Problem not_allowed, unknown_record, session_over, bad_value, quota_below_given,
    quota_above_capacity.
    """
    if village not in _villages(session, asker):
        raise Problem("not_allowed")
    lines.need_open(lines.row_of(session, name), today)
    here = {str(each["account"]) for each in breakdown.workers(session).get(village, [])}
    had = {str(account) for pool, account in counts.shares(session, [name]).get(name, {}) if pool == village}
    if accounts.keys() - here - had:
        raise Problem("bad_value", {"path": "accounts"})
    pools.allot(session, name, {}, {village: accounts})


def _villages(session: Session, asker: Asker) -> list[str]:
    if asker.role != ROLE:
        raise Problem("not_allowed")
    return [code for code in granted_areas(session, asker.account) if areas.level(code) == "village"]


def _line(session: Session, row: lines.Row, village: str, of: Mapping[Key, Share], people: dict[int, Line]) -> Line:
    values = row["values"]
    whole = sum(of.values(), Share())
    needed = need.by_grid(session, str(values["on"]), village)
    product = str(values.get("product"))
    for _, account in of:
        if account is not None and account not in people:  # works elsewhere by now, and still has some
            people[account] = {"account": account, "name": "", "grids": []}
    told = [
        {
            **{name: each[name] for name in ("account", "name", "grids")},
            **_figures(of.get((village, account), Share())),
            "need": sum(needed.get(grid, {}).get(product, 0) for grid in each["grids"]),
        }
        for account, each in sorted(people.items())
    ]
    proposed = _proposed(row["id"], whole, of, told)
    return {
        "session": row["id"],
        "village": village,
        "on": str(values["on"]),
        "from": str(values.get("from", "")),
        **_figures(whole),
        "common": of.get((village, None), Share()).quota,
        "accounts": [{**each, "proposed": proposed.get(str(each["account"]), 0)} for each in told],
    }


def _figures(of: Share) -> dict[str, int]:
    return {"quota": of.quota, "given": of.given, "leased": of.leased}


def _proposed(name: str, whole: Share, of: Mapping[Key, Share], people: list[Line]) -> dict[str, int]:
    """In proportion to how many people of their grids need the product, what the village has in common kept if lent."""
    least = {str(each["account"]): each["given"] + each["leased"] for each in people}
    common = sum(each.given + each.leased for (_, account), each in of.items() if account is None)
    needs = {str(each["account"]): each["need"] + each["given"] for each in people}
    return propose([Band(name, whole.quota, common, least)], needs)[name]
