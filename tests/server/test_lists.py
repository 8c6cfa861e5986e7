"""The office's lists say what the records say: at once after an edit, and again on every new day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import server
from server.exchange.answers import Draft
from server.store.initials import initials
from server.store.tables import Household, Listing
from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, LI2, Town

CAMPAIGN = Path(server.__file__).parent / "rules" / "campaigns" / "covid-2021.json"
DAY = 24 * HOUR


@pytest.fixture
def campaign(town: Town) -> dict[str, Any]:
    """The documents' campaign, in force in the town."""
    document: dict[str, Any] = json.loads(CAMPAIGN.read_text(encoding="utf-8"))
    town.office(Draft("create", "campaign", None, {"document": (document, None)}, id="campaign:covid-2021"))
    return document


def line(town: Town, resident: str) -> Listing:
    """A resident's line in the list, as it stands."""
    with town.store.reading() as session:
        return session.get_one(Listing, resident)


def test_a_visit_and_a_refusal_stand_in_the_list_as_soon_as_they_are_pushed(
    town: Town, campaign: dict[str, Any]
) -> None:
    home = town.household(door="东巷3号")
    person = town.resident(home, birth="1980-01-01", id_number="99010119800101123x")
    phone = town.phone(LI1)
    phone.pull()
    phone.push(
        phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"}),
        phone.edit("resident", {"willingness": "refuses", "reason": "refuses", "groups": {"add": ["elderly"]}}, person),
    )
    town.look()
    listed = line(town, person)
    assert (listed.willingness, listed.reason, listed.groups) == ("refuses", "refuses", "|elderly|")
    assert (listed.knocked, listed.visits, listed.last_visit) == (True, 1, "2026-11-20")
    assert (listed.door, listed.initials, listed.id_number) == ("东巷3号", "LXL", "99010119800101123X")
    assert listed.updated_by == phone.writer
    with town.store.reading() as session:
        house = session.get_one(Household, home)
    assert (house.knocked, house.residents) == (True, 1)


def test_a_visit_that_was_taken_back_no_longer_counts(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    made = phone.one(phone.edit("visit", {"household": home, "outcome": "spoke"}))["id"]
    phone.one(phone.edit("visit", {"household": home, "voids": made, "retract": True}))
    town.look()
    with town.store.reading() as session:
        assert session.get_one(Household, home).visits == 0


def test_the_list_agrees_with_the_rules(town: Town, campaign: dict[str, Any]) -> None:
    from server.rules import judge

    home = town.household()
    person = town.resident(home, birth="1980-01-01")
    values = {"household": home, "name": "李小龙", "birth": "1980-01-01", "id": person}
    judged = judge(campaign, values, [], [], [], "2026-11-20")
    listed = line(town, person)
    assert (listed.status, listed.why, listed.judged_on) == (judged["status"], judged["why"], "2026-11-20")


def test_a_moved_household_is_listed_once_in_its_new_grid(town: Town) -> None:
    home = town.household(LI1)
    person = town.resident(home)
    town.office(Draft("set", "household", home, {"grid": (LI2, None)}))
    with town.store.reading() as session:
        assert list(session.scalars(select(Listing.grid))) == [LI2]
        assert list(session.scalars(select(Household.grid))) == [LI2]
    assert line(town, person).household == home


def test_on_a_new_day_the_office_sees_everybody_judged_on_that_day(
    town: Town, campaign: dict[str, Any], clock: Clock
) -> None:
    person = town.resident(town.household(), birth="1980-01-01")
    clock.forward(DAY)
    client = town.app.test_client()
    client.post("/api/office/login", json={"login": "admin", "password": "correct horse"})
    assert client.get("/api/office/overview").status_code == 200
    assert line(town, person).judged_on == "2026-11-21"


def test_another_campaign_judges_everybody_again(town: Town, campaign: dict[str, Any]) -> None:
    person = town.resident(town.household(), birth="2025-01-01")
    before = line(town, person).status
    town.office(Draft("set", "campaign", "campaign:covid-2021", {"document": ({**campaign, "version": 2}, None)}))
    assert line(town, person).judged_on == ""
    assert town.app.test_cli_runner().invoke(args=["judge"]).exit_code == 0
    assert (line(town, person).judged_on, line(town, person).status) == ("2026-11-20", before)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("单雄信", "SXX"), ("曾国藩", "ZGF"), ("仇英", "QY"), ("解缙", "XJ"), ("查良镛", "ZLY"), ("朴树", "PS"),
     ("尉迟恭", "YCG"), ("欧阳修", "OYX"), ("买买提·阿里", "MMTAL"), ("Anna Lee", "ANNALEE"), (" 李 四 ", "LS"), ("",
     "")],
)  # fmt: skip
def test_initials_read_surnames_as_surnames(name: str, letters: str) -> None:
    assert initials(name) == letters
