"""Rosters going in: once, whole, into the right grid, and never twice."""

import json
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from server.exchange import ledger
from server.roster.tables import RosterImport, RosterRow
from server.store.session import store
from server.store.tables import Area, Edit, Listing, Record
from tests.roster.conftest import GRID, TOWNSHIP, VILLAGE
from tests.roster.sheets import HEADER, families, family, number, table, workbook


def run(app: Flask, *words: str) -> Any:
    runner: FlaskCliRunner = app.test_cli_runner()
    return runner.invoke(args=["roster", *words])


def everything(app: Flask) -> dict[str, Any]:
    with store().reading() as session:
        return {
            "records": {name: row for name, row in session.execute(select(Record.id, Record.row))},
            "edits": session.scalar(select(func.count()).select_from(Edit)),
            "listing": session.scalar(select(func.count()).select_from(Listing)),
        }


def residents() -> dict[str, dict[str, Any]]:
    with store().reading() as session:
        rows = [json.loads(row) for row in session.scalars(select(Record.row).where(Record.entity == "resident"))]
    return {row["values"]["name"]: row["values"] for row in rows}


def households() -> dict[str, dict[str, Any]]:
    with store().reading() as session:
        rows = [json.loads(row) for row in session.scalars(select(Record.row).where(Record.entity == "household"))]
    return {row["id"]: row["values"] for row in rows}


def test_a_township_list_goes_in_with_its_villages_and_grids(app: Flask, tmp_path: Path) -> None:
    rows = [
        HEADER,
        *family(1),
        *family(2, group="第2网格"),
        *family(3, group="三组"),
        *family(4, village="石桥社区", group="2"),
    ]
    done = run(app, "import", str(workbook(tmp_path / "a.xlsx", rows)), "--area", TOWNSHIP)
    assert done.exit_code == 0 and "新增 4 户 12 人" in done.output
    with store().reading() as session:
        grids = {name: grid for name, grid in session.execute(select(Listing.name, Listing.grid)) if "甲" in name}
        names = {code: name for code, name in session.execute(select(Area.code, Area.name))}
        record = session.get_one(Record, "area:990101100202")
    assert grids == {"测甲1": GRID, "测甲2": f"{VILLAGE}-02", "测甲3": f"{VILLAGE}-03", "测甲4": "990101100202-02"}
    assert (names["990101100202"], names[f"{VILLAGE}-03"], names["990101100202-02"]) == ("石桥社区", "三组", "第2网格")
    assert json.loads(record.row)["values"]["level"] == "village"


def test_what_a_row_says_becomes_the_resident_and_the_house(app: Flask, tmp_path: Path) -> None:
    rows = [
        [*HEADER, "巷", "住房性质", "工作单位", "备注"],
        [*family(1)[0], "东巷", "自建房", "镇小学", "晚上在家"],
        family(1)[1],
    ]
    assert run(app, "import", str(workbook(tmp_path / "a.xlsx", rows)), "--area", GRID).exit_code == 0
    head = residents()["测甲1"]
    expected = {
        "name": "测甲1", "id_kind": "id_card", "id_number": number(1), "birth": "1980-05-31", "sex": "m",
        "relation": "02", "phone": "10000000001", "employer": "镇小学", "note": "晚上在家",
    }  # fmt: skip
    assert expected.items() <= head.items()
    home = households()[head["household"]]
    assert {"grid": GRID, "door": "1号", "lane": "东巷", "dwelling": "own"}.items() <= home.items()
    assert residents()["测乙1"]["household"] == head["household"]


def test_one_edit_id_stands_for_all_rows(app: Flask, tmp_path: Path) -> None:
    run(app, "import", str(workbook(tmp_path / "a.xlsx", families(30))), "--area", TOWNSHIP)
    with store().reading() as session:
        edit = session.scalars(select(RosterImport.edit)).one()
        ids = set(session.scalars(select(Edit.id).where(Edit.entity.in_(("resident", "household")))))
        made = session.scalars(select(Record.id).where(Record.entity == "resident").order_by(Record.id)).first()
    assert ids == {edit}
    assert made is not None and made.startswith(f"{edit}:") and made.endswith("r")


def test_the_same_file_twice_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "a.xlsx", families(30)))
    run(app, "import", path, "--area", TOWNSHIP)
    before = everything(app)
    again = run(app, "import", path, "--area", TOWNSHIP)
    assert again.exit_code == 0 and "新增 0 户 0 人，90 人已在册未改动" in again.output
    assert everything(app) == before
    checked = json.loads(run(app, "check", path, "--area", TOWNSHIP, "--json").output)
    assert (checked["residents"], checked["problems"]) == (0, [])


def test_people_without_an_identity_number_are_not_doubled_either(app: Flask, tmp_path: Path) -> None:
    rows = [["户号", "姓名", "出生日期"], ["1", "测甲", "2026-01-01"], ["1", "测乙", ""], ["2", "测丙", "1950-02-03"]]
    path = str(table(tmp_path / "a.csv", rows))
    run(app, "import", path, "--area", GRID)
    before = everything(app)
    run(app, "import", path, "--area", GRID)
    assert everything(app) == before and before["listing"] == 3


def test_a_new_member_joins_the_household_that_is_there(app: Flask, tmp_path: Path) -> None:
    rows = [HEADER, *family(1)]
    run(app, "import", str(workbook(tmp_path / "a.xlsx", rows)), "--area", TOWNSHIP)
    born = ["1", "测丁1", "次女", "女", number(2, "2026-03-04", False), "", "柳树村", "1组", "1号"]
    run(app, "import", str(workbook(tmp_path / "b.xlsx", [*rows, born])), "--area", TOWNSHIP)
    alone = ["", "测戊1", "其他亲属", "女", number(4, "1950-03-04", False), "", "柳树村", "1组", "1号"]
    run(app, "import", str(workbook(tmp_path / "c.xlsx", [HEADER, alone])), "--area", TOWNSHIP)
    found = residents()
    assert len(households()) == 1 and len(found) == 5
    assert found["测丁1"]["household"] == found["测甲1"]["household"] == found["测戊1"]["household"]


def test_two_new_households_at_one_door_stay_two(app: Flask, tmp_path: Path) -> None:
    run(
        app,
        "import",
        str(workbook(tmp_path / "a.xlsx", [HEADER, *family(1, "8号"), *family(2, "8号")])),
        "--area",
        GRID,
    )
    assert len(households()) == 2


def test_somebody_listed_in_another_village_is_reported_and_not_doubled(app: Flask, tmp_path: Path) -> None:
    run(app, "import", str(workbook(tmp_path / "a.xlsx", [HEADER, *family(1)])), "--area", TOWNSHIP)
    moved = [HEADER, *family(1, village="石桥村")]
    done = run(app, "import", str(workbook(tmp_path / "b.xlsx", moved)), "--area", TOWNSHIP)
    assert "resident.elsewhere" in done.output and "柳树村" in done.output
    assert everything(app)["listing"] == 3


def test_bad_rows_stay_out_and_the_good_ones_of_their_household_go_in(app: Flask, tmp_path: Path) -> None:
    rows = [HEADER, *family(1)]
    rows[2] = [*rows[2][:4], "990101", *rows[2][5:]]
    done = run(app, "import", str(workbook(tmp_path / "a.xlsx", rows)), "--area", TOWNSHIP)
    assert "第 3 行 [身份证号]" in done.output and "新增 1 户 2 人" in done.output and "1 行未导入" in done.output
    assert set(residents()) == {"测甲1", "测丙1"}


def test_what_was_changed_at_the_door_is_not_overwritten(app: Flask, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "a.xlsx", [HEADER, *family(1)]))
    run(app, "import", path, "--area", TOWNSHIP)
    with store().writing() as session:
        resident = session.scalars(select(Listing.resident).where(Listing.name == "测甲1")).one()
        draft = ledger.Draft("set", "resident", resident, {"phone": ("10099999999", None)})
        ledger.office(session, 1, [draft])
    run(app, "import", path, "--area", TOWNSHIP)
    assert residents()["测甲1"]["phone"] == "10099999999"


def test_formulas_and_scripts_are_only_text(app: Flask, tmp_path: Path) -> None:
    rows = [
        ["姓名", "备注", "门牌号", "身份证号"],
        ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "1", number(1)],
        ["<script>测</script>", "@x", "2", number(2)],
    ]
    assert run(app, "import", str(workbook(tmp_path / "a.xlsx", rows)), "--area", GRID).exit_code == 0
    assert set(residents()) == {"=cmd|'/C calc'!A0".replace("'/C", "' /C"), "<script>测</script>"}


def test_a_wrong_file_or_area_ends_with_one_sentence_and_nothing_kept(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    good = str(workbook(tmp_path / "b.xlsx", families(1)))
    before = everything(app)
    for words, said in (
        (("import", str(path), "--area", GRID), "文件已损坏"),
        (("import", str(path), "--area", GRID, "--lang", "en"), "The file is damaged"),
        (("import", good, "--area", "990101100999"), "没有编号为 990101100999 的区域"),
        (("import", good, "--area", "990101100999", "--lang", "en"), "990101100999"),
        (("import", good, "--area", "990101000000"), "没有编号为"),
        (("check", str(path), "--json"), "文件已损坏"),
    ):
        done = run(app, *words)
        assert done.exit_code != 0 and said in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert everything(app) == before
    with store().reading() as session:
        assert session.scalar(select(func.count()).select_from(RosterRow)) == 0


def test_a_list_for_one_village_refuses_rows_of_another(app: Flask, tmp_path: Path) -> None:
    run(app, "import", str(workbook(tmp_path / "a.xlsx", [HEADER, *family(1, village="石桥村")])), "--area", TOWNSHIP)
    rows = [HEADER, *family(2), *family(3, village="石桥村")]
    checked = json.loads(
        run(app, "check", str(workbook(tmp_path / "b.xlsx", rows)), "--area", VILLAGE, "--json").output
    )
    assert [problem["code"] for problem in checked["problems"]] == ["area.other_village"] * 3
    nowhere = [["姓名", "村"], ["测甲", ""]]
    checked = json.loads(
        run(app, "check", str(table(tmp_path / "c.csv", nowhere)), "--area", TOWNSHIP, "--json").output
    )
    assert [problem["code"] for problem in checked["problems"]] == ["area.village_missing"]
    checked = json.loads(run(app, "check", str(table(tmp_path / "d.csv", nowhere)), "--area", VILLAGE, "--json").output)
    assert [problem["code"] for problem in checked["problems"]] == ["area.grid_missing"]
