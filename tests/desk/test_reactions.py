"""An adverse reaction is on the office's page as soon as the desk has sent it, the grave ones first."""

from __future__ import annotations

import pytest

from tests.desk.site import MINUTE, Site, cards, done, vaccinated
from tests.office.conftest import Desk
from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, SITE1, Phone

BOTH = pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])


def reacted(at_desk: Phone, attendance: str, at: int, **said: object) -> str:
    """The desk records a reaction; its id."""
    values = {"attendance": attendance, "at": at, "signs": ["rash"], **said}
    return done(at_desk, at_desk.edit("reaction", values, schema=3))


@BOTH
def test_a_reaction_stands_on_the_offices_page_at_once_with_the_hospital(site: Site, desk: Desk, clock: Clock) -> None:
    resident = site.resident(1, phone="10012345678")
    site.booked(resident)
    at_desk = site.desk()
    attendance = vaccinated(at_desk, cards(at_desk)[0])
    clock.forward(12 * MINUTE)
    reaction = reacted(at_desk, attendance, clock.now, grave=True, signs=["breath", "rash"], action="肾上腺素")

    assert desk.get("/overview")["desk"] == {"reactions": 1, "grave": 1, "unmatched": 0}
    told = desk.get("/reactions")
    (line,) = told["reactions"]
    assert (told["open"], told["grave"], line["id"], line["resident"]) == (1, 1, reaction, resident)
    assert (line["minutes"], line["signs"], line["grave"], line["action"]) == (12, ["breath", "rash"], True, "肾上腺素")
    assert (line["name"], line["product"], line["batch"]) == ("李小龙", "bibp", "B1")
    assert (line["hospital"], line["hospital_phone"]) == ("县医院", "10012345678")
    assert (line["report_by"], line["late"], line["open"]) == (clock.now + 2 * HOUR, False, True)


def test_grave_ones_come_first_and_what_has_ended_last(site: Site, desk: Desk, clock: Clock) -> None:
    at_desk = site.desk()
    attendance = vaccinated(at_desk, name="王芳")
    slight, grave, later = (
        reacted(at_desk, attendance, clock.now + n * MINUTE, grave=heavy)
        for n, heavy in enumerate((False, True, False))
    )
    over = reacted(at_desk, attendance, clock.now + HOUR, grave=True)
    mistaken = reacted(at_desk, attendance, clock.now, mistake=True)
    told = desk.post(f"/reactions/{over}", {"outcome": "recovered"})
    assert [line["id"] for line in told["reactions"]] == [grave, later, slight, over]
    assert mistaken not in [line["id"] for line in told["reactions"]]
    assert (told["open"], told["grave"]) == (3, 1)


def test_a_reaction_that_nobody_has_followed_up_in_time_is_late(site: Site, desk: Desk, clock: Clock) -> None:
    at_desk = site.desk()
    attendance = vaccinated(at_desk, name="王芳")
    reacted(at_desk, attendance, clock.now, grave=True)
    reacted(at_desk, attendance, clock.now)
    clock.forward(3 * HOUR)
    assert [line["late"] for line in desk.get("/reactions")["reactions"]] == [True, False]
    clock.forward(46 * HOUR)
    assert [line["late"] for line in desk.get("/reactions")["reactions"]] == [True, True]


def test_what_the_office_adds_reaches_the_desk_and_no_canvasser(site: Site, desk: Desk, clock: Clock) -> None:
    at_desk, canvasser = site.desk(), site.town.phone(LI1)
    attendance = vaccinated(at_desk, name="王芳")
    reaction = reacted(at_desk, attendance, clock.now)
    desk.post(f"/reactions/{reaction}", {"hospital_called_at": clock.now, "outcome": "in_hospital", "note": "已送医"})
    values = at_desk.pull()[reaction]["values"]
    assert (values["outcome"], values["note"], at_desk.rows[reaction]["scope"]) == ("in_hospital", "已送医", SITE1)
    assert reaction not in canvasser.pull()


def test_old_ones_are_shown_when_they_are_asked_for_and_while_they_are_open(
    site: Site, desk: Desk, clock: Clock
) -> None:
    at_desk = site.desk()
    attendance = vaccinated(at_desk, name="王芳")
    long_ago = clock.now - 40 * 24 * HOUR
    reaction, other = reacted(at_desk, attendance, long_ago), reacted(at_desk, attendance, long_ago)
    desk.post(f"/reactions/{reaction}", {"outcome": "recovered"})
    assert [line["id"] for line in desk.get("/reactions")["reactions"]] == [other]
    assert len(desk.get("/reactions?since=all")["reactions"]) == 2
    assert len(desk.get("/reactions?since=2026-10-11")["reactions"]) == 2
    assert desk.get("/reactions?since=then", 422)["code"] == "bad_value"


@pytest.mark.parametrize("body", [{"outcome": "fine"}, {"at": 5}, {"hospital_called_at": -1}])
def test_what_the_office_cannot_say_of_a_reaction_is_refused(
    site: Site, desk: Desk, clock: Clock, body: dict[str, object]
) -> None:
    at_desk = site.desk()
    reaction = reacted(at_desk, vaccinated(at_desk, name="王芳"), clock.now)
    assert desk.code(f"/reactions/{reaction}", body, 400) == "malformed"
    assert desk.code(f"/reactions/{site.session}", {"outcome": "recovered"}, 404) == "unknown_record"
