"""Who seems to be one, what the office sees of them, and what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from server.office.twins import alike, finding
from server.store.tables import Review
from tests.office.conftest import Desk, seated
from tests.server.town import LI1, LI2, WANG1, Town
from tests.twins.villages import NUMBER, Villages

BORN = {"name": "李小龙", "birth": "1961-03-04"}


def resident(town: Town, grid: str, door: str = "5", **values: Any) -> str:
    """Somebody of this name and birth date at a door."""
    return town.resident(town.household(grid, door), **{**BORN, **values})


def asked(desk: Desk, query: str = "") -> list[tuple[set[str], list[str]]]:
    """The pairs on the list, with the reasons."""
    rows = desk.get(f"/twins{query}")["rows"]
    return [({row["one"]["id"], row["other"]["id"]}, row["whys"]) for row in rows]


def test_one_number_in_two_villages_is_on_the_list(villages: Villages, desk: Desk) -> None:
    villages.change(villages.there, name="汪芳")
    assert asked(desk) == [({villages.here, villages.there}, ["number"])]
    told = desk.get("/twins")
    assert NUMBER not in json.dumps(told) and told["whys"] == {"number": 1, "phone": 0, "address": 0}


@pytest.mark.parametrize(
    ("phones", "whys"),
    [
        (("10012345678", "10012345678"), ["phone"]),
        (("10012345678", "+86 100 1234 5679"), ["phone"]),
        (("10012345678", "10012345689"), []),
        (("10012345678", None), []),
        ((None, None), []),
        (("123", "123"), []),
    ],
)
def test_one_name_and_birth_date_with_a_similar_telephone(
    town: Town, desk: Desk, phones: tuple[str | None, str | None], whys: list[str]
) -> None:
    both = {resident(town, LI1, "5", phone=phones[0]), resident(town, WANG1, "6", phone=phones[1])}
    assert asked(desk) == ([(both, whys)] if whys else [])


def test_one_name_and_birth_date_at_one_door_or_in_one_household(town: Town, desk: Desk) -> None:
    both = {resident(town, LI1, "东 12"), resident(town, LI2, "东12")}
    assert asked(desk) == [(both, ["address"])]


def test_another_birth_date_is_another_person(town: Town, desk: Desk) -> None:
    resident(town, LI1, "5", phone="10012345678")
    resident(town, WANG1, "5", phone="10012345678", birth="1961-03-05")
    assert asked(desk) == []


def test_who_is_in_nobodys_task_is_not_asked_about(villages: Villages, desk: Desk) -> None:
    villages.change(villages.here, life_state="moved_out")
    assert asked(desk) == []


def test_of_very_many_who_share_one_door_nobody_is_compared_with_everybody() -> None:
    keys = {f"1.{n}": alike.address("东", "12") for n in range(1000)}
    assert len(alike.pairs(keys)) == 999


def test_the_list_is_read_along_indexes(town: Town, desk: Desk) -> None:
    with town.store.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            told = session.execute(text("EXPLAIN QUERY PLAN SELECT name, birth FROM listing GROUP BY name, birth"))
            assert "ix_listing_alike" in str(told.all())
            told = session.execute(text("EXPLAIN QUERY PLAN SELECT id_number FROM listing GROUP BY id_number"))
            assert "ix_listing_id_number" in str(told.all())
        assert finding.find(session) == []


def test_the_list_is_of_a_village_for_a_reason_and_in_pages(villages: Villages, town: Town, desk: Desk) -> None:
    villages.change(villages.there, name="汪芳")
    both = {resident(town, LI1, "5", phone="10012345678"), resident(town, LI2, "6", phone="10012345678")}
    assert asked(desk, "?village=990101100002") == [({villages.here, villages.there}, ["number"])]
    assert asked(desk, "?why=phone") == [(both, ["phone"])]
    assert len(asked(desk, "?size=1&page=2")) == 1 and asked(desk, "?size=1&page=3") == []
    assert desk.get("/twins?why=name", 422)["code"] == "bad_value"
    assert desk.get("/twins?state=gone", 422)["code"] == "bad_value"


def test_two_people_are_remembered_and_the_question_about_their_number_is_closed(
    villages: Villages, desk: Desk
) -> None:
    asked(desk)
    desk.post("/twins/apart", {"one": villages.here, "other": villages.there, "remark": "双胞胎"})
    assert asked(desk) == []
    with villages.town.store.reading() as session:
        (review,) = session.query(Review).filter(Review.kind == "same_identity")
        assert (review.state, review.verdict, review.remark) == ("decided", "two_people", "双胞胎")
    (row,) = desk.get("/twins?state=apart")["rows"]
    assert (row["remark"], row["by"]) == ("双胞胎", "镇专班")
    desk.post("/twins/again", {"one": villages.there, "other": villages.here})
    assert [pair for pair, _ in asked(desk)] == [{villages.here, villages.there}]
    (asked_again,) = desk.get("/reviews?kind=same_identity")["rows"]
    assert (asked_again["state"], asked_again["verdict"], asked_again["remark"]) == ("open", None, None)
    assert desk.post("/twins/again", {"one": villages.there, "other": villages.here}, 404)["code"] == "not_found"


def test_of_three_with_one_number_the_question_is_closed_when_all_have_been_told_apart(
    villages: Villages, desk: Desk
) -> None:
    third = villages.town.resident(villages.li_home, "李强", id_number=NUMBER)
    assert len(asked(desk)) == 3
    people = (villages.here, villages.there, third)
    for one, other in ((0, 1), (1, 2), (0, 2)):
        assert len(desk.get("/reviews?kind=same_identity")["rows"]) == 1
        desk.post("/twins/apart", {"one": people[one], "other": people[other]})
    assert asked(desk) == [] and desk.get("/reviews?kind=same_identity")["rows"] == []


def test_who_was_told_apart_in_the_inbox_is_not_asked_about_again(villages: Villages, desk: Desk) -> None:
    asked(desk)
    (review,) = desk.get("/reviews?kind=same_identity")["rows"]
    desk.post(f"/reviews/{review['key']}/decide", {"way": "two_people", "seen": review["names"]})
    assert asked(desk) == []
    desk.post("/twins/again", {"one": villages.there, "other": villages.here})
    assert len(asked(desk)) == len(desk.get("/reviews?kind=same_identity")["rows"]) == 1


def test_joining_closes_the_question_and_puts_the_pair_among_the_joined(villages: Villages, desk: Desk) -> None:
    asked(desk)
    villages.join()
    assert asked(desk) == [] and desk.get("/reviews?kind=same_identity")["rows"] == []
    (row,) = desk.get("/twins?state=joined")["rows"]
    assert (row["one"]["id"], row["other"]["id"]) == (villages.there, villages.here)


def test_both_are_shown_side_by_side_with_all_that_is_known(villages: Villages) -> None:
    villages.office("dose", resident=villages.here, number=1, product="bibp", on="2026-05-01")
    told = villages.pair(villages.here, villages.there)
    assert [side["resident"]["id"] for side in told["sides"]] == [villages.here, villages.there]
    assert [len(side["doses"]) for side in told["sides"]] == [1, 0]
    assert told["stays"] == villages.here and "phone" in told["fields"] and "household" not in told["fields"]


def test_what_changed_while_the_clerk_was_looking_is_looked_at_again(villages: Villages, desk: Desk) -> None:
    seen = villages.pair()["seen"]
    villages.sync(villages.li)
    villages.li.create("dose", {"resident": villages.here, "number": 1})
    villages.sync(villages.li)
    body = {"stays": villages.there, "closes": villages.here, "seen": seen}
    assert desk.post("/twins/join", body, 409)["code"] == "review_changed"
    assert desk.post("/twins/join", {**body, "seen": villages.pair()["seen"], "take": ["household"]}, 422)
    villages.join()
    again = {**body, "seen": villages.pair()["seen"]}
    assert desk.post("/twins/join", again, 409)["code"] == "already_decided"


@pytest.mark.parametrize(("one", "other"), [("9.9", "9.8"), ("site:1", "person:1")])
def test_who_is_not_there_is_neither_shown_nor_joined(desk: Desk, one: str, other: str) -> None:
    assert desk.get(f"/twins/pair?one={one}&other={other}", 404)["code"] == "unknown_record"
    assert desk.post("/twins/join", {"stays": one, "closes": other, "seen": "x"}, 404)["code"] == "unknown_record"
    assert desk.post("/twins/apart", {"one": one, "other": other}, 404)["code"] == "unknown_record"
    assert desk.post("/twins/apart", {"one": one, "other": one}, 422)["code"] == "bad_value"


@pytest.mark.parametrize("where", ["inbox", "list"])
def test_no_phone_learns_of_a_number_that_stands_elsewhere(villages: Villages, desk: Desk, where: str) -> None:
    asked(desk)
    villages.sync(villages.li, villages.wang)
    before = villages.rows()
    if where == "inbox":
        (review,) = desk.get("/reviews?kind=same_identity")["rows"]
        desk.post(f"/reviews/{review['key']}/decide", {"way": "two_people", "seen": review["names"]})
    else:
        desk.post("/twins/apart", {"one": villages.here, "other": villages.there})
    assert asked(desk) == [] and villages.rows() == before


def test_only_the_office_is_told(town: Town) -> None:
    with town.store.writing() as session:
        from server import accounts

        made = accounts.create_account(session, login="c", name="c", role="canvasser").id
    assert seated(town, made).client.get("/api/office/twins").status_code in (401, 403)
