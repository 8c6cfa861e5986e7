"""One door is one door, however it is written: in a file, and against what is there."""

from pathlib import Path

import pytest

from server.roster.person.doors import door_of, in_words
from tests.roster.conftest import GRID, Office
from tests.roster.rowing import read
from tests.roster.sheets import number, workbook
from tests.roster.test_importing import households


@pytest.mark.parametrize("key, ways", [
    ("building", ["1", "1栋", "一栋", "1号楼", "1幢", "01", "1#", "１栋"]), ("unit", ["2", "2单元", "二单元"]),
    ("room", ["302", "302室", "302号"]), ("door", ["12", "12号", "十二号"]),
])  # fmt: skip
def test_a_number_is_the_same_with_and_without_its_kind(key: str, ways: list[str]) -> None:
    assert len({door_of({key: said}) for said in ways}) == 1


@pytest.mark.parametrize("key, ways", [
    ("building", ["1栋", "2栋", "A栋", "11栋"]), ("room", ["101", "1-101", "102"]),
    ("door", ["12号", "12号之一", "12-1"]),
    ("lane", ["阳光小区", "月亮小区"]),
])  # fmt: skip
def test_different_doors_stay_different(key: str, ways: list[str]) -> None:
    assert len({door_of({key: said}) for said in ways}) == len(ways)


@pytest.mark.parametrize("home, line", [
    ({"lane": "阳光小区", "building": "1", "unit": "2", "room": "301", "door": "1-2-301"}, "阳光小区 1-2-301"),
    ({"lane": "阳光小区", "building": "1栋", "unit": "2单元", "room": "301"}, "阳光小区 1栋 2单元 301"),
    ({"lane": "东街", "building": "3栋", "door": "12"}, "东街 3栋 12"), ({"building": "12", "door": "12"}, "12 12"),
    ({"lane": "东街", "door": "12-1"}, "东街 12-1"), ({}, ""),
])  # fmt: skip
def test_a_home_is_one_line_that_says_nothing_twice(home: dict[str, str], line: str) -> None:
    assert in_words(home) == line


def test_a_compound_stands_where_the_lane_does_and_joins_one_that_is_said() -> None:
    assert read(["姓名", "小区"], "测甲", "阳光小区").home == {"lane": "阳光小区"}
    assert read(["姓名", "街巷", "小区"], "测甲", "东街", "阳光小区").home == {"lane": "东街 阳光小区"}
    assert read(["姓名", "街巷", "小区"], "测甲", "阳光小区", "阳光小区").home == {"lane": "阳光小区"}


def test_somebody_new_behind_a_door_written_otherwise_joins_the_household_there(office: Office, tmp_path: Path) -> None:
    titles = ["小区", "楼栋", "单元", "房号", "姓名", "身份证号"]
    first = [titles, ["阳光小区", "1栋", "1单元", "101", "测甲", number(1)]]
    office.take(workbook(tmp_path / "a.xlsx", first), GRID)
    more = [titles, ["阳光小区", 1, 1, 101, "测乙", number(2)], ["月亮小区", 1, 1, 101, "测丙", number(3)]]
    office.take(workbook(tmp_path / "b.xlsx", more), GRID)
    homes = households().values()
    assert sorted((home["lane"], home["building"]) for home in homes) == [("月亮小区", "1"), ("阳光小区", "1栋")]
