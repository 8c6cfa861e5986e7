"""Import → export → import: the second import changes nothing, whatever happened at the doors in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from tests.roster.conftest import GRID
from tests.roster.sheets import HEADER, family, number
from tests.roster.stores import Clerk

WIDE = [*HEADER, "住房性质", "工作单位", "备注", "第一针时间", "疫苗厂家", "第二针时间", "禁忌症", "未接种原因"]


def exported(clerk: Clerk, folder: Path, query: str = "") -> Path:
    """The list as the roster desk reads it."""
    answer = clerk.office.get(f"/export/roster.xlsx{query}")
    assert answer.status_code == 200
    path = folder / "exported.xlsx"
    path.write_bytes(answer.data)
    return path


def wide(*families: list[list[Any]]) -> list[list[Any]]:
    """Families with more said of their heads."""
    rows = [list(WIDE)]
    for at, (head, *others) in enumerate(families):
        said = ["自建房", "镇小学", "晚上在家", "2021-04-01", "北京生物", "2021-05-01" if at else "", "", ""]
        rows.append([*head, *said])
        rows += [[*row, "", "", "", "", "", "", "癫痫" if not at else "", "外出" if at else ""] for row in others]
    return rows


def unchanged(clerk: Clerk, path: Path) -> None:
    """The file goes in, and nothing is another thing than before."""
    before = clerk.everything()
    done = clerk.bring_file(path)
    assert clerk.everything() == before
    told = {key: done[key] for key in ("added", "changed", "doses", "differences", "stopped", "unplaced", "elsewhere")}
    assert set(told.values()) == {0}, told


def test_what_was_imported_comes_out_and_in_without_a_change(clerk: Clerk, tmp_path: Path) -> None:
    clerk.bring(wide(family(1), family(2, group="2组"), family(3, village="石桥村", group="3组")))
    path = exported(clerk, tmp_path)
    unchanged(clerk, path)
    unchanged(clerk, path)


def test_what_was_learned_at_the_door_comes_out_and_in_without_a_change(clerk: Clerk, tmp_path: Path) -> None:
    clerk.bring(wide(family(1), family(2)))
    people = clerk.people()
    head = people["测甲1"]
    clerk.at_the_door(head["id"], name="测假1", phone="10022222222", willingness="willing")
    clerk.at_the_door(people["测乙1"]["id"], phone=None, note="常在田里", relation="99")
    clerk.at_the_door(head["values"]["household"], door="11号", lane="东巷")
    child = {"household": head["values"]["household"], "name": "测小1", "birth": "2026-03-04", "sex": "f"}
    dose = {"resident": people["测乙2"]["id"], "number": 1, "on": "2021-06-01", "known": "certificate"}
    for edit in (clerk.phone.edit("resident", child), clerk.phone.edit("dose", dose)):
        assert clerk.phone.one(edit)["result"] == "applied"
    clerk.office.get("/overview")  # the office looks at its lists
    unchanged(clerk, exported(clerk, tmp_path))


def test_the_wide_signs_of_a_phone_s_keyboard_are_no_difference(clerk: Clerk, tmp_path: Path) -> None:
    clerk.bring(wide(family(1)))
    people = clerk.people()
    head = people["测甲1"]
    clerk.at_the_door(head["id"], note="外出，过年回来（儿子家）\n晚上再去", employer="镇小学（东）")
    clerk.at_the_door(head["values"]["household"], door="１１号", lane="东（巷）")
    unchanged(clerk, exported(clerk, tmp_path))


def test_one_grid_s_list_comes_back_into_that_grid(clerk: Clerk, tmp_path: Path) -> None:
    clerk.bring(wide(family(1), family(2, group="2组")))
    path = exported(clerk, tmp_path, f"?grid={GRID}")
    before = clerk.everything()
    done = clerk.bring_file(path, GRID)
    assert (done["unchanged"], done["added"]) == (3, 0) and clerk.everything() == before


def test_what_was_put_right_in_an_exported_list_comes_in_as_a_newer_word(clerk: Clerk, tmp_path: Path) -> None:
    clerk.bring(wide(family(1)))
    path = exported(clerk, tmp_path)
    unchanged(clerk, path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(2, titles.index("工作单位") + 1).value = "县中学"
    sheet.cell(2, titles.index("身份证号") + 1).value = number(1)
    book.save(path)
    done = clerk.bring_file(path)
    assert (done["added"], done["differences"]) == (0, 1)
    [found] = clerk.differences(done["id"], "open")
    assert (found["field"], found["ours"], found["theirs"]) == ("employer", "镇小学", "县中学")
