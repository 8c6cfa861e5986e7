"""Who gets what: a desk its own site's people and no resident's record, nobody else what a desk writes."""

from __future__ import annotations

from typing import Any

import pytest

from server.exchange.ledger import Draft
from tests.desk.site import TODAY, TOMORROW, Site, arrival, cards, done, listed, number, vaccinated
from tests.office.conftest import Desk
from tests.server.town import LI1, SITE1, SITE2, TOWNSHIP

BOTH = pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])


def refusal(response: Any) -> str:
    """The code of an answer that is a failure."""
    return str(response.get_json()["code"])


@BOTH
def test_no_residents_record_enters_a_site_and_no_desks_record_leaves_it(site: Site) -> None:
    """I4: a desk's pull brings the township and the site; a canvasser's and a cadre's bring nothing of the site."""
    site.booked(site.resident(1))
    at_desk, others = site.desk(), [site.town.phone(LI1), site.town.phone(TOWNSHIP, role="cadre"), site.desk(SITE2)]
    vaccinated(at_desk, cards(at_desk)[0])
    rows = at_desk.pull().values()
    assert {row["scope"] for row in rows} == {TOWNSHIP, SITE1}
    assert {row["entity"] for row in rows if row["scope"] == SITE1} == {"attendance"}
    for phone in others:
        held = phone.pull().values()
        assert SITE1 not in {row["scope"] for row in held}
        assert not {"attendance", "reaction"} & {row["entity"] for row in held}


def test_a_desk_is_not_told_of_another_sites_people(site: Site) -> None:
    site.booked(site.resident(1), site.elsewhere)
    at_desk = site.desk()
    assert cards(at_desk) == []
    assert refusal(listed(at_desk, site=SITE2)) == "scope_not_granted"
    assert listed(at_desk, site=SITE1).get_json()["cards"] == []
    assert len(cards(site.desk(SITE2))) == 1


@pytest.mark.parametrize("on", ["2026-11-18", "2026-11-22", "2027-01-01", "tomorrow", ""])
def test_a_desk_cannot_walk_through_the_calendar(site: Site, on: str) -> None:
    assert refusal(listed(site.desk(), on)) == "bad_value"
    assert listed(site.desk(), TOMORROW).get_json()["on"] == TOMORROW


@pytest.mark.parametrize("role", ["canvasser", "cadre"])
def test_only_a_desk_is_given_cards(site: Site, role: str) -> None:
    phone = site.town.phone(LI1, role=role)
    assert refusal(listed(phone)) == "not_allowed"
    assert refusal(phone.send("/api/desk/find", {"id_number": number(1)})) == "not_allowed"


def test_a_revoked_desk_is_told_nothing_and_what_it_still_sends_is_kept_for_the_office(site: Site, desk: Desk) -> None:
    resident = site.resident(1)
    site.booked(resident)
    at_desk = site.desk()
    card = cards(at_desk)[0]
    site.town.revoke(at_desk)
    assert refusal(listed(at_desk)) == "device_revoked"
    assert refusal(at_desk.send("/api/desk/find", {"id_number": number(1)})) == "device_revoked"
    answer = at_desk.one(arrival(at_desk, card))
    assert (answer["result"], answer["code"]) == ("refused", "device_revoked")
    site.settle()
    assert [row for row in site.rows().values() if row["entity"] == "attendance"] == []
    assert desk.get("/overview")["quarantine"] == 1


def test_a_desk_that_has_lost_its_site_is_told_no_more(site: Site) -> None:
    site.booked(site.resident(1))
    at_desk = site.desk()
    site.town.end_grant(at_desk, SITE1)
    assert listed(at_desk).get_json()["cards"] == []
    assert refusal(listed(at_desk, site=SITE1)) == "scope_not_granted"


def test_a_desk_cannot_write_into_another_site_or_a_grid(site: Site) -> None:
    resident = site.resident(1)
    at_desk = site.desk()
    assert at_desk.one(arrival(at_desk, desk=SITE2))["code"] == "scope_not_granted"
    dose = {"resident": resident, "number": 1, "product": "bibp", "on": TODAY, "known": "site"}
    assert at_desk.one(at_desk.edit("dose", dose))["code"] == "scope_not_granted"


def test_a_desk_is_held_up_when_it_looks_for_too_many_people(site: Site) -> None:
    site.town.app.config["FIND_LIMIT"] = "3 per day"
    one, other = site.desk(), site.desk()
    codes = [one.send("/api/desk/find", {"id_number": number(n)}).get_json().get("code") for n in range(5)]
    assert codes[-1] == "too_many_requests"
    waits = one.send("/api/desk/find", {"id_number": number(1)}).headers["Retry-After"]
    assert int(waits) > 0
    assert other.send("/api/desk/find", {"id_number": number(1)}).get_json() == {"card": None}


def test_who_was_looked_for_stands_in_no_log(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.resident(1, "李小龙")
    at_desk = site.desk()
    assert at_desk.send("/api/desk/find", {"id_number": number(1)}).get_json()["card"]["name"] == "李小龙"
    logged = "".join(capsys.readouterr())
    assert "desk_find" in logged
    assert number(1) not in logged and "李小龙" not in logged


@pytest.mark.parametrize("body", [{}, {"id_number": "99010"}, {"id_number": "9" * 41}, {"id_number": 5}, []])
def test_a_question_without_a_number_is_malformed(site: Site, body: Any) -> None:
    assert refusal(site.desk().send("/api/desk/find", body)) == "malformed"


def test_a_forged_slip_gives_nobody_a_dose(site: Site, desk: Desk) -> None:
    victim = site.resident(1, "李大")
    elsewhere = site.booked(victim, site.elsewhere)
    here = site.booked(site.resident(2, "李二"))
    at_desk = site.desk()
    for appointment in ("17.999", elsewhere, here, site.session):
        vaccinated(at_desk, appointment=appointment, name="王伪")
    vaccinated(at_desk, resident=victim, name="李大")
    vaccinated(at_desk, resident="999.1", appointment="999.2", ticket=1)
    assert [row["id"] for row in site.rows().values() if row["entity"] == "dose"] == []
    assert {site.values(each)["state"] for each in (elsewhere, here)} == {"confirmed"}
    waiting = desk.get("/unmatched")["people"]
    assert sorted(each["why"] for each in waiting) == ["nobody", "nobody", "nobody", "not_sure", "not_sure", "not_sure"]


def test_a_slip_whose_card_the_desk_has_not_got_is_believed_with_the_name_on_it(site: Site) -> None:
    resident = site.resident(1, "李大")
    appointment = site.booked(resident)
    vaccinated(site.desk(), appointment=appointment, name="李 大", session=site.session, ticket=1)
    assert len(site.doses(resident)) == 1
    assert site.values(appointment)["state"] == "attended"


def test_an_account_of_a_desk_is_granted_sites_only_and_nobody_else_is_granted_one(site: Site, desk: Desk) -> None:
    new = {"name": "赵护士", "role": "site"}
    made = desk.post("/accounts", {**new, "areas": [SITE1]})["id"]
    assert desk.code("/accounts", {**new, "areas": [LI1]}, 422) == "role_area"
    assert desk.code(f"/accounts/{made}/grants", {"areas": [SITE1, TOWNSHIP]}, 422) == "role_area"
    assert desk.code(f"/accounts/{made}", {"role": "canvasser"}, 422) == "role_area"
    canvasser = site.town.account("canvasser", LI1)
    assert desk.code(f"/accounts/{canvasser}/grants", {"areas": [LI1, SITE1]}, 422) == "role_area"
    assert desk.code(f"/accounts/{canvasser}", {"role": "site"}, 422) == "role_area"
    link = desk.post(f"/accounts/{made}/enrolment")["link"]
    told = site.town.app.test_client().post("/api/enrol", json={"code": link.rpartition("/")[2]}).get_json()
    assert (told["person"]["role"], told["scopes"]) == ("site", [TOWNSHIP, SITE1])


def test_a_new_site_has_a_code_by_which_its_desk_is_granted_and_can_work(site: Site, desk: Desk) -> None:
    sites = desk.post("/sites", {"name": "体育馆接种点", "kind": "temporary"})["sites"]
    code = next(each["values"]["code"] for each in sites if each["values"]["name"] == "体育馆接种点")
    assert code == f"{TOWNSHIP}-03"
    at_desk = site.desk()
    made = desk.post("/accounts", {"name": "赵护士", "role": "site", "areas": [code]})["id"]
    staff = site.town.enrol(made)
    staff.pull()
    done(staff, arrival(staff, desk=code))
    assert code not in {row["scope"] for row in at_desk.pull().values()}
    assert [each["code"] for each in desk.get("/areas")["areas"] if each["level"] == "site"] == []
    assert desk.post("/areas", {"level": "site", "name": "x", "code": f"{TOWNSHIP}-09"}, 400)["code"] == "malformed"


def test_a_site_of_an_earlier_version_gets_its_code_when_its_desk_is_opened(site: Site, desk: Desk) -> None:
    site.town.office(Draft("create", "site", None, {"name": ("卫生室", None)}, id="site:9"))
    for _ in range(2):
        sites = desk.post("/sites/site:9/desk")["sites"]
        assert next(each["values"]["code"] for each in sites if each["id"] == "site:9") == f"{TOWNSHIP}-03"
    assert desk.code("/sites/site:99/desk", {}, 404) == "unknown_record"
