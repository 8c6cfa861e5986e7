"""The list as a file: the same rows as the office's list, and nothing in it that a spreadsheet would execute."""

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
from flask import Flask

from server.exchange import ledger
from server.lists.columns import USUAL
from server.office.filters import Filters
from server.office.residents import filtered
from server.roster.export import age
from server.store.session import store
from tests.roster.conftest import GRID, TOWNSHIP, Office
from tests.roster.sheets import HEADER, families, family, table, workbook


def bring_in(app: Flask, path: Path, area: str = TOWNSHIP) -> None:
    done = app.test_cli_runner().invoke(args=["roster", "import", str(path), "--area", area])
    assert done.exit_code == 0, done.output


def download(office: Office, query: str = "") -> Any:
    answer = office.get(f"/export/residents.xlsx{query}")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data)).active


def table_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def day(value: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(value) if value else None


def test_the_file_has_the_rows_of_the_list_in_its_order(app: Flask, office: Office, tmp_path: Path) -> None:
    bring_in(app, workbook(tmp_path / "a.xlsx", families(25)))
    rows = table_of(download(office))
    with store().reading() as session:
        listed = list(filtered(session, Filters()))
    assert len(rows) == len(listed) == 75
    for row, line in zip(rows, listed, strict=True):
        assert (row["姓名"], row["身份证号"], row["联系电话"]) == (line.name, line.id_number, line.phone)
        assert (row["出生日期"], row["应种日期"]) == (day(line.birth), day(line.due))
        assert (row["已种剂次"], row["下一剂次"]) == (line.doses, line.next_number)
    assert {row["村（社区）"] for row in rows} == {"柳树村"}
    assert (
        rows[0]["网格"] == "1组"
        and rows[0]["门牌"] == "1号"
        and rows[0]["性别"] == "男"
        and rows[0]["是否敲过门"] == "否"
    )


def test_the_file_follows_the_filters_of_the_list(app: Flask, office: Office, tmp_path: Path) -> None:
    bring_in(app, workbook(tmp_path / "a.xlsx", families(25)))
    query = f"?grid={GRID}&q=测丙&sort=name"
    listed = office.get(f"/residents{query}&size=100").json
    assert [row["姓名"] for row in table_of(download(office, query))] == [row["name"] for row in listed["rows"]]
    assert listed["total"] == 20


def test_what_phones_and_office_record_is_in_the_file(app: Flask, office: Office, tmp_path: Path) -> None:
    bring_in(app, workbook(tmp_path / "a.xlsx", [HEADER, *family(1)]))
    with store().writing() as session:
        head = next(row for row in filtered(session, Filters()) if row.name == "测甲1")
        visit = {"household": head.household, "on": "2026-11-19", "outcome": "spoke", "at": 1_795_000_000_000}
        drafts = [
            ledger.Draft("set", "resident", head.resident, {"willingness": ("willing", None)}),
            ledger.Draft("create", "visit", None, {name: (value, None) for name, value in visit.items()}, group=1),
        ]
        ledger.office(session, 1, drafts)
    row = next(row for row in table_of(download(office)) if row["姓名"] == "测甲1")
    assert (row["接种意愿"], row["最近走访"], row["是否敲过门"]) == ("愿意", day("2026-11-19"), "是")


def test_numbers_stay_text_and_nothing_is_executed(app: Flask, office: Office, tmp_path: Path) -> None:
    names = ["=cmd|' /C calc'!A0", "+1+1测", "-2+3测", "@SUM(1)", "<script>测</script>", "http://测.example"]
    rows = [["姓名", "门牌号", "联系电话"], *[[name, str(at), f"1000000000{at}"] for at, name in enumerate(names)]]
    bring_in(app, table(tmp_path / "a.csv", rows), GRID)
    sheet = download(office)
    cells = {cell.value: cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value in names}
    assert set(cells) == set(names)
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells.values())
    head = [cell.value for cell in sheet[1]]
    phone = sheet.cell(2, head.index("联系电话") + 1)
    assert (phone.data_type, phone.number_format) == ("s", "@")


def test_the_page_is_set_for_screen_and_paper(app: Flask, office: Office, tmp_path: Path) -> None:
    bring_in(app, workbook(tmp_path / "a.xlsx", [HEADER, *family(1)]))
    sheet = download(office)
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(len(USUAL))}4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.fitToHeight == 0
    assert sheet.column_dimensions["H"].width > 18


def test_the_file_can_be_english_and_is_named_for_its_day(app: Flask, office: Office, tmp_path: Path) -> None:
    bring_in(app, workbook(tmp_path / "a.xlsx", [HEADER, *family(1)]))
    answer = office.get("/export/residents.xlsx?lang=en")
    assert "residents-20" in answer.headers["Content-Disposition"] and answer.headers["Cache-Control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None and [cell.value for cell in sheet[1]][:4] == ["Village", "Grid", "Door", "Name"]


def test_an_exported_list_imported_again_changes_nothing(app: Flask, office: Office, tmp_path: Path) -> None:
    bring_in(app, workbook(tmp_path / "a.xlsx", families(5)))
    (tmp_path / "out.xlsx").write_bytes(office.get("/export/residents.xlsx").data)
    done = app.test_cli_runner().invoke(args=["roster", "import", str(tmp_path / "out.xlsx"), "--area", TOWNSHIP])
    assert done.exit_code == 0 and "新增 0 户 0 人，15 人已在册未改动，0 行未导入" in done.output


def test_a_person_born_on_29_february_is_a_year_older_on_1_march() -> None:
    assert age("2004-02-29", datetime.date(2026, 2, 28)) == 21
    assert age("2004-02-29", datetime.date(2026, 3, 1)) == 22
    assert age(None, datetime.date(2026, 3, 1)) is None
