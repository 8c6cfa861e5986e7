"""A decision taken back: another side, a death that was none, a dose that stands again; never over a newer value."""

from __future__ import annotations

from typing import Any

from tests.office.conftest import Desk
from tests.office.disputes import decide, died, dose, only, rename
from tests.server.town import LI1, Phone, Town


def decided(desk: Desk, kind: str) -> dict[str, Any]:
    """The one decided review of a kind."""
    rows: list[dict[str, Any]] = desk.get(f"/reviews?state=decided&kind={kind}")["rows"]
    assert len(rows) == 1, rows
    return rows[0]


def again(desk: Desk, review: dict[str, Any], way: str, status: int = 200, **choice: Any) -> Any:
    """Decide a decided review otherwise."""
    return decide(desk, review, way, status, again=True, **choice)


def test_a_decision_on_a_field_is_taken_back_by_choosing_the_other_side(
    desk: Desk, two: tuple[Phone, Phone], person: str
) -> None:
    rename(two, person)
    review = only(desk, "field_review")
    decide(desk, review, "edit", edit=review["options"][0]["edit"], remark="看过户口本")
    told = again(desk, decided(desk, "field_review"), "edit", edit=review["options"][1]["edit"], remark="看错了")
    assert (told["review"]["shown"], told["review"]["remark"]) == ("李晓龙", "看错了")
    for phone in two:
        assert phone.pull()[person]["values"]["name"] == "李晓龙"


def test_a_decision_is_not_taken_back_over_a_newer_value_unseen(
    desk: Desk, two: tuple[Phone, Phone], person: str
) -> None:
    rename(two, person)
    review = only(desk, "field_review")
    decide(desk, review, "edit", edit=review["options"][0]["edit"])
    stale = decided(desk, "field_review")
    two[0].pull()
    two[0].one(two[0].edit("resident", {"name": "李小蒙"}, person))
    answer = again(desk, stale, "edit", 409, edit=review["options"][1]["edit"])
    assert answer["code"] == "review_changed"
    assert decided(desk, "field_review")["shown"] == "李小蒙"


def test_a_dose_put_aside_by_mistake_stands_again_and_the_conflict_is_open(
    desk: Desk, campaign: None, two: tuple[Phone, Phone], person: str
) -> None:
    kept, _ = dose(two[0], person, "2026-10-01"), dose(two[1], person, "2026-11-01")
    decide(desk, only(desk, "dose_same_number"), "keep", keep=kept)
    told = again(desk, decided(desk, "dose_same_number"), "restore")["review"]
    assert told["state"] == "open" and told["decided_by"] is None
    assert sorted(option["value"]["on"] for option in told["options"]) == ["2026-10-01", "2026-11-01"]
    decide(desk, told, "keep", keep=next(o["record"] for o in told["options"] if o["value"]["on"] == "2026-11-01"))
    assert desk.get(f"/residents/{person}")["judgement"]["last_dose"] == "2026-11-01"


def test_both_right_may_turn_out_wrong(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    kept = dose(two[0], person, "2026-10-01", 1)
    dose(two[1], person, "2026-10-05", 2)
    decide(desk, only(desk, "dose_too_near"), "both_right")
    again(desk, decided(desk, "dose_too_near"), "keep", keep=kept)
    assert desk.get(f"/residents/{person}")["judgement"]["doses"] <= 1


def test_a_confirmed_death_was_a_mistake_and_back_again(desk: Desk, town: Town, person: str) -> None:
    phone = town.phone(LI1)
    phone.pull()
    died(phone, person)
    review = only(desk, "life_claim")
    decide(desk, review, "confirm")
    told = again(desk, decided(desk, "life_claim"), "reopen", remark="同名同姓，弄错了")["review"]
    assert told["verdict"] == "reopen" and phone.pull()[person]["values"]["life_state"] == "active"
    again(desk, told, "edit", edit=review["options"][0]["edit"])
    assert phone.pull()[person]["values"]["life_state"] == "died"


def test_of_two_appointments_the_cancelled_one_is_given_back(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    made = []
    for phone in two:
        fields = {"resident": person, "session": "session:1", "number": 1, "state": "requested"}
        made.append(phone.one(phone.edit("appointment", fields))["id"])
    decide(desk, only(desk, "double_appointment"), "keep", keep=made[0])
    told = again(desk, decided(desk, "double_appointment"), "restore")["review"]
    assert told["state"] == "open"


def test_a_duplicate_that_is_none_stands_again(desk: Desk, twins: tuple[str, str]) -> None:
    decide(desk, only(desk, "same_identity"), "keep", keep=twins[1])
    again(desk, decided(desk, "same_identity"), "restore")
    assert only(desk, "same_identity")["state"] == "open"
    values = desk.get(f"/residents/{twins[0]}")["resident"]["values"]
    assert values["life_state"] == "active" and "same_as" not in values


def test_a_claim_against_which_somebody_recorded_something_is_marked(
    desk: Desk, two: tuple[Phone, Phone], person: str
) -> None:
    died(two[0], person)
    assert only(desk, "life_claim")["contested"] is False
    dose(two[1], person, "2026-11-19")
    assert only(desk, "life_claim")["contested"] is True


def test_a_card_asks_for_its_review_as_it_stands_now(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    rename(two, person)
    review = only(desk, "field_review")
    assert desk.get(f"/reviews/{review['key']}")["review"] == review
    assert desk.get("/reviews/nothing:at-all", 404)["code"] == "not_found"


def test_phones_are_told_the_verdict_the_remark_and_who_decided_each_time(
    desk: Desk, two: tuple[Phone, Phone], person: str
) -> None:
    rename(two, person)
    first, second = only(desk, "field_review")["options"]
    decide(desk, only(desk, "field_review"), "edit", edit=first["edit"], remark="看过户口本")
    for phone in two:
        told = told_of_review(phone)
        assert (told["state"], told["verdict"], told["remark"]) == ("decided", "edit", "看过户口本")
        assert told["shown"] == first["value"] and told["decided_by"].startswith("person:")

    again(desk, decided(desk, "field_review"), "edit", edit=second["edit"], remark="户口本上是另一个字")
    told = told_of_review(two[0])
    assert (told["verdict"], told["remark"], told["shown"]) == ("edit", "户口本上是另一个字", second["value"])


def told_of_review(phone: Phone) -> dict[str, Any]:
    """The one review that this phone holds after a pull."""
    phone.pull()
    (told,) = [row["values"] for row in phone.rows.values() if row["entity"] == "review"]
    return told
