"""A day at the desk: who is expected, comes, is screened, vaccinated, observed and leaves; what others see of it."""

from __future__ import annotations

import pytest

from server.exchange.ledger import Draft
from tests.desk.site import SITE, TODAY, TOMORROW, Site, arrival, cards, done, injected, number, screened, vaccinated
from tests.office.conftest import Desk
from tests.server.town import LI1, LI2

BOTH = pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])


@BOTH
def test_whoever_is_booked_is_vaccinated_at_the_desk_and_the_canvasser_sees_the_dose(site: Site, desk: Desk) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident)
    canvasser, at_desk = site.town.phone(LI1), site.desk()
    canvasser.pull()
    assert canvasser.shown(appointment)["state"] == "confirmed"

    card = cards(at_desk)[0]
    attendance = vaccinated(at_desk, card)
    done(at_desk, at_desk.edit("attendance", {"state": "left", "left_at": 1}, attendance, schema=3))
    canvasser.pull()

    assert canvasser.shown(appointment)["state"] == "attended"
    dose = next(row["values"] for row in canvasser.rows.values() if row["entity"] == "dose")
    assert dose == {
        "resident": resident, "number": 1, "product": "bibp", "on": TODAY, "place": "接种点1", "batch": "B1",
        "known": "site",
    }  # fmt: skip
    page = desk.get(f"/residents/{resident}")
    assert [each["values"]["known"] for each in page["doses"]] == ["site"]


def test_a_card_tells_the_desk_what_it_must_know_and_no_more(site: Site) -> None:
    resident = site.resident(1, phone="10012345678", note="私事")
    appointment = site.booked(resident)
    assert cards(site.desk()) == [
        {
            "appointment": appointment, "session": site.session, "resident": resident, "ticket": 1,
            "state": "confirmed", "number": 1, "name": "李小龙", "id_number": number(1),
            "birth": "1970-01-01", "sex": "m", "phone": "10012345678", "village": LI1[:12],
            "doses": [], "contraindications": [],
        }
    ]  # fmt: skip


def test_a_card_tells_of_the_doses_that_stand_and_of_contraindications(site: Site) -> None:
    resident = site.resident(1)
    canvasser = site.town.phone(LI1)
    canvasser.pull()
    first = {"resident": resident, "number": 1, "product": "bibp", "on": "2026-10-20", "known": "declared"}
    wrong = canvasser.edit("dose", first)
    right = canvasser.edit("dose", {**first, "on": "2026-10-21", "voids": wrong["id"]})
    canvasser.push(wrong, right, canvasser.edit("contraindication", {"resident": resident, "kind": "fever"}))
    site.booked(resident, dose=2)
    card = cards(site.desk())[0]
    assert [(dose["number"], dose["on"]) for dose in card["doses"]] == [(1, "2026-10-21")]
    assert [each["kind"] for each in card["contraindications"]] == ["fever"]


def test_tomorrows_people_come_with_todays_list_and_nobody_else(site: Site) -> None:
    for n, session in ((1, site.session), (2, site.later), (3, site.elsewhere)):
        site.booked(site.resident(n), session)
    at_desk = site.desk()
    assert [card["id_number"] for card in cards(at_desk)] == [number(1)]
    site.town.office(Draft("set", "session", site.later, {"on": (TOMORROW, None)}))
    assert [card["id_number"] for card in cards(at_desk)] == [number(1), number(2)]


def test_the_cancelled_are_on_no_list(site: Site) -> None:
    appointment = site.booked(site.resident(1))
    canvasser = site.town.phone(LI1)
    canvasser.pull()
    canvasser.push(canvasser.edit("appointment", {"state": "cancelled"}, appointment))
    assert cards(site.desk()) == []


def test_who_is_screened_out_has_come_and_gets_no_dose(site: Site) -> None:
    resident = site.resident(1)
    appointment = site.booked(resident)
    at_desk = site.desk()
    record = done(at_desk, arrival(at_desk, cards(at_desk)[0]))
    done(at_desk, screened(at_desk, record, "deferred", answers=["fever"], until=TOMORROW))
    site.settle()
    assert site.doses(resident) == []
    assert site.values(appointment)["state"] == "attended"


def test_two_desks_of_a_site_see_each_others_work(site: Site) -> None:
    one, other = site.desk(), site.desk()
    record = done(one, arrival(one, name="王芳", id_number=number(9)))
    other.pull()
    assert other.shown(record)["state"] == "arrived"
    done(other, screened(other, record))
    done(other, injected(other, record))
    one.pull()
    assert one.shown(record)["state"] == "vaccinated"


def test_the_office_counts_people_at_the_sites_by_stage(site: Site, desk: Desk) -> None:
    at_desk = site.desk()
    for n in (1, 2, 3, 4):
        site.booked(site.resident(n, f"李{n}", LI2))
    told = {card["id_number"]: card for card in cards(at_desk)}
    vaccinated(at_desk, told[number(1)])
    gone = vaccinated(at_desk, told[number(2)])
    done(at_desk, at_desk.edit("attendance", {"state": "left"}, gone, schema=3))
    out = done(at_desk, arrival(at_desk, told[number(3)]))
    done(at_desk, screened(at_desk, out, "refused"))
    done(at_desk, arrival(at_desk, name="王芳", id_number=number(9)))
    struck = done(at_desk, arrival(at_desk, name="王芳", id_number=number(9)))
    done(at_desk, at_desk.edit("attendance", {"state": "mistake"}, struck, schema=3))

    page = desk.get(f"/desk?on={TODAY}")
    line = next(each for each in page["sites"] if each["site"] == SITE)
    assert line["sessions"][0]["counts"] == {
        "booked": 4, "requested": 0, "arrived": 3, "waiting": 0, "ready": 0, "screened_out": 1, "done": 2,
        "observing": 1, "left": 1,
    }  # fmt: skip
    assert (line["other"]["arrived"], line["other"]["waiting"], line["total"]["arrived"]) == (1, 1, 4)
    assert line["desks"] == 1 and line["supply"] == [
        {"product": "bibp", "batch": "B1", "received": 0, "used": 2, "left": -2, "expires": None}
    ]
