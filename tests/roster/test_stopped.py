"""Bad rows come back as a spreadsheet with the reasons; corrected there and uploaded again, they go in."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from server.words import say
from tests.roster.conftest import GRID
from tests.roster.sheets import HEADER, family, number
from tests.roster.stores import Clerk

ID, PHONE = 4, 5
BAD = "99010119800531003"  # a digit is missing


def rows_with_a_fault() -> list[list[Any]]:
    rows = [list(HEADER), *family(1), *family(2)]
    rows[2][ID] = BAD  # the wife of the first household
    return rows


def fetched(clerk: Clerk, name: str, what: str, folder: Path) -> Path:
    """A file of the office."""
    answer = clerk.office.get(f"/roster/{name}/{what}.xlsx")
    assert answer.status_code == 200 and answer.mimetype.endswith("spreadsheetml.sheet")
    path = folder / f"{what}.xlsx"
    path.write_bytes(answer.data)
    return path


def cells(path: Path) -> list[list[Any]]:
    return python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def written(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(at, column, str(value))
    return path


def test_a_corrected_file_of_bad_rows_goes_in_and_joins_its_family(clerk: Clerk, tmp_path: Path) -> None:
    done = clerk.bring(rows_with_a_fault())
    assert (done["added"], done["stopped"]) == (5, 1)
    got = cells(fetched(clerk, done["id"], "stopped", tmp_path))
    assert got[0] == [*HEADER, say("roster.stopped.reason", "zh-CN")]
    assert got[1][:-1] == rows_with_a_fault()[2] and "身份证号" in got[1][-1] and len(got) == 2
    got[1][ID] = number(1, "1982-02-03", False)
    again = clerk.bring_file(written(tmp_path / "corrected.xlsx", got))
    assert (again["added"], again["stopped"], again["unchanged"]) == (1, 0, 0)
    people = clerk.people()
    assert people["测乙1"]["values"]["household"] == people["测甲1"]["values"]["household"]
    assert "note" not in people["测乙1"]["values"]
    assert clerk.office.get(f"/roster/{again['id']}/absent").json["count"] == 0


def test_a_second_of_one_number_that_comes_back_uncorrected_does_not_rename_the_first(
    clerk: Clerk, tmp_path: Path
) -> None:
    rows = [list(HEADER), *family(1), *family(2)]
    rows[4][ID] = rows[1][ID]  # the second head has the number of the first
    done = clerk.bring(rows)
    stopped = fetched(clerk, done["id"], "stopped", tmp_path)
    before = clerk.everything()
    again = clerk.check_file(stopped)
    told = clerk.office.get(f"/roster/{again['id']}/preview").json["problems"]
    assert [each["code"] for each in told] == ["resident.number_taken"] and "测甲1" in told[0]["message"]["zh-CN"]
    clerk.go(again["id"])
    assert clerk.everything() == before
    got = cells(stopped)
    got[1][ID] = number(2)
    assert clerk.bring_file(written(tmp_path / "corrected.xlsx", got))["added"] == 1


def test_what_was_corrected_belongs_to_the_same_source(clerk: Clerk, tmp_path: Path) -> None:
    done = clerk.bring(rows_with_a_fault())
    got = cells(fetched(clerk, done["id"], "stopped", tmp_path))
    got[1][ID] = number(1, "1982-02-03", False)
    clerk.bring_file(written(tmp_path / "corrected.xlsx", got))
    newer = rows_with_a_fault()
    newer[2][ID], newer[2][PHONE] = got[1][ID], "10077777777"
    changed = clerk.bring(newer)
    assert (changed["added"], changed["changed"], changed["differences"]) == (0, 1, 0)
    assert clerk.people()["测乙1"]["values"]["phone"] == "10077777777"


def test_what_is_still_wrong_comes_back_with_one_reason_column_only(clerk: Clerk, tmp_path: Path) -> None:
    done = clerk.bring(rows_with_a_fault())
    got = cells(fetched(clerk, done["id"], "stopped", tmp_path))
    again = clerk.bring_file(written(tmp_path / "untouched.xlsx", got))
    assert (again["added"], again["stopped"]) == (0, 1)
    twice = cells(fetched(clerk, again["id"], "stopped", tmp_path))
    assert twice == got


def test_a_member_without_a_door_joins_by_the_household_s_number(clerk: Clerk, tmp_path: Path) -> None:
    rows = [["户号", "姓名", "与户主关系", "身份证号"], ["7", "测甲", "户主", number(1)], ["", "测乙", "妻", BAD]]
    done = clerk.bring(rows, GRID)
    assert (done["added"], done["stopped"]) == (1, 1)
    got = cells(fetched(clerk, done["id"], "stopped", tmp_path))
    assert got[1][0] == "7"  # filled down, for the row above does not come along
    got[1][3] = number(1, "1982-02-03", False)
    clerk.bring_file(written(tmp_path / "corrected.xlsx", got), GRID)
    assert len(clerk.people("household")) == 1 and len(clerk.people()) == 2


def test_cells_of_bad_rows_stay_text_and_are_never_computed(clerk: Clerk, tmp_path: Path) -> None:
    rows = rows_with_a_fault()
    rows[2][1], rows[2][PHONE] = "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")'
    done = clerk.bring(rows)
    path = fetched(clerk, done["id"], "stopped", tmp_path)
    got = cells(path)
    assert got[1][1] == "=cmd|' /C calc'!A0" and got[1][PHONE] == '=HYPERLINK("http://x")'
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet and b"hyperlink" not in sheet
        assert not any("externalLink" in name for name in archive.namelist())


def test_an_import_without_bad_rows_gives_a_file_with_headers_only(clerk: Clerk, tmp_path: Path) -> None:
    done = clerk.bring([list(HEADER), *family(1)])
    assert len(cells(fetched(clerk, done["id"], "stopped", tmp_path))) == 1
    assert clerk.office.get("/roster/nothing/stopped.xlsx").status_code == 404


def test_a_file_of_corrected_rows_does_not_make_everybody_else_absent(clerk: Clerk, tmp_path: Path) -> None:
    done = clerk.bring(rows_with_a_fault())
    got = cells(fetched(clerk, done["id"], "stopped", tmp_path))
    got[1][ID] = number(1, "1982-02-03", False)
    clerk.bring_file(written(tmp_path / "corrected.xlsx", got))
    newer = clerk.bring([list(HEADER), *family(1)])
    absent = clerk.office.get(f"/roster/{newer['id']}/absent").json
    assert [row["name"] for row in absent["rows"]] == ["测甲2", "测乙2", "测丙2"]
