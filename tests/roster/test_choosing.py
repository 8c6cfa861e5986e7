"""Workbooks of several sheets: the roster is found, and what was not read is named."""

from pathlib import Path

from server.roster.entry.check import check
from server.roster.sheet.choosing import choose
from tests.roster.conftest import VILLAGE, Office
from tests.roster.messy.headers import TITLES, _families
from tests.roster.messy.paper import Messy, Paper
from tests.roster.messy.writing import write
from tests.roster.sheets import TODAY


def group(name: str, first: int, count: int = 3) -> Paper:
    paper = Paper(name)
    paper.across(f"柳树村{name}名册", 7)
    paper.put(*TITLES)
    _families(paper, first=first, count=count)
    return paper


def groups(folder: Path) -> Path:
    cover = Paper("封面", [["柳树村"]])
    return write(folder, Messy("groups.xlsx", group("一组", 1), (cover,), (group("二组", 10), group("三组", 20))))


def test_of_a_sheet_for_each_group_the_first_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    found = check(groups(tmp_path), None, None, TODAY)
    assert (found["rows"], found["other_sheets"]) == (6, ["二组", "三组"])


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    chosen = choose(groups(tmp_path), "", "二组")
    assert (chosen.sheet.name, chosen.others) == ("二组", ["一组", "三组"])
    assert choose(groups(tmp_path), "", "封面").header is None
    assert choose(groups(tmp_path), "", "没有").sheet.name == "一组"


def test_a_guide_with_one_example_is_not_taken_for_the_roster(tmp_path: Path) -> None:
    path = write(tmp_path, Messy("guide.xlsx", group("名册", 1, 20), (group("填表说明", 90, 1),)))
    assert choose(path, "").sheet.name == "名册"
    assert choose(path, "").others == ["填表说明"]


def test_a_sheet_of_sums_before_the_roster_is_not_taken_for_it(tmp_path: Path) -> None:
    sums = Paper("汇总表", [["村", "姓名", "人数"], *([f"{name}村", f"测{name}", 120] for name in "甲乙丙丁")])
    path = write(tmp_path, Messy("sums.xlsx", group("花名册", 1, 2), (sums,)))
    assert choose(path, "").sheet.name == "花名册"
    bare = Paper("名单", [["村", "组", "姓名", "联系电话"], ["柳树村", "1组", "测甲", "10012345678"]])
    assert choose(write(tmp_path, Messy("bare.xlsx", bare, (sums,))), "").sheet.name == "名单"


def test_a_form_with_nothing_in_it_is_not_named(tmp_path: Path) -> None:
    path = write(tmp_path, Messy("form.xlsx", group("名册", 1), (), (group("空表", 1, 0),)))
    assert choose(path, "").others == []


def test_an_old_workbook_goes_in_by_the_office(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, Messy("old.xls", group("一组", 1), (Paper("封面", [["柳树村"]]),)))
    assert office.take(path, VILLAGE)["added"] == 6


def test_the_office_chooses_another_sheet_of_the_same_file(office: Office, tmp_path: Path) -> None:
    path = groups(tmp_path)
    first = office.upload(path, area=VILLAGE).json
    assert (first["sheet"], first["others"]) == ("一组", ["二组", "三组"])
    second = office.upload(path, area=VILLAGE, sheet="三组").json
    assert (second["sheet"], second["others"]) == ("三组", ["一组", "二组"])
