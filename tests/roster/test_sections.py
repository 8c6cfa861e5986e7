"""Groups and villages that stand in a line of their own between the people."""

import json
from pathlib import Path

import pytest

from server.roster.check import examine
from server.roster.sections import named
from server.roster.spool import Spool
from tests.roster.messy.paper import Line
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


def planned(tmp_path: Path, rows: list[Line]) -> list[tuple[str, str]]:
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
