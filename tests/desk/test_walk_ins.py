"""Whoever comes without being on the list is vaccinated all the same; the dose finds its resident, or waits for one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.site import Site, cards, done, number, vaccinated
from tests.office.conftest import Desk
from tests.server.town import LI1, WANG1, Phone

BOTH = pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])


def find(at_desk: Phone, identity: str) -> Any:
    """The card that a desk gets for a number."""
    response = at_desk.send("/api/desk/find", {"id_number": identity})
    assert response.status_code == 200, response.get_json()
    return response.get_json()["card"]


@BOTH
def test_a_walk_in_is_known_by_the_number_on_the_paper(site: Site) -> None:
    resident = site.resident(1, grid=WANG1)
    vaccinated(site.desk(), name="李小龙", id_number=number(1))
    assert [(dose["number"], dose["known"]) for dose in site.doses(resident)] == [(1, "site")]


def test_a_resident_whom_a_canvasser_has_just_entered_is_known_before_any_list_is_renewed(site: Site) -> None:
    canvasser = site.town.phone(LI1)
    canvasser.pull()
    home = canvasser.edit("household", {"grid": LI1, "door": "9"})
    person = canvasser.edit("resident", {"household": home["id"], "name": "王芳", "id_number": number(7)})
    canvasser.push(home, person)
    at_desk = site.desk()
    assert find(at_desk, f" {number(7)} ")["resident"] == person["id"]
    vaccinated(at_desk, name="王芳", id_number=number(7))
    assert len(site.doses(person["id"])) == 1


def test_a_walk_in_with_an_appointment_today_has_attended_it(site: Site) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident)
    vaccinated(site.desk(), id_number=number(1), session=site.session)
    assert site.values(appointment)["state"] == "attended"


@BOTH
def test_a_place_on_another_day_for_the_dose_that_a_walk_in_has_had_is_free_for_somebody_else(site: Site) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident, site.later)
    following = site.booked(resident, site.later, dose=2)
    vaccinated(site.desk(), id_number=number(1), session=site.session, dose_number=1)
    assert site.values(appointment)["state"] == "cancelled"
    assert site.values(following)["state"] == "confirmed", "the next dose is still to come"


@BOTH
def test_a_stranger_waits_for_the_office_which_says_who_it_was(site: Site, desk: Desk) -> None:
    resident = site.resident(1, "王芳")
    attendance = vaccinated(site.desk(), name="王芳", birth="1970-01-01", phone="10012345678")
    (waiting,) = desk.get("/unmatched")["people"]
    assert (waiting["why"], waiting["name"], waiting["batch"], waiting["site_name"]) == (
        "nobody",
        "王芳",
        "B1",
        "接种点1",
    )
    assert [(each["resident"], each["by"]) for each in waiting["candidates"]] == [(resident, "name")]
    assert desk.get("/overview")["desk"] == {"reactions": 0, "grave": 0, "unmatched": 1}

    told = desk.post(f"/unmatched/{attendance}/match", {"resident": resident})
    (dose,) = site.doses(resident)
    assert told["people"] == [] and told["done"] == {"resident": resident, "dose": dose["id"]}
    assert desk.code(f"/unmatched/{attendance}/match", {"resident": resident}, 409) == "already_decided"
    assert len(site.doses(resident)) == 1


def test_after_the_office_has_said_who_it_was_a_correction_follows_to_the_same_resident(site: Site, desk: Desk) -> None:
    resident, at_desk = site.resident(1, "王芳"), site.desk()
    attendance = vaccinated(at_desk, name="王方")
    desk.post(f"/unmatched/{attendance}/match", {"resident": resident})
    done(at_desk, at_desk.edit("attendance", {"batch": "B9"}, attendance, schema=3))
    assert [dose["batch"] for dose in site.doses(resident)] == ["B9"]


def test_a_stranger_is_entered_as_a_new_resident_with_what_the_desk_wrote(site: Site, desk: Desk) -> None:
    attendance = vaccinated(site.desk(), name="王芳", id_number=number(5), birth="1970-01-01", sex="f")
    told = desk.post(f"/unmatched/{attendance}/new", {"grid": LI1, "door": "12", "residency": "moved_in"})
    resident = told["done"]["resident"]
    values = site.values(resident)
    assert (values["name"], values["id_number"], values["sex"]) == ("王芳", number(5), "f")
    assert site.values(values["household"])["door"] == "12"
    assert len(site.doses(resident)) == 1
    second = vaccinated(site.desk(), name="王小芳")
    home = values["household"]
    told = desk.post(f"/unmatched/{second}/new", {"grid": LI1, "household": home, "name": "王晓芳"})
    assert site.values(told["done"]["resident"])["household"] == home
    assert site.values(told["done"]["resident"])["name"] == "王晓芳"


def test_somebody_of_another_town_is_set_aside_until_the_desk_corrects_the_record(site: Site, desk: Desk) -> None:
    resident, at_desk = site.resident(1), site.desk()
    attendance = vaccinated(at_desk, name="路过")
    told = desk.post(f"/unmatched/{attendance}/aside")
    assert (told["people"], told["set_aside"]) == ([], 1)
    done(at_desk, at_desk.edit("attendance", {"state": "left"}, attendance, schema=3))
    assert desk.get("/unmatched")["people"] == []
    assert [each["attendance"] for each in desk.get("/unmatched?aside=1")["people"]] == [attendance]
    done(at_desk, at_desk.edit("attendance", {"id_number": number(1), "batch": "B2"}, attendance, schema=3))
    assert len(site.doses(resident)) == 1 and desk.get("/unmatched")["set_aside"] == 0


def test_who_was_only_registered_or_struck_out_waits_for_nobody(site: Site, desk: Desk) -> None:
    at_desk = site.desk()
    attendance = vaccinated(at_desk, name="王芳")
    assert len(desk.get("/unmatched")["people"]) == 1
    done(at_desk, at_desk.edit("attendance", {"state": "mistake"}, attendance, schema=3))
    assert desk.get("/unmatched")["people"] == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"id_number": number(3)}, "nobody"),
        ({"id_number": number(1)}, "several"),
        ({"name": "李小龙"}, "nobody"),
    ],
)
def test_the_office_is_told_why_nobody_was_found(site: Site, desk: Desk, said: dict[str, Any], why: str) -> None:
    for grid in (LI1, WANG1):
        site.resident(1, grid=grid)
    vaccinated(site.desk(), **said)
    (waiting,) = desk.get("/unmatched")["people"]
    assert waiting["why"] == why


def test_a_paper_of_somebody_else_than_the_slips_is_not_taken_for_either(site: Site, desk: Desk) -> None:
    one, other = site.resident(1, "李大"), site.resident(2, "李二")
    site.booked(one)
    at_desk = site.desk()
    vaccinated(at_desk, cards(at_desk)[0], id_number=number(2))
    assert site.doses(one) == site.doses(other) == []
    (waiting,) = desk.get("/unmatched")["people"]
    assert waiting["why"] == "number_differs"
    assert [(each["resident"], each["by"]) for each in waiting["candidates"][:2]] == [(one, "slip"), (other, "number")]


def test_a_desk_finds_nobody_by_half_a_number_and_nobody_who_has_left(site: Site) -> None:
    site.resident(1)
    site.resident(2, life_state="moved_out")
    at_desk = site.desk()
    assert find(at_desk, number(1)[:-1]) is None and find(at_desk, number(2)) is None
    card = find(at_desk, number(1))
    assert (card["appointment"], card["session"], card["ticket"], card["state"]) == (None, None, None, None)


def test_the_card_that_is_found_has_the_appointment_at_this_site_todays_first(site: Site) -> None:
    resident = site.resident(1)
    site.booked(resident, site.later, dose=2)
    appointment = site.booked(resident)
    at_desk = site.desk()
    assert find(at_desk, number(1))["appointment"] == appointment
    elsewhere = site.resident(2)
    site.booked(elsewhere, site.elsewhere)
    assert find(at_desk, number(2))["appointment"] is None
