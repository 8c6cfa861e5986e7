"""A desk that has a card of the closed record: what it writes is the person's, before and after the two are one."""

from __future__ import annotations

import pytest

from server.store.tables import Posting
from tests.desk.site import Site, cards, done, number, offline, opened, vaccinated
from tests.office.conftest import Desk
from tests.server.town import LI1, WANG1, Town


@pytest.fixture
def site(town: Town) -> Site:
    """The site with its session of today."""
    return opened(town)


@pytest.fixture
def both(site: Site) -> tuple[str, str]:
    """One person in two villages' books: the one who stays, the one who is closed."""
    return site.resident(1, grid=WANG1), site.resident(1, grid=LI1)


def join(desk: Desk, stays: str, closes: str) -> None:
    """The office joins them."""
    seen = desk.get(f"/twins/pair?one={stays}&other={closes}")["seen"]
    desk.post("/twins/join", {"stays": stays, "closes": closes, "seen": seen})


def whose(site: Site, attendance: str) -> str | None:
    """The resident for whom an attendance stands."""
    with site.town.store.reading() as session:
        return session.get_one(Posting, attendance).resident


def test_whom_a_desk_vaccinates_by_an_old_card_is_the_one_who_stays(
    site: Site, desk: Desk, both: tuple[str, str]
) -> None:
    stays, closes = both
    appointment = site.booked(closes)
    at_desk = site.desk()
    card = cards(at_desk)[0]
    join(desk, stays, closes)
    edits = offline(at_desk, card)
    assert {answer["result"] for answer in at_desk.push(*edits)["answers"]} == {"applied"}
    site.settle()
    (dose,) = site.doses(stays)
    assert dose["known"] == "site" and site.doses(closes) == []
    assert (site.values(appointment)["resident"], site.values(appointment)["state"]) == (stays, "attended")
    assert whose(site, edits[0]["id"]) == stays


def test_what_a_desk_corrects_afterwards_is_corrected_where_the_dose_went(
    site: Site, desk: Desk, both: tuple[str, str]
) -> None:
    stays, closes = both
    site.booked(closes)
    at_desk = site.desk()
    attendance = vaccinated(at_desk, cards(at_desk)[0])
    (before,) = site.doses(closes)
    join(desk, stays, closes)
    assert whose(site, attendance) == stays
    done(at_desk, at_desk.edit("attendance", {"batch": "B7"}, attendance, schema=3))
    site.settle()
    (dose,) = site.doses(stays)
    assert (dose["batch"], dose["voids"]) == ("B7", before["id"]) and site.doses(closes) == []


def test_who_was_joined_is_expected_at_the_desk_as_the_one_who_stays(
    site: Site, desk: Desk, both: tuple[str, str]
) -> None:
    stays, closes = both
    site.booked(closes)
    join(desk, stays, closes)
    at_desk = site.desk()
    (card,) = cards(at_desk)
    assert (card["resident"], card["id_number"], card["state"]) == (stays, number(1), "confirmed")
