"""What a list says otherwise: a clerk takes its word by an ordinary edit of the office, or leaves what stands."""

from __future__ import annotations

from typing import Any

from tests.roster.sheets import HEADER, family
from tests.roster.stores import Clerk

GROUPS = "人群分类"


def differing(clerk: Clerk, families: int = 1) -> dict[str, Any]:
    """Lists that say another telephone than the door said; the newer import."""
    rows = [list(HEADER), *[row for serial in range(1, families + 1) for row in family(serial)]]
    clerk.bring(rows)
    for serial in range(1, families + 1):
        clerk.at_the_door(clerk.people()[f"测甲{serial}"]["id"], phone=f"1002222{serial:04d}")
        rows[serial * 3 - 2][5] = f"1003333{serial:04d}"
    return clerk.bring(rows)


def decide(clerk: Clerk, name: str, ids: Any, take: bool) -> Any:
    return clerk.office.post(f"/roster/{name}/differences", {"ids": ids, "take": take})


def test_taking_the_list_s_word_is_an_edit_of_the_office_that_phones_see(clerk: Clerk) -> None:
    newer = differing(clerk)
    [found] = clerk.differences(newer["id"], "open")
    answer = decide(clerk, newer["id"], [found["id"]], True)
    assert (answer.json["decided"], answer.json["refused"], answer.json["differences"]) == (1, 0, 0)
    assert clerk.phone.rows[found["resident"]]["values"]["phone"] == "10033330001"
    assert [each["state"] for each in clerk.differences(newer["id"])] == ["taken"]


def test_leaving_writes_nothing_and_the_same_file_does_not_ask_again(clerk: Clerk) -> None:
    newer = differing(clerk)
    before = clerk.everything()
    assert decide(clerk, newer["id"], "all", False).json["decided"] == 1
    assert clerk.everything() == before
    assert [each["state"] for each in clerk.differences(newer["id"])] == ["left"]
    rows = [list(HEADER), *family(1)]
    rows[1][5] = "10033330001"
    again = clerk.bring(rows)
    assert again["differences"] == 0 and clerk.differences(again["id"]) == []


def test_all_are_decided_in_parts_and_only_those_asked_for(clerk: Clerk) -> None:
    newer = differing(clerk, 4)
    found = clerk.differences(newer["id"], "open")
    assert len(found) == 4
    decide(clerk, newer["id"], [found[0]["id"], found[1]["id"]], False)
    assert decide(clerk, newer["id"], "all", True).json["decided"] == 2
    assert {each["row"]: each["state"] for each in clerk.differences(newer["id"])} == {
        2: "left", 5: "left", 8: "taken", 11: "taken",
    }  # fmt: skip
    people = clerk.people()
    assert people["测甲1"]["values"]["phone"] == "10022220001"
    assert people["测甲4"]["values"]["phone"] == "10033330004"


def test_a_difference_shows_what_the_record_says_now(clerk: Clerk) -> None:
    newer = differing(clerk)
    clerk.at_the_door(clerk.people()["测甲1"]["id"], phone="10055555555")
    [found] = clerk.differences(newer["id"], "open")
    assert found["ours"] == "10055555555"
    decide(clerk, newer["id"], [found["id"]], True)
    assert clerk.people()["测甲1"]["values"]["phone"] == "10033330001"


def test_what_is_decided_stays_decided_and_other_imports_are_not_touched(clerk: Clerk) -> None:
    newer = differing(clerk)
    [found] = clerk.differences(newer["id"], "open")
    other = clerk.bring([HEADER, *family(9)])
    assert decide(clerk, other["id"], [found["id"]], True).json["decided"] == 0
    decide(clerk, newer["id"], [found["id"]], False)
    assert decide(clerk, newer["id"], [found["id"]], True).json["decided"] == 0
    assert clerk.people()["测甲1"]["values"]["phone"] == "10022220001"


def test_wrong_asking_is_answered_clearly_and_changes_nothing(clerk: Clerk) -> None:
    newer = differing(clerk)
    for body in ({"ids": "some", "take": True}, {"ids": ["1"], "take": True}, {"ids": "all"}):
        answer = clerk.office.post(f"/roster/{newer['id']}/differences", body)
        assert (answer.status_code, answer.json["code"]) == (400, "malformed")
    assert decide(clerk, "nothing", "all", True).status_code == 404
    assert clerk.office.get(f"/roster/{newer['id']}/differences?state=x").status_code == 422
    assert [each["state"] for each in clerk.differences(newer["id"])] == ["open"]
