"""Pairs of residents who seem to be one, out of the office's list: by statements that each run along an index.

Who shares an identity number, and who shares name and birth date and has a similar telephone or the same door. Only
people who are in everybody's task are asked about, and no pair about which a person has decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.office.twins import alike
from server.office.twins.alike import Pair
from server.store.tables import Apart, Listing, Review

NUMBER, TELEPHONE, ADDRESS = "number", "phone", "address"
WHYS = (NUMBER, TELEPHONE, ADDRESS)
AT_ONCE = 200  # names with their birth dates in one statement
ALIVE = "active"  # asked about here and not of the database, which would read everybody who is


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
    same: dict[str, list[str]] = {}
    for some in chunks(list(session.scalars(shared.having(func.count() > 1)))):
        query = select(Listing.id_number, Listing.resident, Listing.village, Listing.life_state)
        for number, resident, village, life in session.execute(query.where(Listing.id_number.in_(some))):
            if life == ALIVE:
                same.setdefault(str(number), []).append(resident)
                villages[resident] = village
    for residents in same.values():
        yield from ((NUMBER, pair) for pair in alike.together(residents))


def _by_name(session: Session, villages: dict[str, str]) -> Iterator[tuple[str, Pair]]:
    shared = select(Listing.name, Listing.birth).where(Listing.name.is_not(None), Listing.birth.is_not(None))
    several = session.execute(shared.group_by(Listing.name, Listing.birth).having(func.count() > 1)).all()
    same: dict[tuple[Any, Any], dict[str, Any]] = {}
    for start in range(0, len(several), AT_ONCE):
        some = several[start : start + AT_ONCE]
        query = select(
            Listing.name, Listing.birth, Listing.resident, Listing.village, Listing.phone, Listing.lane, Listing.door,
            Listing.life_state,
        ).where(or_(*((Listing.name == name) & (Listing.birth == birth) for name, birth in some)))  # fmt: skip
        for row in session.execute(query):
            if row.life_state == ALIVE:
                same.setdefault((row.name, row.birth), {})[row.resident] = row
    for members in same.values():
        villages |= {name: row.village for name, row in members.items()}
        telephones = {name: alike.telephones(row.phone) for name, row in members.items()}
        addresses = {name: alike.address(row.lane, row.door) for name, row in members.items()}
        yield from ((TELEPHONE, pair) for pair in alike.pairs(telephones))
        yield from ((ADDRESS, pair) for pair in alike.pairs(addresses))


def _ruled(session: Session) -> set[Pair]:
    """The pairs that were told apart in the inbox, by the number that they share."""
    query = select(Review.body).where(  # by a version that kept it as a ruling
        Review.kind == "same_identity", Review.state == "decided", Review.verdict == "two_people"
    )
    names: Iterable[list[Any]] = (json.loads(body)["names"] for body in session.scalars(query))
    return {pair for each in names for pair in combinations(sorted(each), 2)}
