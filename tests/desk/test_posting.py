"""What follows for the resident from what a desk recorded: once, whatever stops in between, and corrected with it."""

from __future__ import annotations

import pytest
from flask import Flask

from server.desk import posting
from server.store.session import Store
from server.store.tables import Followup, Posting
from tests.desk.site import Site, arrival, cards, done, injected, offline, screened, vaccinated
from tests.office.conftest import Desk
from tests.office.disputes import only
from tests.server.town import LI1, LI2, SITE1

BOTH = pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])


@BOTH
def test_two_desks_that_vaccinate_one_person_offline_lose_nothing_and_the_office_decides(
    site: Site, desk: Desk
) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident)
    one, other = site.desk(), site.desk()
    card, same = cards(one)[0], cards(other)[0]
    mornings = offline(one, card, batch="B1"), offline(other, same, batch="B2")
    for at_desk, edits in zip((one, other), mornings, strict=True):
        assert {answer["result"] for answer in at_desk.push(*edits)["answers"]} == {"applied"}

    assert [(dose["number"], dose["batch"]) for dose in site.doses(resident)] == [(1, "B1"), (1, "B2")]
    assert site.values(appointment)["state"] == "attended"
    assert only(desk, "dose_same_number")["subject"]["resident"] == resident
    assert desk.get("/desk")["double"] == 1
    one.pull()
    assert len([row for row in one.rows.values() if row["entity"] == "attendance"]) == 2  # so the desk can warn


@BOTH
def test_a_correction_at_the_desk_voids_the_dose_that_it_had_made_and_no_other(site: Site) -> None:
    resident = site.resident(1)
    site.booked(resident)
    at_desk = site.desk()
    attendance = vaccinated(at_desk, cards(at_desk)[0])
    first = site.doses(resident)[0]
    done(at_desk, at_desk.edit("attendance", {"batch": "B7"}, attendance, schema=3))
    done(at_desk, at_desk.edit("attendance", {"batch": "B8", "dose_number": 2}, attendance, schema=3))
    (last,) = site.doses(resident)
    assert (last["batch"], last["number"], last["known"]) == ("B8", 2, "site")
    chain = site.values(last["voids"])
    assert (chain["batch"], chain["voids"]) == ("B7", first["id"])


def test_what_does_not_change_the_dose_writes_nothing_into_the_residents_grid(site: Site) -> None:
    resident = site.resident(1)
    site.booked(resident)
    at_desk, canvasser = site.desk(), site.town.phone(LI1)
    attendance = vaccinated(at_desk, cards(at_desk)[0])
    canvasser.pull()
    before = dict(canvasser.rows)
    done(at_desk, at_desk.edit("attendance", {"state": "left", "note": "没有不适"}, attendance, schema=3))
    canvasser.pull()
    assert canvasser.rows == before


def test_a_dose_taken_back_at_the_desk_is_retracted_and_the_appointment_stands_again(site: Site) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident)
    at_desk = site.desk()
    attendance = vaccinated(at_desk, cards(at_desk)[0])
    done(at_desk, at_desk.edit("attendance", {"state": "mistake"}, attendance, schema=3))
    assert site.doses(resident) == []
    assert site.values(appointment)["state"] == "confirmed"
    again = vaccinated(at_desk, cards(at_desk)[0], batch="B2")
    assert [dose["batch"] for dose in site.doses(resident)] == ["B2"]
    assert site.values(appointment)["state"] == "attended"
    done(at_desk, at_desk.edit("attendance", {"state": "arrived"}, again, schema=3))
    done(at_desk, injected(at_desk, again, batch="B3"))
    assert [dose["batch"] for dose in site.doses(resident)] == ["B3"]


def test_striking_out_the_second_of_two_arrivals_leaves_the_first_ones_dose_and_appointment(site: Site) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident)
    at_desk = site.desk()
    card = cards(at_desk)[0]
    vaccinated(at_desk, card)
    second = vaccinated(at_desk, card, batch="B2")
    done(at_desk, at_desk.edit("attendance", {"state": "mistake"}, second, schema=3))
    assert [dose["batch"] for dose in site.doses(resident)] == ["B1"]
    assert site.values(appointment)["state"] == "attended"


@BOTH
def test_a_server_killed_between_the_push_and_the_posting_posts_once_when_it_runs_again(
    site: Site, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = site.resident(1)
    site.booked(resident)
    at_desk = site.desk()
    card = cards(at_desk)[0]
    with monkeypatch.context() as killed:
        killed.setattr(posting, "settle", _killed)
        vaccinated(at_desk, card)
    assert site.doses(resident) == [] and _waiting(site.town.store) > 0
    site.town.store.places = None  # type: ignore[attr-defined]  # what the killed process remembered
    site.settle()
    site.settle()
    assert len(site.doses(resident)) == 1 and _waiting(site.town.store) == 0


def test_a_server_killed_within_the_posting_leaves_nothing_of_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident)
    at_desk = site.desk()
    card = cards(at_desk)[0]
    with monkeypatch.context() as killed:
        write = posting._write

        def stopped(*given: object) -> bool:
            write(*given)  # type: ignore[arg-type]
            raise KeyboardInterrupt

        killed.setattr(posting, "_write", stopped)
        record = done(at_desk, arrival(at_desk, card))
        done(at_desk, screened(at_desk, record))
        with pytest.raises(KeyboardInterrupt):
            at_desk.push(injected(at_desk, record))
    assert site.doses(resident) == [] and site.values(appointment)["state"] == "confirmed"
    site.town.store.places = None  # type: ignore[attr-defined]
    site.settle()
    assert len(site.doses(resident)) == 1 and site.values(appointment)["state"] == "attended"


def test_settling_twice_writes_once(site: Site) -> None:
    resident = site.resident(1)
    site.booked(resident)
    at_desk = site.desk()
    attendance = vaccinated(at_desk, cards(at_desk)[0])
    before = site.rows()
    with site.town.app.app_context(), site.town.store.writing() as session:
        assert not posting.settle(session, attendance, site.town.admin, 1)
    assert site.rows() == before


def test_a_dose_that_is_there_already_after_a_lost_note_is_taken_for_the_posting(site: Site) -> None:
    resident = site.resident(1)
    site.booked(resident)
    at_desk = site.desk()
    attendance = vaccinated(at_desk, cards(at_desk)[0])
    with site.town.app.app_context(), site.town.store.writing() as session:
        session.delete(session.get_one(Posting, attendance))
    with site.town.app.app_context(), site.town.store.writing() as session:
        posting.settle(session, attendance, site.town.admin, 1)
        assert session.get_one(Posting, attendance).dose == site.doses(resident)[0]["id"]
    assert len(site.doses(resident)) == 1


def test_what_sites_have_used_is_counted_by_batch_whoever_had_it(site: Site) -> None:
    at_desk = site.desk()
    site.booked(site.resident(1))
    vaccinated(at_desk, cards(at_desk)[0])
    vaccinated(at_desk, name="王芳", session=site.session)
    struck = vaccinated(at_desk, name="汪静", session=site.session)
    done(at_desk, at_desk.edit("attendance", {"state": "mistake"}, struck, schema=3))
    with site.town.store.reading() as session:
        assert posting.used(session) == {(SITE1, "bibp", "B1"): 2}


def test_the_dose_of_somebody_who_moved_goes_where_they_live_now(site: Site) -> None:
    resident = site.resident(1)
    site.booked(resident)
    at_desk = site.desk()
    card = cards(at_desk)[0]
    home = site.values(resident)["household"]
    canvasser = site.town.phone(LI1, LI2)
    canvasser.pull()
    canvasser.push(canvasser.edit("household", {"grid": LI2}, home))
    vaccinated(at_desk, card)
    (dose,) = site.doses(resident)
    assert site.rows()[dose["id"]]["scope"] == LI2


def _killed(*_: object) -> None:
    raise KeyError("killed")


def _waiting(store: Store) -> int:
    with store.reading() as session:
        return session.query(Followup).count()
