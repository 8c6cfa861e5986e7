"""Rows that name no village or group wait in the tray until a clerk says where they belong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.roster.conftest import GRID, VILLAGE
from tests.roster.sheets import HEADER, family
from tests.roster.stores import Clerk


def unplaced(clerk: Clerk, name: str) -> Any:
    return clerk.office.get(f"/roster/{name}/unplaced").json


def homeless(*serials: int) -> list[list[Any]]:
    """Families without a group: their village has two."""
    rows = [list(row) for serial in serials for row in family(serial)]
    for row in rows:
        row[7] = ""
    return rows


def test_rows_without_a_group_wait_and_go_in_where_a_clerk_puts_them(clerk: Clerk) -> None:
    done = clerk.bring([HEADER, *family(1), *homeless(2, 3)])
    assert (done["added"], done["unplaced"], done["stopped"]) == (3, 6, 0)
    tray = unplaced(clerk, done["id"])
    assert tray["count"] == 6
    assert tray["rows"][0] | {"place": ""} == {
        "row": 5, "at": 5, "name": "测甲2", "head_name": "", "address": "2号", "place": "",
    }  # fmt: skip
    first = clerk.office.post(f"/roster/{done['id']}/place", {"rows": [5, 6, 7], "grid": GRID})
    assert (first.json["added"], first.json["unplaced"], first.json["state"]) == (6, 3, "done")
    rest = clerk.office.post(f"/roster/{done['id']}/place", {"rows": "all", "grid": f"{VILLAGE}-02"})
    assert (rest.json["added"], rest.json["unplaced"]) == (9, 0)
    people = clerk.people()
    assert people["测丙2"]["scope"] == GRID and people["测丙3"]["scope"] == f"{VILLAGE}-02"
    assert people["测甲2"]["values"]["household"] == people["测丙2"]["values"]["household"]
    assert len(clerk.people("household")) == 3


def test_who_was_placed_once_is_not_in_the_tray_of_the_same_file_again(clerk: Clerk) -> None:
    rows = [HEADER, *family(1), *homeless(2)]
    done = clerk.bring(rows)
    clerk.office.post(f"/roster/{done['id']}/place", {"rows": "all", "grid": f"{VILLAGE}-02"})
    before = clerk.everything()
    again = clerk.bring(rows)
    assert (again["added"], again["unplaced"], again["unchanged"]) == (0, 0, 6)
    assert clerk.everything() == before


def test_a_row_put_where_somebody_is_already_adds_nobody(clerk: Clerk) -> None:
    clerk.bring([["姓名", "出生日期", "备注"], ["测甲", "1950-01-01", "老人"]], GRID)
    rows = [["姓名", "出生日期", "村"], ["测甲", "1950-01-01", "柳树村"]]
    done = clerk.bring(rows)
    assert done["unplaced"] == 1
    placed = clerk.office.post(f"/roster/{done['id']}/place", {"rows": "all", "grid": GRID})
    assert (placed.json["added"], placed.json["unplaced"]) == (0, 0) and len(clerk.people()) == 1


def test_a_place_that_is_no_grid_is_refused_and_nothing_moves(clerk: Clerk) -> None:
    done = clerk.bring([HEADER, *homeless(2)])
    for grid in (VILLAGE, "990101100999-01"):
        answer = clerk.office.post(f"/roster/{done['id']}/place", {"rows": "all", "grid": grid})
        assert (answer.status_code, answer.json["code"]) == (404, "unknown_area")
    assert unplaced(clerk, done["id"])["count"] == 3


def test_rows_of_the_tray_do_not_count_as_absent_or_stopped(clerk: Clerk, tmp_path: Path) -> None:
    done = clerk.bring([HEADER, *family(1), *homeless(2)])
    assert clerk.office.get(f"/roster/{done['id']}/absent").json["count"] == 0
