"""What the desk's pages ask beside the import itself: forty files in a list, and a header that somebody points out."""

from pathlib import Path
from typing import Any

import pytest

from server.roster.entry import importing, staging
from server.roster.entry.shelf import spool_of
from server.store.session import store
from tests.roster.conftest import VILLAGE, Office
from tests.roster.sheets import HEADER, families, table, workbook


def test_every_file_of_an_afternoon_is_listed_until_it_is_in(office: Office, tmp_path: Path) -> None:
    ids = {office.upload(table(tmp_path / f"{n}.csv", families(1))).json["id"] for n in range(40)}
    done = office.upload(table(tmp_path / "done.csv", families(1))).json["id"]
    office.check(done, VILLAGE)
    office.bring_in(done)
    listed = {one["id"]: one["state"] for one in office.get("/roster").json["imports"]}
    assert listed == dict.fromkeys(ids, "received") | {done: "done"}


def test_a_header_that_nobody_recognised_is_pointed_out_and_shows_its_columns(office: Office, tmp_path: Path) -> None:
    # given a list whose header names nothing that is known
    rows = families(2)
    unknown = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"]
    found = office.upload(workbook(tmp_path / "list.xlsx", [["清河镇"], unknown, *rows[1:]])).json
    assert (found["header"], found["columns"]) == ({"rows": []}, [])
    # when the clerk points to its row
    shown = office.get(f"/roster/{found['id']}/received?header_row=2").json
    # then its columns are shown with samples, and the upload's own answer stays what it was
    assert shown["header"] == {"rows": [2]} and [column["title"] for column in shown["columns"]] == unknown
    assert shown["columns"][1]["sample"] == ["测甲1", "测乙1", "测丙1"] and not shown["remembered"]
    assert office.get(f"/roster/{found['id']}/received").json == found
    # and said by hand once, the columns are known the next time that the row is pointed to
    keys = ["household_no", "name", "relation", "sex", "id_number", "phone", None, "group", "door"]
    body = {"area": VILLAGE, "header_row": 2, "mapping": {str(index): key for index, key in enumerate(keys)}}
    assert office.post(f"/roster/{found['id']}/check", body).json["state"] == "checking"
    again = office.get(f"/roster/{found['id']}/received?header_row=2").json
    assert again["remembered"] and [column["key"] for column in again["columns"]] == keys


def test_a_row_that_holds_nothing_is_no_header(office: Office, tmp_path: Path) -> None:
    found = office.upload(workbook(tmp_path / "list.xlsx", [HEADER, *families(1)[1:]])).json
    answer = office.get(f"/roster/{found['id']}/received?header_row=400")
    assert answer.json["code"] == "header_unknown"


def test_before_a_newer_list_goes_in_the_page_shows_what_it_changes_from_and_to(office: Office, tmp_path: Path) -> None:
    rows = families(2)
    office.take(workbook(tmp_path / "list.xlsx", rows), VILLAGE)
    newer = [list(row) for row in rows]
    newer[1][5] = "10099998888"
    shown = office.check(office.upload(workbook(tmp_path / "newer.xlsx", newer)).json["id"], VILLAGE)
    assert (shown["changed"], shown["differences"], shown["turn_count"]) == (1, 0, 1)
    assert shown["turns"] == [
        {
            "row": 2, "name": "测甲1", "kind": "changed", "entity": "resident", "field": "phone",
            "before": "10000000001", "after": "10099998888",
        }
    ]  # fmt: skip


def test_a_check_in_a_second_tab_forgets_nothing_of_what_the_first_has_begun_to_import(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a file that has been checked
    name = office.upload(workbook(tmp_path / "list.xlsx", families(3))).json["id"]
    office.check(name, VILLAGE)
    # when one tab starts it in the moment in which another asks for it to be checked again
    asked = staging.predecessor

    def started_meanwhile(*each: Any) -> str | None:
        with store().writing() as session, spool_of(name) as spool:
            staging.start(session, importing.locked(session, name), 1, spool)
        return asked(*each)

    monkeypatch.setattr(staging, "predecessor", started_meanwhile)
    assert office.post(f"/roster/{name}/check", {"area": VILLAGE}).status_code == 404
    # then all of it goes in
    assert office.bring_in(name)["added"] == 9
