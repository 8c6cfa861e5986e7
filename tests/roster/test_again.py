"""A newer roster of the same source: cell by cell against the last one, and never over what was learned at the door."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from server.exchange import ledger
from server.roster.tables import RosterImport
from server.rules.identity import check_character
from server.store.tables import Record, Review
from tests.roster.conftest import VILLAGE
from tests.roster.sheets import HEADER, family, number
from tests.roster.stores import Clerk

NAME, RELATION, ID, PHONE, GROUP, DOOR = 1, 2, 4, 5, 7, 8


def roster(*families: int, **cells: str) -> list[list[Any]]:
    """A roster of these families; `cells`: "<row>_<column>" → another value, rows from 2 as in the sheet."""
    rows = [list(HEADER), *[row for serial in families for row in family(serial)]]
    for at, value in cells.items():
        row, column = at.removeprefix("r").split("_")
        rows[int(row) - 1][int(column)] = value
    return rows


def test_a_newer_roster_keeps_the_door_s_word_and_shows_the_difference(clerk: Clerk) -> None:
    clerk.bring(roster(1, 2))
    head = clerk.people()["测甲1"]["id"]
    clerk.at_the_door(head, phone="10022222222")
    newer = clerk.bring(roster(1, 2, **{f"r2_{PHONE}": "10033333333", f"r5_{PHONE}": "10044444444"}))
    assert clerk.people()["测甲1"]["values"]["phone"] == "10022222222"
    assert clerk.people()["测甲2"]["values"]["phone"] == "10044444444"
    assert (newer["added"], newer["changed"], newer["unchanged"], newer["differences"]) == (0, 1, 5, 1)
    [found] = clerk.differences(newer["id"], "open")
    assert (found["row"], found["resident"], found["name"], found["field"]) == (2, head, "测甲1", "phone")
    assert (found["ours"], found["theirs"], found["ours_by"]) == ("10022222222", "10033333333", "张三")


def test_the_same_file_twice_changes_nothing_at_all(clerk: Clerk) -> None:
    clerk.bring(roster(1, 2, 3))
    clerk.at_the_door(clerk.people()["测甲1"]["id"], phone="10022222222", name="测假1")
    before = clerk.everything()
    again = clerk.bring(roster(1, 2, 3))
    assert (again["added"], again["changed"], again["unchanged"], again["differences"]) == (0, 0, 9, 0)
    assert clerk.everything() == before


def test_all_that_a_newer_roster_changes_bears_its_one_edit_id(clerk: Clerk) -> None:
    clerk.bring(roster(1, 2))
    newer = clerk.bring(roster(1, 2, **{f"r2_{PHONE}": "10033333333", f"r6_{RELATION}": "夫"}))
    with clerk.store.reading() as session:
        edit = session.get_one(RosterImport, newer["id"]).edit
    head, second = clerk.people()["测甲1"], clerk.people()["测乙2"]
    assert head["also"]["phone"] == [edit] and second["also"]["relation"] == [edit]


def test_a_name_that_the_door_put_right_goes_to_review_with_both_values(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    head = clerk.people()["测甲1"]["id"]
    clerk.at_the_door(head, name="测假")
    newer = clerk.bring(roster(1, **{f"r2_{NAME}": "测佳"}))
    assert clerk.people()["测假"]["open"] == ["name"]  # the door's word is shown meanwhile
    with clerk.store.reading() as session:
        review = session.scalars(select(Review).where(Review.record == head)).one()
        options = {option["value"] for option in json.loads(review.body)["options"]}
    assert review.state == "open" and options == {"测假", "测佳"}
    assert [(each["field"], each["state"]) for each in clerk.differences(newer["id"])] == [("name", "review")]
    assert (newer["differences"], newer["added"]) == (0, 0)


def test_blank_and_absent_are_never_a_deletion_and_the_absent_are_listed(clerk: Clerk) -> None:
    clerk.bring(roster(1, 2))
    before = clerk.everything()
    newer = clerk.bring(roster(1, **{f"r2_{PHONE}": "", f"r3_{RELATION}": ""}))
    assert clerk.everything() == before
    answer = clerk.office.get(f"/roster/{newer['id']}/absent").json
    assert [row["name"] for row in answer["rows"]] == ["测甲2", "测乙2", "测丙2"] and answer["count"] == 3


def test_somebody_whose_number_the_door_put_right_is_not_doubled(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    clerk.at_the_door(clerk.people()["测甲1"]["id"], id_number=number(7))
    before = clerk.everything()
    again = clerk.bring(roster(1))
    assert again["added"] == 0 and clerk.everything() == before


def test_somebody_without_a_number_whose_name_the_door_put_right_is_not_doubled(clerk: Clerk) -> None:
    rows = [["户号", "姓名", "出生日期"], ["1", "测甲", "1950-01-01"], ["2", "测丙", "1950-02-03"]]
    clerk.bring(rows, f"{VILLAGE}-01")
    clerk.at_the_door(clerk.people()["测甲"]["id"], name="测假", id_number=number(7), id_kind="id_card")
    before = clerk.everything()
    assert clerk.bring(rows, f"{VILLAGE}-01")["added"] == 0
    assert clerk.everything() == before


def test_a_number_that_the_list_puts_right_stays_with_the_same_person(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    put_right = number(1).replace("19800531", "19800513")[:17]
    right = put_right + check_character(put_right)
    newer = clerk.bring(roster(1, **{f"r2_{ID}": right}))
    assert (newer["added"], newer["changed"]) == (0, 1) and len(clerk.people()) == 3
    head = clerk.people()["测甲1"]["values"]
    assert head["id_number"] == right and head["birth"] == "1980-05-13"


def test_a_door_that_the_list_puts_right_is_the_house_s(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    newer = clerk.bring(roster(1, **{f"r{row}_{DOOR}": "9号" for row in (2, 3, 4)}))
    [home] = clerk.people("household").values()
    assert home["values"]["door"] == "9号" and newer["differences"] == 0


def test_one_member_at_another_door_is_a_move_that_is_shown_and_not_made(clerk: Clerk) -> None:
    clerk.bring(roster(1, 2))
    moved = roster(1, 2, **{"r4_0": "2", f"r4_{DOOR}": "2号"})
    newer = clerk.bring([*moved[:3], *moved[4:], moved[3]])
    assert len(clerk.people("household")) == 2
    assert clerk.people()["测丙1"]["values"]["household"] == clerk.people()["测甲1"]["values"]["household"]
    [found] = clerk.differences(newer["id"], "open")
    assert found["field"] == "household" and "1号" in found["ours"] and "2号" in found["theirs"]
    answer = clerk.office.post(f"/roster/{newer['id']}/differences", {"ids": "all", "take": True})
    assert answer.json["decided"] == 1 and answer.json["differences"] == 0
    assert clerk.people()["测丙1"]["values"]["household"] == clerk.people()["测甲2"]["values"]["household"]


def test_another_group_in_the_list_is_a_move_too(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    newer = clerk.bring(roster(1, **{f"r{row}_{GROUP}": "2组" for row in (2, 3, 4)}))
    assert (newer["added"], newer["changed"]) == (0, 0)
    assert [each["theirs"] for each in clerk.differences(newer["id"])] == ["柳树村 · 2组 · 1号"] * 3


def test_somebody_from_elsewhere_is_filled_and_not_overwritten(clerk: Clerk) -> None:
    home = clerk.town.household(f"{VILLAGE}-01", "1号")
    resident = clerk.town.resident(home, "测假", id_number=number(1), phone="10022222222")
    done = clerk.bring([[*HEADER, "职业"], [*family(1)[0], "农民"]])
    values = clerk.people()["测假"]["values"]
    assert (values["job"], values["relation"], values["phone"]) == ("农民", "02", "10022222222")
    assert (done["added"], done["changed"]) == (0, 1)
    found = {each["field"]: each["theirs"] for each in clerk.differences(done["id"], "open")}
    assert found == {"name": "测甲1", "phone": "10000000001"} and clerk.people()["测假"]["id"] == resident


def test_a_newer_word_of_the_list_puts_its_older_difference_aside(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    clerk.at_the_door(clerk.people()["测甲1"]["id"], phone="10022222222")
    first = clerk.bring(roster(1, **{f"r2_{PHONE}": "10033333333"}))
    second = clerk.bring(roster(1, **{f"r2_{PHONE}": "10044444444"}))
    assert [each["state"] for each in clerk.differences(first["id"])] == ["passed"]
    assert [each["theirs"] for each in clerk.differences(second["id"])] == ["10044444444"]


def test_a_clerk_can_say_which_import_a_file_is_the_newer_form_of(clerk: Clerk) -> None:
    first = clerk.bring(roster(1))
    wider = [
        [*row, extra]
        for row, extra in zip(roster(1, **{f"r2_{PHONE}": "10033333333"}), ["职业", "", "", ""], strict=True)
    ]
    newer = clerk.bring(wider, predecessor=first["id"])
    assert clerk.people()["测甲1"]["values"]["phone"] == "10033333333" and newer["differences"] == 0


def test_the_office_s_own_correction_is_not_overwritten_either(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    head = clerk.people()["测甲1"]["id"]
    clerk.town.office(ledger.Draft("set", "resident", head, {"phone": ("10022222222", None)}))
    newer = clerk.bring(roster(1, **{f"r2_{PHONE}": "10033333333"}))
    assert clerk.people()["测甲1"]["values"]["phone"] == "10022222222" and newer["differences"] == 1


def test_somebody_whom_a_phone_has_just_put_down_is_not_doubled(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    home = clerk.people()["测甲1"]["values"]["household"]
    told = {"household": home, "name": "测甲2", "id_number": number(2), "id_kind": "id_card"}
    assert clerk.phone.one(clerk.phone.edit("resident", told))["result"] == "applied"  # no list of the office shows it
    done = clerk.bring(roster(2))
    assert done["added"] == 2 and len(clerk.people()) == 6
    assert clerk.people()["测乙2"]["values"]["household"] != home  # the list has them at another door
    assert clerk.people()["测甲2"]["values"]["phone"] == "10000000002"  # filled


def test_what_a_phone_does_between_the_check_and_the_import_is_seen(clerk: Clerk) -> None:
    clerk.bring(roster(1))
    checked = clerk.check(roster(1, 2, **{f"r2_{PHONE}": "10033333333"}))
    shown = clerk.office.get(f"/roster/{checked['id']}/preview").json
    assert (shown["residents"], shown["changed"], shown["unchanged"], shown["differences"]) == (3, 1, 2, 0)
    clerk.at_the_door(clerk.people()["测甲1"]["id"], phone="10022222222")
    home = clerk.people()["测甲1"]["values"]["household"]
    told = {"household": home, "name": "测甲2", "id_number": number(2), "id_kind": "id_card"}
    assert clerk.phone.one(clerk.phone.edit("resident", told))["result"] == "applied"
    done = clerk.go(checked["id"])
    found = {each["field"] for each in clerk.differences(done["id"], "open")}
    assert done["added"] == 2 and found == {"phone", "household"} and len(clerk.people()) == 6
    assert clerk.people()["测甲1"]["values"]["phone"] == "10022222222"


def test_the_check_foretells_what_the_import_does(clerk: Clerk) -> None:
    clerk.bring(roster(1, 2))
    clerk.at_the_door(clerk.people()["测甲1"]["id"], phone="10022222222")
    cells = {f"r2_{PHONE}": "10033333333", f"r5_{PHONE}": "10044444444", f"r6_{RELATION}": "夫"}
    checked = clerk.check(roster(1, 2, 3, **cells))
    before = clerk.everything()
    shown = clerk.office.get(f"/roster/{checked['id']}/preview").json
    assert clerk.everything() == before
    done = clerk.go(checked["id"])
    for key in ("changed", "unchanged", "differences"):
        assert shown[key] == done[key], key
    assert shown["residents"] == done["added"] == 3


def test_somebody_who_was_found_to_be_one_person_is_met_as_the_record_that_stays(clerk: Clerk) -> None:
    clerk.bring(roster(1, 2))
    people = clerk.people()
    gone, stays = people["测乙1"]["id"], people["测乙2"]["id"]
    joined = {"life_state": ("duplicate", None), "same_as": (stays, None)}
    clerk.town.office(ledger.Draft("set", "resident", gone, joined))
    before = clerk.everything()
    assert clerk.bring(roster(1, 2))["added"] == 0 and clerk.everything() == before
    cells = {f"r3_{PHONE}": "10033333333", f"r3_{RELATION}": "其他亲属"}
    newer = clerk.bring(roster(1, 2, **cells))
    with clerk.store.reading() as session:
        rows = {name: json.loads(session.get_one(Record, name).row)["values"] for name in (gone, stays)}
    assert newer["added"] == 0 and "phone" not in rows[gone]
    assert (rows[stays]["phone"], rows[stays]["name"], rows[stays]["relation"]) == ("10033333333", "测乙2", "12")
    assert [(row["resident"], row["field"]) for row in clerk.differences(newer["id"])] == [(stays, "relation")]
