"""Groups and villages that stand in a line of their own between the people."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from server.roster.entry.check import examine
from server.roster.entry.spool import Spool
from server.roster.sheet.sections import labelled, named
from tests.roster.messy.paper import Line, Messy, Paper
from tests.roster.messy.writing import write
from tests.roster.sheets import TODAY, number, workbook


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("第一村民小组", {"group": "一村民小组"}),
        ("二组", {"group": "二组"}),
        ("3组（共2户）", {"group": "3组"}),
        ("三、第12网格：", {"group": "12网格"}),
        ("柳树村二组", {"group": "二组", "village": "柳树村"}),
        ("柳树村", {"village": "柳树村"}),
        ("合计", {}),
        ("测甲", {}),
        ("7号", {}),
    ],
)
def test_a_line_names_a_group_or_a_village(said: str, meant: dict[str, str]) -> None:
    assert named(said) == meant


def planned(tmp_path: Path, rows: Sequence[Line]) -> list[tuple[str, str]]:
    """(level, name) of the areas that the file would make."""
    with Spool() as spool:
        examined = examine(spool, workbook(tmp_path / "a.xlsx", rows), None, None, TODAY)
        assert examined.counts()[1] == 4
        grids = [json.loads(body) for (body,) in spool.db.execute("SELECT body FROM person")]
        assert len(grids) == 4
        return [(area.level, area.name) for area in examined.new_areas()]


def people(first: int) -> list[Line]:
    return [[at + 1, f"测人{first + at}", number(first + at)] for at in range(2)]


def test_people_live_in_the_group_of_the_line_above_them(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "身份证号"], ["一组"], *people(1), ["合计", "2人"], ["二组"], *people(5)]
    assert [name for level, name in planned(tmp_path, rows) if level == "grid"] == ["一组", "二组"]


def test_a_village_and_its_groups_may_stand_in_lines(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "身份证号"], ["柳树村"], ["一组"], *people(1), ["杨家湾村"], ["一组"], *people(5)]
    areas = planned(tmp_path, rows)
    assert [name for level, name in areas if level == "village"] == ["柳树村", "杨家湾村"]
    assert [name for level, name in areas if level == "grid"] == ["一组", "一组"]


def test_a_column_of_its_own_says_more_than_a_line(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "身份证号", "组"], ["一组"], *[[*row, "3组"] for row in people(1) + people(5)]]
    assert [name for level, name in planned(tmp_path, rows) if level == "grid"] == ["3组"]


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (
            ["户主姓名：测甲", "", "户号：1", "住址：东街 1号"],
            {"head_name": "测甲", "household_no": "1", "address": "东街 1号"},
        ),
        (["户号：", "7", "户主：", "测乙"], {"household_no": "7", "head_name": "测乙"}),
        (["村（社区）：清河镇柳树村  组：3组"], {"village": "柳树村", "group": "3组"}),
        (["填报单位：柳树村", "地址：东街1号"], {}),
        (["姓名：测甲", "村：柳树村"], {}),
        (["村：柳树村", "测甲"], {}),
    ],
)
def test_a_line_of_a_form_says_where_a_house_is(cells: Line, meant: dict[str, str]) -> None:
    assert labelled(list(cells)) == meant


def test_a_form_for_each_household_is_read_as_households(tmp_path: Path) -> None:
    rows: list[Line] = []
    for home in (1, 2):
        rows += [["清河镇柳树村家庭成员登记表"], [f"户主姓名：测户{home}", "", f"户号：{home}"]]
        rows += [["姓名", "与户主关系", "身份证号"], [f"测户{home}", "户主", number(home)]]
        rows += [[f"测子{home}", "子", number(home + 10)], []]
    with Spool() as spool:
        examined = examine(spool, workbook(tmp_path / "a.xlsx", rows), None, None, TODAY)
        assert (examined.rows, examined.counts()) == (4, (2, 4))


def test_the_title_names_the_village_and_the_sheet_the_group(tmp_path: Path) -> None:
    paper = Paper(
        "二组", [["村：清河镇柳树村"], ["姓名", "身份证号"], *[list(row[1:]) for row in people(1) + people(5)]]
    )
    with Spool() as spool:
        examined = examine(spool, write(tmp_path, Messy("a.xlsx", paper)), None, None, TODAY)
        assert [(area.level, area.name) for area in examined.new_areas()] == [("village", "柳树村"), ("grid", "二组")]
