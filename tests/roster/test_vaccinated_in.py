"""A clinic's list of people vaccinated: matched by identity number, it becomes doses; who is not found is listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import python_calamine

from tests.roster.conftest import TOWNSHIP, VILLAGE
from tests.roster.sheets import HEADER, family, number
from tests.roster.stores import Clerk

CLINIC = ["姓名", "身份证号", "接种剂次", "接种日期", "疫苗名称", "疫苗批号", "接种单位"]


def line(serial: int, dose: int = 1, on: str = "2021-04-01", **other: str) -> list[Any]:
    told = {"name": f"测甲{serial}", "product": "北京生物", "batch": "B1", "place": "镇卫生院", **other}
    return [told["name"], number(serial), f"第{dose}针", on, told["product"], told["batch"], told["place"]]


def doses(clerk: Clerk) -> list[dict[str, Any]]:
    found = [row["values"] for row in clerk.people("dose").values()]
    return sorted(found, key=lambda dose: (dose["resident"], dose.get("number", 0)))


def registered(clerk: Clerk, *serials: int) -> None:
    clerk.bring([HEADER, *[row for serial in serials for row in family(serial)]])


def test_who_is_found_gets_the_dose_and_who_is_not_is_listed(clerk: Clerk, tmp_path: Path) -> None:
    registered(clerk, 1, 2)
    done = clerk.bring([CLINIC, line(1), line(1, 2, "2021-05-01"), line(2), line(7)], kind="vaccinated")
    assert (done["kind"], done["added"], done["changed"], done["doses"]) == ("vaccinated", 0, 3, 3)
    head = clerk.people()["测甲1"]["id"]
    first, second, *_ = [dose for dose in doses(clerk) if dose["resident"] == head]
    assert first == {
        "resident": head, "number": 1, "on": "2021-04-01", "product": "bibp", "batch": "B1", "place": "镇卫生院",
        "known": "registry",
    }  # fmt: skip
    assert (second["number"], second["on"]) == (2, "2021-05-01")
    answer = clerk.office.get(f"/roster/{done['id']}/not-found.xlsx")
    path = tmp_path / "not-found.xlsx"
    path.write_bytes(answer.data)
    _, only = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    assert only[1:3] == ["测甲7", number(7)] and "2021-04-01" in only[3]
    assert done["not_found"] == 1 and "测甲7" not in clerk.people()


def test_the_same_list_twice_adds_no_dose(clerk: Clerk) -> None:
    registered(clerk, 1, 2)
    rows = [CLINIC, line(1), line(2)]
    clerk.bring(rows, kind="vaccinated")
    before = clerk.everything()
    again = clerk.bring(rows, kind="vaccinated")
    assert (again["doses"], again["differences"], again["unchanged"]) == (0, 0, 2)
    assert clerk.everything() == before


def test_a_dose_that_the_door_declared_is_not_doubled_and_another_day_is_shown(clerk: Clerk) -> None:
    registered(clerk, 1, 2)
    people = clerk.people()
    for name, on in (("测甲1", "2021-04-01"), ("测甲2", "2021-03-28")):
        declared = {"resident": people[name]["id"], "number": 1, "on": on, "product": "bibp", "known": "declared"}
        assert clerk.phone.one(clerk.phone.edit("dose", declared))["result"] == "applied"
    done = clerk.bring([CLINIC, line(1), line(2)], kind="vaccinated")
    assert (done["doses"], done["differences"]) == (0, 1)
    [found] = clerk.differences(done["id"], "open")
    assert (found["field"], found["name"], found["ours_by"]) == ("dose", "测甲2", "张三")
    assert found["ours"] == "1 · 2021-03-28 · 北京生物" and found["theirs"].startswith("1 · 2021-04-01 · 北京生物")
    taken = clerk.office.post(f"/roster/{done['id']}/differences", {"ids": "all", "take": True})
    assert taken.json["decided"] == 1
    second = [dose for dose in doses(clerk) if dose["resident"] == people["测甲2"]["id"]]
    assert len(second) == 2 and {dose["on"] for dose in second if "voids" in dose} == {"2021-04-01"}


def test_another_name_under_the_number_is_shown_and_never_written(clerk: Clerk) -> None:
    registered(clerk, 1)
    done = clerk.bring([CLINIC, line(1, name="测假1", place="县医院")], kind="vaccinated")
    assert done["doses"] == 1 and clerk.people()["测甲1"]["values"]["name"] == "测甲1"
    assert [(each["field"], each["theirs"]) for each in clerk.differences(done["id"], "open")] == [("name", "测假1")]


def test_a_newer_list_of_the_clinic_corrects_its_own_word_only(clerk: Clerk) -> None:
    registered(clerk, 1)
    clerk.bring([CLINIC, line(1)], kind="vaccinated")
    newer = clerk.bring([CLINIC, line(1, on="2021-04-08")], kind="vaccinated")
    assert (newer["doses"], newer["differences"]) == (1, 0)
    standing = [dose for dose in doses(clerk) if "voids" in dose]
    assert [dose["on"] for dose in standing] == ["2021-04-08"] and len(doses(clerk)) == 2


def test_a_clinic_s_list_finds_people_of_every_village(clerk: Clerk) -> None:
    clerk.bring([HEADER, *family(1), *family(2, village="石桥村")])
    done = clerk.bring([CLINIC, line(1), line(2)], TOWNSHIP, kind="vaccinated")
    assert (done["doses"], done["not_found"]) == (2, 0)
    one = clerk.bring([CLINIC, line(1, 2, "2021-05-01"), line(2, 2, "2021-05-01")], VILLAGE, kind="vaccinated")
    assert one["doses"] == 2


def test_a_dose_history_in_a_roster_comes_in_once_and_grows_with_the_newer_one(clerk: Clerk) -> None:
    header = [*HEADER, "第一针时间", "第二针时间", "疫苗厂家"]
    head, *others = family(1)
    rows = [header, [*head, "2021-04-01", "", "北京生物"], *[[*row, "", "", ""] for row in others]]
    first = clerk.bring(rows)
    assert (first["added"], first["doses"]) == (3, 1)
    before = clerk.everything()
    assert clerk.bring(rows)["doses"] == 0 and clerk.everything() == before
    rows[1] = [*head, "2021-04-01", "2021-05-01", "北京生物"]
    newer = clerk.bring(rows)
    assert (newer["doses"], newer["changed"], newer["differences"]) == (1, 1, 0)
    assert [(dose["number"], dose["on"], dose["known"]) for dose in doses(clerk)] == [
        (1, "2021-04-01", "declared"), (2, "2021-05-01", "declared"),
    ]  # fmt: skip


def test_a_dose_taken_back_at_the_door_is_not_put_back_by_the_same_list(clerk: Clerk) -> None:
    header = [*HEADER, "第一针时间"]
    rows = [header, [*family(1)[0], "2021-04-01"]]
    clerk.bring(rows)
    [(dose, row)] = clerk.people("dose").items()
    retract = {"resident": row["values"]["resident"], "voids": dose, "retract": True}
    assert clerk.phone.one(clerk.phone.edit("dose", retract))["result"] == "applied"
    again = clerk.bring(rows)
    assert (again["doses"], again["differences"]) == (0, 0) and len(clerk.people("dose")) == 2


def test_somebody_new_of_whom_a_list_only_says_vaccinated_has_a_first_dose(clerk: Clerk) -> None:
    rows = [[*HEADER, "是否接种"], [*family(1)[0], "是"], [*family(1)[1], "否"]]
    clerk.bring(rows)
    assert [(dose["number"], "on" in dose) for dose in doses(clerk)] == [(1, False)]
    before = clerk.everything()
    assert clerk.bring(rows)["doses"] == 0 and clerk.everything() == before
