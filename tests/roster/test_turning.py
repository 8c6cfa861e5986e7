"""Tables one beneath another, each under a header of its own (whole files of the kind: `messy/strangers.py`)."""

from pathlib import Path
from typing import Any

from server.roster.entry.check import check
from server.roster.sheet.header import Column, Header
from server.roster.sheet.turning import Turning, columns
from tests.roster.sheets import TODAY, number, table

FIRST = ["序号", "姓名", "身份证号", "联系电话"]
HEADER = Header(0, [Column(0, "序号", "serial", True), Column(1, "姓名", "name", True),
                    Column(2, "身份证号", "id_number", True)], (0,), (("序号", "姓名", "身份证号"),))  # fmt: skip


def test_a_header_holds_for_the_rows_below_it_however_many_parts_they_are_read_in(tmp_path: Path) -> None:
    def people(first: int, last: int) -> list[list[Any]]:
        return [[at, f"测人{at}", number(at), f"100{at:08d}"] for at in range(first, last)]

    turned = [[row[3], row[2], row[1], row[0]] for row in [FIRST, *people(601, 1700)]]
    rows = [FIRST, *people(1, 601), *turned, FIRST, *people(1700, 1800)]
    found = check(table(tmp_path / "a.csv", rows), None, None, TODAY)
    assert (found["rows"], found["residents"], found["problems"]) == (1799, 1799, [])


def test_a_header_with_a_column_that_has_no_place_is_left_to_whoever_looks() -> None:
    turning = Turning(HEADER)
    assert not turning.header(["身份证号", "姓名", "序号", "联系电话"])
    assert turning.lay(["1", "测甲"]) == ["1", "测甲"]


def test_columns_of_later_headers_come_behind_the_last_of_the_first() -> None:
    row = ["联系电话", "姓名", "身份证号", "签领"]
    made = columns(HEADER, [["1", "测甲", number(1)], row])
    assert [(each.index, each.key) for each in made.columns[3:]] == [(4, "phone"), (5, None)]
    turning = Turning(made)
    assert turning.header(row)
    assert turning.lay(["10000000001", "测甲", number(1), "有"]) == ["", "测甲", number(1), "", "10000000001", "有"]


def test_a_header_like_the_first_ends_what_another_began() -> None:
    turning = Turning(HEADER)
    assert turning.header(["姓名", "序号", "身份证号"]) and turning.lay(["测甲", "1", "2"]) == ["1", "测甲", "2"]
    assert turning.header(["序号", "姓名", "身份证号"]) and turning.lay(["1", "测甲", "2"]) == ["1", "测甲", "2"]


def test_a_person_is_no_header() -> None:
    assert not Turning(HEADER).header(["姓名", "测甲", number(1), "男"])
