"""The office's page and the server: upload, preview, area, import step by step; and how a file is refused."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.roster.tables import RosterImport
from server.store.session import store
from server.store.tables import Listing
from tests.roster.conftest import GRID, TOWNSHIP, VILLAGE, Office
from tests.roster.sheets import HEADER, families, family, number, workbook

KEYS = ["household_no", "name", "relation", "sex", "id_number", "phone", "village", "group", "door"]


def folder(office: Office) -> Path:
    return Path(office.client.application.config["RUHU_VAR"]) / "roster"


def files(office: Office) -> list[str]:
    return [file.name for file in folder(office).iterdir()]


def residents() -> int:
    with store().reading() as session:
        return session.scalar(select(func.count()).select_from(Listing)) or 0


def test_a_clerk_takes_a_list_from_the_file_to_the_finished_import(office: Office, tmp_path: Path) -> None:
    # given a list of two grids with one wrong number
    rows = families(30)
    rows[2] = [*rows[2][:4], "123", *rows[2][5:]]
    # when it is uploaded
    found = office.upload(workbook(tmp_path / "柳树村.xlsx", rows)).json
    # then the page shows its columns, and what they seem to be
    assert (found["filename"], found["state"], found["kind"], found["rows"]) == (
        "柳树村.xlsx", "received", "residents", 90,
    )  # fmt: skip
    assert (found["header"], found["remembered"], found["first"][0]) == ({"rows": [1]}, False, HEADER)
    assert [(column["key"], column["title"]) for column in found["columns"]] == list(zip(KEYS, HEADER, strict=True))
    assert found["columns"][1]["sample"] == ["测甲1", "测乙1", "测丙1"]
    assert {"key": "id_number", "title": "身份证号"} in found["keys"]
    assert office.get(f"/roster/{found['id']}/received").json == found
    # when it is checked for the township
    shown = office.check(found["id"], TOWNSHIP)
    # then the page shows what it holds, and nothing is in yet
    assert (shown["rows"], shown["households"], shown["residents"], shown["new_areas"]) == (90, 30, 89, [])
    problem = shown["problems"][0]
    told = (problem["row"], problem["column"], problem["code"], problem["stops"])
    assert told == (3, "身份证号", "id_number.length", True)
    assert "位数" in problem["message"]["zh-CN"] and "length" in problem["message"]["en"]
    first = shown["first"]
    assert len(first) == 50 and first[0]["values"]["name"] == "测甲1" and not first[1]["good"]
    assert residents() == 0
    # when it is imported
    done = office.bring_in(found["id"])
    # then all good rows are there, and the progress says so
    expected = {"state": "done", "total": 89, "done": 89, "added": 89, "stopped": 1, "households": 30, "phase": None}
    assert expected.items() <= done.items()
    assert residents() == 89
    later = office.get(f"/roster/{found['id']}").json
    assert later["problems"] == shown["problems"] and later["problem_count"] == 1
    assert office.get("/residents").json["total"] == 89
    assert office.get("/roster").json["imports"][0]["state"] == "done"
    # and nothing of the file is kept
    assert files(office) == []


def test_starting_twice_or_stepping_too_often_does_no_harm(office: Office, tmp_path: Path) -> None:
    found = office.upload(workbook(tmp_path / "a.xlsx", families(2)), area=GRID).json
    assert office.post(f"/roster/{found['id']}/step").json["state"] == "received"
    assert office.post(f"/roster/{found['id']}/start").json["state"] == "received"
    office.check(found["id"], GRID)
    assert office.post(f"/roster/{found['id']}/step").json["state"] == "checked"
    office.bring_in(found["id"])
    office.post(f"/roster/{found['id']}/start")
    done = office.post(f"/roster/{found['id']}/step").json
    assert (done["state"], done["added"], residents()) == ("done", 6, 6)
    assert office.post(f"/roster/{found['id']}/check", {"area": GRID}).json["code"] == "not_found"


def test_an_import_can_be_looked_at_and_dropped_before_it_began_or_on_the_way(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.roster.entry.steps.SECONDS", 0)
    found = office.upload(workbook(tmp_path / "a.xlsx", families(60))).json
    office.check(found["id"], TOWNSHIP)
    office.post(f"/roster/{found['id']}/start")
    office.post(f"/roster/{found['id']}/step")
    on_the_way = office.get(f"/roster/{found['id']}").json
    assert 0 < on_the_way["done"] < on_the_way["total"] == 180 and on_the_way["phase"] == "importing"
    dropped = office.delete(f"/roster/{found['id']}").json
    assert (dropped["state"], dropped["total"]) == ("discarded", on_the_way["done"])
    assert office.post(f"/roster/{found['id']}/step").json == dropped
    assert residents() == on_the_way["added"]
    fresh = office.upload(workbook(tmp_path / "b.xlsx", families(1))).json
    assert office.delete(f"/roster/{fresh['id']}").json["state"] == "discarded"
    assert office.post(f"/roster/{fresh['id']}/check", {"area": GRID}).status_code == 404
    assert files(office) == []


def test_a_row_that_stays_out_makes_no_area(office: Office, tmp_path: Path) -> None:
    rows = [HEADER, *family(1)]
    rows[2] = [*rows[2][:4], "123", "", "石乔村", "9组", ""]
    shown = office.check(office.upload(workbook(tmp_path / "a.xlsx", rows)).json["id"], TOWNSHIP)
    assert shown["stopped"] == 1 and shown["new_areas"] == []


def test_a_file_that_was_only_looked_at_is_forgotten_after_a_day(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.upload(workbook(tmp_path / "a.xlsx", families(1))).json
    assert files(office) == [first["id"]]
    monkeypatch.setattr("server.roster.entry.staging.FORGET_AFTER_MS", -1)
    later = office.upload(workbook(tmp_path / "b.xlsx", families(1))).json
    assert files(office) == [later["id"]]
    assert office.post(f"/roster/{first['id']}/check", {"area": GRID}).json["code"] == "not_found"


def test_a_list_whose_header_is_not_known_is_read_as_the_clerk_says_and_so_is_the_next_one(
    office: Office, tmp_path: Path
) -> None:
    rows = [["本村名单"], ["谁", "证", "哪一组"], *([row[1], row[4], row[7]] for row in families(3)[1:])]
    found = office.upload(workbook(tmp_path / "a.xlsx", rows)).json
    assert (found["header"], found["columns"], found["first"][1]) == ({"rows": []}, [], ["谁", "证", "哪一组"])
    refused = office.post(f"/roster/{found['id']}/check", {"area": VILLAGE})
    assert (refused.status_code, refused.json["code"]) == (422, "header_unknown")
    mapping = {"0": "name", "1": "id_number", "2": "group"}
    shown = office.check(found["id"], VILLAGE, header_row=2, mapping=mapping)
    assert (shown["residents"], shown["problems"]) == (9, [])
    assert office.bring_in(found["id"])["added"] == 9 == residents()


def test_a_choice_of_columns_is_remembered_for_the_next_file_of_that_shape(office: Office, tmp_path: Path) -> None:
    rows = [["姓名", "性别", "身份证号", "绰号"], ["测甲", "男", number(1), "小丁"]]
    found = office.upload(workbook(tmp_path / "a.xlsx", rows)).json
    office.check(found["id"], GRID, mapping={"3": "note", "1": None})
    office.bring_in(found["id"])
    again = office.upload(workbook(tmp_path / "b.xlsx", rows)).json
    assert again["remembered"] and again["shape"] == found["shape"]
    assert [column["key"] for column in again["columns"]] == ["name", None, "id_number", "note"]


def html(path: Path) -> Path:
    path = path.with_suffix(".xls")
    path.write_text("<html><table><tr><td>x</td></tr></table></html>")
    return path


def broken(path: Path) -> Path:
    path.write_bytes(workbook(path, families(3)).read_bytes()[:900])
    return path


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", " " * (60 << 20))
    return path


def wide(path: Path) -> Path:
    return workbook(path, [[*HEADER, *["x"] * 16_375]])


def picture(path: Path) -> Path:
    path = path.with_suffix(".png")
    path.write_bytes(b"\x89PNG\r\n\x1a\n0000")
    return path


def prices(path: Path) -> Path:
    return workbook(path, [["商品", "单价"], ["苹果", 3]])


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


@pytest.mark.parametrize(
    ("make", "code", "status"),
    [
        (html, "file.html", 422), (broken, "file.broken", 422),
        (bomb, "file.bomb", 422), (wide, "file.too_wide", 422), (picture, "file.type", 415),
        (prices, "file.no_header", 422), (empty, "file.empty", 422),
    ],
)  # fmt: skip
def test_a_file_that_is_no_roster_is_refused_in_both_languages(
    office: Office, tmp_path: Path, make: Any, code: str, status: int
) -> None:
    answer = office.upload(make(tmp_path / "a.xlsx"))
    assert (answer.status_code, answer.json["code"]) == (status, code)
    chinese, english = answer.json["message"]["zh-CN"], answer.json["message"]["en"]
    assert chinese.endswith("。") and english.endswith(".") and chinese != english
    assert "{" not in chinese + english
    with store().reading() as session:
        assert session.scalar(select(func.count()).select_from(RosterImport)) == 0
    assert files(office) == []


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(app: Flask, office: Office) -> None:
    class Endless:
        """A body of 200 MB that must not be read: reading it fails the test."""

        at = 0

        def tell(self) -> int:
            return self.at

        def seek(self, to: int, whence: int = 0) -> int:
            self.at = to + (200 << 20 if whence == 2 else 0)
            return self.at

        def close(self) -> None:
            pass

        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    answer = office.client.post(
        "/api/office/roster/files",
        headers={"X-Ruhu-CSRF": office.csrf},
        content_type="multipart/form-data; boundary=x",
        input_stream=Endless(),  # type: ignore[arg-type]
    )
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert set(answer.json["message"]) == {"zh-CN", "en"}


def test_an_unknown_area_or_a_wrong_shape_is_refused(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", families(1))
    assert office.upload(path, area="990101100999").json["code"] == "unknown_area"
    found = office.upload(path).json
    assert office.post(f"/roster/{found['id']}/check", {"area": "990101100999"}).json["code"] == "unknown_area"
    for body in ({"place": GRID}, {"area": GRID, "kind": "x"}, {"area": GRID, "mapping": {"x": "name"}}):
        assert office.post(f"/roster/{found['id']}/check", body).json["code"] == "malformed"
    assert office.post("/roster/files", data={"area": GRID}).json["code"] == "malformed"
    assert office.post("/roster/none/step").json["code"] == "not_found"
    assert residents() == 0


def test_nobody_imports_without_signing_in(app: Flask, office: Office) -> None:
    stranger = app.test_client()
    assert stranger.post("/api/office/roster/files").json["code"] == "sign_in_needed"
    assert stranger.get("/api/office/export/residents.xlsx").json["code"] == "sign_in_needed"
    assert office.client.post("/api/office/roster/files").json["code"] == "csrf"


def test_new_grids_are_announced_before_they_are_made(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, *family(1, group="7组"), *family(2, village="石桥村")])
    shown = office.check(office.upload(path).json["id"], TOWNSHIP)
    assert [(area["code"], area["name"]) for area in shown["new_areas"]] == [
        (f"{VILLAGE}-07", "7组"), ("990101100202", "石桥村"), ("990101100202-01", "1组"),
    ]  # fmt: skip
