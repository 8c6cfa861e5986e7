"""Reviews: what two people said of one thing is opened, published, decided once, and the decision reaches both
phones.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange import ledger
from server.exchange.answers import Draft
from server.store.tables import Listing, Review
from tests.server.town import LI1, WANG1, Phone, Town


def reviews(phone: Phone) -> list[dict[str, str]]:
    """The reviews that a phone was told of."""
    return [row["values"] for row in phone.pull().values() if row["entity"] == "review"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_phones_change_one_name_and_one_decision_reaches_both(town: Town, order: tuple[int, int]) -> None:
    person = town.resident(town.household())
    phones = town.phone(LI1), town.phone(LI1)
    for phone in phones:
        phone.pull()
    edits = [phone.edit("resident", {"name": name}, person) for phone, name in zip(phones, "甲乙", strict=True)]
    answers = [phones[which].one(edits[which]) for which in order]
    assert [each["outcome"] for each in answers] == ["changed", "review"]
    for phone in phones:
        (review,) = reviews(phone)
        assert (review["kind"], review["field"], review["state"]) == ("field_review", "name", "open")
        assert phone.rows[person]["open"] == ["name"]
    with town.app.app_context(), town.store.writing() as session:
        decided = Draft("decide", "resident", person, {"name": ("乙", None)})
        ledger.office(session, town.admin, [decided], verdict="edit", remark="看过身份证")
    for phone in phones:
        (review,) = reviews(phone)
        assert (review["state"], review["verdict"], review["remark"]) == ("decided", "edit", "看过身份证")
        assert review["decided_by"] == f"person:{town.admin}"
        assert phone.shown(person)["name"] == "乙" and "open" not in phone.rows[person]


def test_changes_of_different_fields_are_both_kept_without_a_review(town: Town) -> None:
    person = town.resident(town.household())
    one, two = town.phone(LI1), town.phone(LI1)
    one.pull(), two.pull()
    one.one(one.edit("resident", {"name": "甲"}, person))
    two.one(two.edit("resident", {"phone": "10012345678"}, person))
    assert reviews(one) == reviews(two) == []
    assert one.shown(person)["name"] == "甲" and one.shown(person)["phone"] == "10012345678"


def test_died_on_one_phone_and_a_dose_on_another_is_a_review_and_out_of_no_list_unseen(town: Town, db: Session) -> None:
    person = town.resident(town.household())
    one, two = town.phone(LI1), town.phone(LI1)
    one.pull(), two.pull()
    one.one(one.edit("resident", {"life_state": "died"}, person))
    two.one(two.edit("dose", {"resident": person, "number": 1, "product": "unknown", "on": "2026-11-20"}))
    assert {review["kind"] for review in reviews(one)} == {"life_claim", "life_state_unknown"}
    assert db.get_one(Listing, person).in_review is True


def test_two_residents_with_one_identity_number_are_shown_to_the_office_only(town: Town, db: Session) -> None:
    here, there = town.phone(LI1), town.phone(WANG1)
    twins = []
    for phone, grid, number in ((here, LI1, "99010119800101123x"), (there, WANG1, "99010119800101123X")):
        home = phone.edit("household", {"grid": grid})
        person = phone.edit("resident", {"household": home["id"], "name": "王五", "id_number": number}, schema=1)
        phone.push(home, person)
        twins.append(person["id"])
    town.look()
    (review,) = db.scalars(select(Review))
    assert (review.kind, review.office_only, review.state) == ("same_identity", True, "open")
    assert reviews(here) == reviews(there) == []
    town.office(Draft("decide", "resident", twins[1], {"life_state": ("duplicate", None), "same_as": (twins[0], None)}))
    with town.store.reading() as session:
        assert session.get_one(Review, review.key).state == "decided"


def test_a_corrected_identity_number_closes_its_review(town: Town) -> None:
    here, there = town.household(LI1), town.household(WANG1)
    one, _ = (town.resident(home, id_number="990101198001011234") for home in (here, there))
    phone = town.phone(LI1)
    phone.pull()
    phone.one(phone.edit("resident", {"id_number": "990101198001015555"}, one))
    town.look()
    with town.store.reading() as session:
        assert [review.state for review in session.scalars(select(Review))] == ["decided"]


def test_a_review_moves_with_its_household(town: Town) -> None:
    home = town.household(LI1)
    person = town.resident(home)
    one, two, there = town.phone(LI1), town.phone(LI1, WANG1), town.phone(WANG1)
    one.pull(), two.pull()
    one.one(one.edit("resident", {"name": "甲"}, person))
    two.one(two.edit("resident", {"name": "乙"}, person))
    two.one(two.edit("household", {"grid": WANG1}, home))
    assert [review["about"] for review in reviews(there)] == [person]
    assert reviews(one) == []
    with town.store.reading() as session:
        assert {review.scope for review in session.scalars(select(Review))} == {WANG1}


def test_two_live_doses_of_one_number_are_a_review_until_one_is_taken_back(town: Town) -> None:
    person = town.resident(town.household())
    one, two = town.phone(LI1), town.phone(LI1)
    doses = [
        phone.one(phone.edit("dose", {"resident": person, "number": 1, "product": "unknown", "on": "2026-11-20"}))["id"]
        for phone in (one, two)
    ]
    assert "dose_same_number" in {review["kind"] for review in reviews(one) if review["state"] == "open"}
    two.one(two.edit("dose", {"resident": person, "voids": doses[1], "retract": True}))
    assert {review["state"] for review in reviews(one)} == {"decided"}
