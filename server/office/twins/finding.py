"""Pairs of residents who seem to be one, out of the office's list: by two statements that each run along an index.

Who shares an identity number, and who shares name and birth date and has a similar telephone or the same door. Only
people who are in everybody's task are asked about, and no pair about which a person has decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.office.twins import alike
from server.office.twins.alike import Pair
from server.store.tables import Apart, Listing, Review

NUMBER, TELEPHONE, ADDRESS = "number", "phone", "address"
WHYS = (NUMBER, TELEPHONE, ADDRESS)


@dataclass
class Found:
    """A pair, why it is asked about, and where the two live."""

    one: str
    other: str
    whys: set[str] = field(default_factory=set)
    villages: set[str] = field(default_factory=set)

    @property
    def order(self) -> tuple[int, str, str]:
        """The surest first."""
        return min(WHYS.index(why) for why in self.whys), self.one, self.other


def find(session: Session) -> list[Found]:
    """Every pair that waits for a person, the surest first."""
    villages: dict[str, str] = {}
    whys: dict[Pair, set[str]] = {}
    for why, pair in (*_by_number(session, villages), *_by_name(session, villages)):
        whys.setdefault(pair, set()).add(why)
    settled = apart(session) | _ruled(session) if whys else set()
    found = [Found(*pair, why, {villages[name] for name in pair}) for pair, why in whys.items() if pair not in settled]
    return sorted(found, key=lambda each: each.order)


def apart(session: Session) -> set[Pair]:
    """The pairs of which a person said that they are two people."""
    return {(one, other) for one, other in session.execute(select(Apart.one, Apart.other))}


def _by_number(session: Session, villages: dict[str, str]) -> Iterator[tuple[str, Pair]]:
    shared = select(Listing.id_number).where(Listing.id_number.is_not(None)).group_by(Listing.id_number)
    several = shared.having(func.count() > 1).subquery()
    query = select(Listing.id_number, Listing.resident, Listing.village).join(
        several, several.c.id_number == Listing.id_number
    )
    rows = session.execute(query.where(Listing.life_state == "active").order_by(Listing.id_number)).all()
    for _, members in groupby(rows, key=lambda row: row.id_number):
        same = {row.resident: row.village for row in members}
        villages |= same
        yield from ((NUMBER, pair) for pair in alike.together(list(same)))


def _by_name(session: Session, villages: dict[str, str]) -> Iterator[tuple[str, Pair]]:
    shared = select(Listing.name, Listing.birth).where(Listing.name.is_not(None), Listing.birth.is_not(None))
    several = shared.group_by(Listing.name, Listing.birth).having(func.count() > 1).subquery()
    query = select(
        Listing.name, Listing.birth, Listing.resident, Listing.village, Listing.phone, Listing.lane, Listing.door
    ).join(several, (several.c.name == Listing.name) & (several.c.birth == Listing.birth))
    rows = session.execute(query.where(Listing.life_state == "active").order_by(Listing.name, Listing.birth)).all()
    for _, members in groupby(rows, key=lambda row: (row.name, row.birth)):
        same = list(members)
        villages |= {row.resident: row.village for row in same}
        telephones = {row.resident: alike.telephones(row.phone) for row in same}
        addresses = {row.resident: alike.address(row.lane, row.door) for row in same}
        yield from ((TELEPHONE, pair) for pair in alike.pairs(telephones))
        yield from ((ADDRESS, pair) for pair in alike.pairs(addresses))


def _ruled(session: Session) -> set[Pair]:
    """The pairs that were told apart in the inbox, by the number that they share."""
    query = select(Review.body).where(  # by a version that kept it as a ruling
        Review.kind == "same_identity", Review.state == "decided", Review.verdict == "two_people"
    )
    names: Iterable[list[Any]] = (json.loads(body)["names"] for body in session.scalars(query))
    return {pair for each in names for pair in combinations(sorted(each), 2)}
