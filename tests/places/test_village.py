"""A cadre shares the village's places out among its canvassers, from the phone (docs/protocol.md, T11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from server.errors import STATUS
from tests.places.desk import ON, Hand, Sites
from tests.server.clock import Clock
from tests.server.town import LI, LI1, LI2, WANG, Phone, Town


@dataclass
class Village:
    """A cadre's phone, two canvassers', and a session with six places of the village."""

    cadre: Phone
    first: Phone
    second: Phone
    session: str
    sites: Sites

    def send(self, **share: Any) -> Any:
        """Ask, and share out if anything is named."""
        told = {"session": self.session, "village": LI, **share} if share else None
        return self.cadre.send("/api/sync/quotas", {"share": told})

    def line(self, **share: Any) -> dict[str, Any]:
        """The only line of the answer."""
        response = self.send(**share)
        assert response.status_code == 200, response.get_json()
        lines = response.get_json()["sessions"]
        assert len(lines) == 1
        return dict(lines[0])

    def of(self, phone: Phone, **share: Any) -> dict[str, Any]:
        """What one account has."""
        return next(each for each in self.line(**share)["accounts"] if each["account"] == phone.account)


@pytest.fixture
def village(town: Town, sites: Sites) -> Village:
    session = sites.session(capacity=10)
    sites.settle()
    sites.allot(session, {(LI, None): 6, (WANG, None): 4})
    return Village(town.phone(LI, role="cadre"), town.phone(LI1), town.phone(LI2), session, sites)


def test_a_cadre_sees_the_villages_places_and_who_works_there(village: Village) -> None:
    line = village.line()
    assert (line["session"], line["village"], line["on"]) == (village.session, LI, ON)
    assert (line["quota"], line["given"], line["leased"], line["common"]) == (6, 0, 0, 6)
    assert {each["account"]: each["grids"] for each in line["accounts"]} == {
        village.cadre.account: [],
        village.first.account: [LI1],
        village.second.account: [LI2],
    }


def test_what_a_cadre_shares_out_is_lent_to_that_canvasser_and_to_nobody_else(village: Village) -> None:
    line = village.line(accounts={str(village.first.account): 4})
    assert (line["quota"], line["common"]) == (6, 2)
    second = Hand(village.second)
    assert len(second.ask({village.session: 6})) == 2, "only what is the whole village's"
    first = Hand(village.first)
    assert len(first.ask({village.session: 6})) == 4
    assert (village.of(village.first)["leased"], village.line()["leased"]) == (4, 6)


def test_what_is_given_out_stays_with_the_canvasser(village: Village) -> None:
    village.line(accounts={str(village.first.account): 4})
    hand = Hand(village.first)
    hand.ask({village.session: 2})
    response = village.send(accounts={str(village.first.account): 1})
    assert (response.status_code, response.get_json()["code"]) == (409, "quota_below_given")
    assert village.of(village.first)["quota"] == 4, "nothing has changed"
    assert village.of(village.first, accounts={str(village.first.account): 2})["quota"] == 2


def test_places_are_proposed_in_proportion_to_who_still_needs_them(village: Village, town: Town) -> None:
    line = village.line()
    assert {each["proposed"] for each in line["accounts"]} == {0}, "nobody in the lists needs this product"
    assert sum(each["need"] for each in line["accounts"]) == 0


def test_a_cadre_of_another_village_sees_and_changes_nothing(village: Village, town: Town) -> None:
    other = town.phone(WANG, role="cadre")
    lines = other.send("/api/sync/quotas", {}).get_json()["sessions"]
    assert [(each["village"], each["quota"]) for each in lines] == [(WANG, 4)]
    share = {"session": village.session, "village": LI, "accounts": {str(village.first.account): 1}}
    response = other.send("/api/sync/quotas", {"share": share})
    assert (response.status_code, response.get_json()["code"]) == (403, "not_allowed")
    assert village.line()["common"] == 6


def _cancelled(village: Village) -> Any:
    village.sites.set("session", village.session, state="cancelled")
    return village.send(accounts={})


def _below(village: Village) -> Any:
    village.line(accounts={str(village.first.account): 1})
    Hand(village.first).ask({village.session: 1})
    return village.send(accounts={str(village.first.account): 0})


REFUSED: dict[str, Callable[[Village], Any]] = {
    "not_allowed": lambda village: village.first.send("/api/sync/quotas", {}),
    "unknown_record": lambda village: village.send(session="session:none", accounts={}),
    "session_over": _cancelled,
    "bad_value": lambda village: village.send(accounts={"999999": 1}),
    "quota_below_given": _below,
    "quota_above_capacity": lambda village: village.send(accounts={str(village.first.account): 7}),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_shared_out_is_refused_with_its_code(village: Village, code: str, clock: Clock) -> None:
    response = REFUSED[code](village)
    assert (response.status_code, response.get_json()["code"]) == (STATUS[code], code)
