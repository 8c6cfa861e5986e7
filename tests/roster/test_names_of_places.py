"""Villages and grids are found under every name that lists give them, and none is made a second time."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from server.roster.person.places import Misplaced, Places
from server.roster.problems import Code
from server.roster.sheet import naming
from server.store.session import store
from server.store.tables import Area, Listing
from tests.roster.conftest import GRID, TOWNSHIP, VILLAGE
from tests.roster.sheets import number, workbook

TOWN = "990101100000"
KNOWN = {
    "990101000000": "测试县",
    TOWN: "清河镇",
    "990101100201": "柳林村",
    "990101100201-01": "柳林村第1网格",
    "990101100201-02": "柳林村第2网格",
    "990101100201-03": "上湾组",
    "990101100202": "南街社区",
    "990101100202-01": "1网格",
}


def grid(places: Places, village: str = "", group: str = "", name: str = "") -> str | Misplaced:
    return places.grid_of({"village": village, "group": group, "grid": name})


@pytest.mark.parametrize("village", ["清河镇柳林村", "柳林", "柳林村委会", "测试县清河镇 柳林村", "清河柳林村"])
@pytest.mark.parametrize(
    "name", ["柳林村第1网格", "第一网格", "1", "网格1", "一", "柳林1组", "柳林村委会1组", "1号网格", "清河镇柳林村1组"]
)
def test_a_village_and_its_grid_are_found_under_each_of_their_names(village: str, name: str) -> None:
    places = Places(KNOWN, TOWN)
    assert (grid(places, village, name=name), places.made) == ("990101100201-01", [])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("柳林村一组", "990101100201-01"),
        ("清河镇柳林村2组", "990101100201-02"),
        ("柳林第二村民小组", "990101100201-02"),
        ("柳林村上湾组", "990101100201-03"),
        ("南街社区-1网格", "990101100202-01"),
    ],
)
def test_one_cell_that_says_village_and_group_says_both(said: str, code: str) -> None:
    for column in ("village", "group", "grid"):
        places = Places(KNOWN, TOWN)
        assert (places.grid_of({column: said}), places.made) == (code, []), column


def test_a_village_and_group_in_one_cell_are_made_where_they_are_not_known() -> None:
    places = Places(KNOWN, TOWN)
    assert [grid(places, group=said) for said in ("王家庄3组", "王家庄一组", "清河镇王家庄3组")] == [
        "990101100203-03", "990101100203-01", "990101100203-03",
    ]  # fmt: skip
    assert [area.name for area in places.made] == ["王家庄", "3组", "一组"]


def test_without_a_township_one_cell_gives_village_and_group_too() -> None:
    places = Places({}, None)
    for said in ("柳树村一组", "柳树村二组", "王家庄3组", "清河镇柳树村1组"):
        grid(places, group=said)
    assert [area.name for area in places.made] == ["柳树村", "一组", "二组", "王家庄", "3组"]


@pytest.mark.parametrize("said", ["第三组", "三组", "村民3组", "10-12组", "上湾组", "3"])
def test_a_group_alone_names_no_village(said: str) -> None:
    assert naming.divided(said)[0] == ""


def test_a_list_of_one_village_takes_its_own_name_off_and_makes_no_other_village() -> None:
    places = Places(KNOWN, "990101100201")
    assert grid(places, group="柳林村2组") == "990101100201-02"
    found = grid(places, group="南街社区1网格")
    assert isinstance(found, Misplaced) and found.code is Code.OTHER_VILLAGE
    grid(places, group="王家庄3组")
    assert [(area.code, area.name) for area in places.made] == [("990101100201-04", "王家庄3组")]


def test_a_groups_name_that_holds_a_towns_kind_stays_whole() -> None:
    places = Places({}, None)
    grid(places, "柳林村", "古镇3组")
    assert [area.name for area in places.made] == ["柳林村", "古镇3组"]


def test_codes_in_the_columns_of_names_are_the_areas_that_bear_them() -> None:
    places = Places(KNOWN, TOWN)
    assert grid(places, "990101100201", name="990101100201-02") == "990101100201-02"
    assert grid(places, "990101100201", "1组") == "990101100201-01"
    unknown = [grid(places, "990101100299", "1"), grid(places, "990101100201", name="990101100201-77")]
    assert [found.code for found in unknown if isinstance(found, Misplaced)] == [Code.AREA_UNKNOWN] * 2
    assert places.made == []


@pytest.mark.parametrize("said", ["1" * 5000, "一" * 5000, "柳林村" + "1" * 5000 + "组", "\u00b2", "\u2460组"])
def test_a_number_of_any_length_is_no_accident(said: str) -> None:
    places = Places(KNOWN, TOWN)
    for place in ({"group": said}, {"village": said}, {"village": "柳林村", "grid": said}):
        assert places.grid_of(place)


def test_a_name_that_two_villages_bear_is_told_and_not_guessed() -> None:
    places = Places({**KNOWN, "990101100203": "南街村"}, TOWN)
    assert grid(places, "南街村", "1") == "990101100203-01"
    found = grid(places, "南街", "1")
    assert isinstance(found, Misplaced) and found.code is Code.AREA_UNKNOWN


def test_a_villages_own_name_that_holds_a_towns_kind_stays_whole() -> None:
    assert [naming.of_town(name) for name in ("古镇村", "下乡村", "清河镇古镇村", "镇南村")] == [
        "古镇村", "下乡村", "古镇村", "镇南村",
    ]  # fmt: skip


def test_a_township_list_with_both_in_one_column_goes_into_the_villages_that_are_there(
    app: Flask, tmp_path: Path
) -> None:
    rows = [["村组", "姓名", "身份证号"], ["柳树村一组", "测甲", number(1)], ["清河镇柳树村2组", "测乙", number(2)],
            ["王家庄3组", "测丙", number(3)]]  # fmt: skip
    runner: FlaskCliRunner = app.test_cli_runner()
    done = runner.invoke(args=["roster", "import", str(workbook(tmp_path / "a.xlsx", rows)), "--area", TOWNSHIP])
    assert done.exit_code == 0
    with store().reading() as session:
        grids = {name: where for name, where in session.execute(select(Listing.name, Listing.grid))}
        villages = session.scalars(select(Area.name).where(Area.level == "village").order_by(Area.code)).all()
    assert grids == {"测甲": GRID, "测乙": f"{VILLAGE}-02", "测丙": "990101100202-03"}
    assert villages == ["柳树村", "王家庄"]
