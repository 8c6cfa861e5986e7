"""The review inbox: each kind of conflict, each way to decide it, and what the phones see afterwards."""

from __future__ import annotations

import pytest

from tests.office.conftest import Desk
from tests.office.disputes import decide, died, dose, only, rename
from tests.server.town import LI1, Phone, Town


def test_both_sides_stand_side_by_side_with_who_when_and_which_phone(
    desk: Desk, two: tuple[Phone, Phone], person: str
) -> None:
    rename(two, person)
    review = only(desk, "field_review")
    assert [(option["value"], option["by"]["writer"]) for option in review["options"]] == [
        ("李小隆", two[0].writer),
        ("李晓龙", two[1].writer),
    ]
    assert review["options"][0]["by"]["name"] == "张三"
    assert review["shown"] in ("李小隆", "李晓龙")
    assert review["subject"]["resident"] == person
    assert desk.get("/overview")["reviews"] == 1


def test_one_click_takes_a_side_and_both_phones_show_it(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    rename(two, person)
    review = only(desk, "field_review")
    chosen = review["options"][0]
    told = decide(desk, review, "edit", edit=chosen["edit"], remark="看过户口本")["review"]
    assert (told["state"], told["remark"], told["decided_by"]) == ("decided", "看过户口本", "镇专班")
    for phone in two:
        assert phone.pull()[person]["values"]["name"] == "李小隆"
    assert desk.get("/reviews")["rows"] == []
    assert desk.get("/reviews?state=decided")["total"] == 1


def test_neither_side_may_be_right_and_another_value_is_written(
    desk: Desk, two: tuple[Phone, Phone], person: str
) -> None:
    rename(two, person)
    decide(desk, only(desk, "field_review"), "value", value="李小龍")
    assert two[0].pull()[person]["values"]["name"] == "李小龍"


def test_a_side_that_arrived_after_the_page_was_loaded_is_not_decided_unseen(
    desk: Desk, town: Town, two: tuple[Phone, Phone], person: str
) -> None:
    third = town.phone(LI1)
    third.pull()
    rename(two, person)
    review = only(desk, "field_review")
    third.one(third.edit("resident", {"name": "李笑龙"}, person))
    answer = decide(desk, review, "edit", 409, edit=review["options"][0]["edit"])
    assert answer["code"] == "review_changed"
    assert len(only(desk, "field_review")["options"]) == 3


def test_what_is_decided_cannot_be_decided_again(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    rename(two, person)
    review = only(desk, "field_review")
    edit = review["options"][1]["edit"]
    decide(desk, review, "edit", edit=edit)
    assert decide(desk, review, "edit", 409, edit=edit)["code"] == "already_decided"
    assert desk.code("/reviews/nothing:at-all/decide", {"way": "edit", "seen": ["1.1"]}, 404) == "not_found"


def test_a_way_that_does_not_fit_the_conflict_is_refused(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    rename(two, person)
    review = only(desk, "field_review")
    assert decide(desk, review, "two_people", 422)["details"] == {"path": "way"}
    assert decide(desk, review, "edit", 422, edit="1.99")["details"] == {"path": "edit"}
    assert decide(desk, review, "value", 422, value="")["details"] == {"path": "value"}


def test_willingness_against_refusal_is_asked_and_decided(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    for phone, said in zip(two, ("willing", "refuses"), strict=True):
        phone.one(phone.edit("resident", {"willingness": said}, person))
    review = only(desk, "machine_review")
    assert review["shown"] == "refuses"
    decide(desk, review, "edit", edit=review["options"][0]["edit"])
    assert two[1].pull()[person]["values"]["willingness"] == "willing"


def test_one_of_two_equal_doses_is_kept_and_the_other_voided(
    desk: Desk, campaign: None, two: tuple[Phone, Phone], person: str
) -> None:
    kept, _ = dose(two[0], person, "2026-10-01"), dose(two[1], person, "2026-11-01")
    review = only(desk, "dose_same_number")
    decide(desk, review, "keep", keep=kept, remark="另一条是登记错了")
    page = desk.get(f"/residents/{person}")
    assert page["judgement"]["doses"] == 1
    assert [row["values"].get("note") for row in page["doses"] if row["values"].get("retract")] == ["另一条是登记错了"]
    assert desk.get("/reviews")["total"] == 0


def test_two_doses_too_near_may_both_be_right_until_a_third_comes(
    desk: Desk, two: tuple[Phone, Phone], person: str
) -> None:
    dose(two[0], person, "2026-10-01", 1)
    dose(two[1], person, "2026-10-05", 2)
    decide(desk, only(desk, "dose_too_near"), "both_right", remark="两次都有凭证")
    assert desk.get("/reviews")["total"] == 0
    dose(two[0], person, "2026-10-07", 3)
    assert desk.get("/reviews?kind=dose_too_near")["total"] >= 1


def test_of_two_corrections_one_is_kept(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    first = dose(two[0], person, "2026-10-01")
    two[1].pull()
    corrected = []
    for phone, on in zip(two, ("2026-10-02", "2026-10-03"), strict=True):
        fields = {"resident": person, "number": 1, "product": "bibp", "on": on, "voids": first}
        corrected.append(phone.one(phone.edit("dose", fields))["id"])
    decide(desk, only(desk, "double_correction"), "keep", keep=corrected[1])
    assert desk.get(f"/residents/{person}")["judgement"]["last_dose"] == "2026-10-03"
    assert desk.get("/reviews")["total"] == 0


def test_of_two_appointments_one_is_kept(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    made = []
    for phone in two:
        fields = {"resident": person, "session": "session:1", "number": 1, "state": "requested"}
        made.append(phone.one(phone.edit("appointment", fields))["id"])
    decide(desk, only(desk, "double_appointment"), "keep", keep=made[0])
    states = {row["id"]: row["values"]["state"] for row in desk.get(f"/residents/{person}")["appointments"]}
    assert states == {made[0]: "requested", made[1]: "cancelled"}


@pytest.mark.parametrize(("way", "life"), [("confirm", "died"), ("reopen", "active")])
def test_dead_on_one_phone_and_vaccinated_on_another_is_settled_in_one_decision(
    desk: Desk, two: tuple[Phone, Phone], person: str, way: str, life: str
) -> None:
    died(two[0], person)
    dose(two[1], person, "2026-11-19")
    decide(desk, only(desk, "life_state_unknown"), way, remark="问过家属")
    assert desk.get("/reviews")["total"] == 0
    for phone in two:
        assert phone.pull()[person]["values"].get("life_state", "active") == life


def test_claims_of_a_life_state_are_confirmed_many_at_once(desk: Desk, town: Town, home: str) -> None:
    people = [town.resident(home, f"居民{i}") for i in range(3)]
    phone = town.phone(LI1)
    phone.pull()
    for person in people:
        died(phone, person)
    claims = [{"key": row["key"], "seen": row["names"]} for row in desk.get("/reviews?kind=life_claim")["rows"]]
    assert len(claims) == 3
    assert desk.post("/reviews/confirm", {"claims": claims, "remark": "村里核过"})["confirmed"] == 3
    decided = desk.get("/reviews?state=decided")["rows"]
    assert {(row["verdict"], row["remark"]) for row in decided} == {("confirmed", "村里核过")}


def test_one_stale_claim_confirms_none(desk: Desk, town: Town, home: str) -> None:
    people = [town.resident(home, f"居民{i}") for i in range(2)]
    phone = town.phone(LI1)
    phone.pull()
    for person in people:
        died(phone, person)
    claims = [{"key": row["key"], "seen": row["names"]} for row in desk.get("/reviews")["rows"]]
    claims[1]["seen"] = ["9.9"]
    assert desk.code("/reviews/confirm", {"claims": claims}, 409) == "review_changed"
    assert desk.get("/reviews")["total"] == 2


def test_two_people_with_one_number_may_really_be_two(desk: Desk, town: Town, twins: tuple[str, str]) -> None:
    review = only(desk, "same_identity")
    assert {subject["resident"] for subject in review["subjects"]} == set(twins)
    decide(desk, review, "two_people", remark="证件号抄错，已报派出所")
    assert desk.get("/reviews")["total"] == 0
    decided = desk.get("/reviews?state=decided")["rows"][0]
    assert (decided["verdict"], decided["decided_by"]) == ("two_people", "镇专班")


def test_a_twin_is_marked_as_a_duplicate_of_the_one_that_is_kept(
    desk: Desk, town: Town, twins: tuple[str, str]
) -> None:
    decide(desk, only(desk, "same_identity"), "keep", keep=twins[1])
    other = desk.get(f"/residents/{twins[0]}")["resident"]["values"]
    assert (other["life_state"], other["same_as"]) == ("duplicate", twins[1])
    assert desk.get("/reviews")["total"] == 0


def test_a_phone_is_never_told_that_a_number_exists_elsewhere(desk: Desk, town: Town, twins: tuple[str, str]) -> None:
    phone = town.phone(LI1)
    assert "same_identity" not in str(phone.pull())
    assert only(desk, "same_identity")


def test_the_inbox_is_narrowed_by_village(desk: Desk, two: tuple[Phone, Phone], person: str) -> None:
    rename(two, person)
    assert desk.get("/reviews?village=990101100001")["total"] == 1
    assert desk.get("/reviews?village=990101100002")["total"] == 0
    assert desk.get("/reviews?kind=unheard-of", 422)["details"] == {"path": "kind"}
    assert desk.get("/reviews?state=lost", 422)["details"] == {"path": "state"}
