"""The list as the roster desk reads it: what goes out comes in again and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from server.exchange import ledger
from server.store.tables import Record
from tests.lists.conftest import NUMBER, TODAY, Family, Hall
from tests.server.clock import Clock
from tests.server.town import TOWNSHIP


def _records(hall: Hall) -> dict[str, str]:
    kinds = ("household", "resident", "dose", "contraindication")
    with hall.town.store.reading() as session:
        found = session.execute(select(Record.id, Record.row).where(Record.entity.in_(kinds)))
        return {name: row for name, row in found}


def test_the_roster_speaks_the_imports_own_words(hall: Hall, family: Family) -> None:
    head, wife, child = hall.table("/export/roster.xlsx")
    assert (head["户号"], wife["户号"], head["户主姓名"], child["户主姓名"]) == ("001-01-001",) * 2 + ("李大山",) * 2
    assert (head["与户主关系"], wife["与户主关系"], child["与户主关系"]) == ("户主", "妻", "子")
    assert (head["第一针疫苗厂家"], head["第二针疫苗厂家"], head["第三针时间"].date().isoformat()) == (
        "北京生物", "北京科兴", TODAY,
    )  # fmt: skip
    assert (child["禁忌症"], wife["未接种原因"], head["人群分类"]) == ("癫痫", "外出", "医疗卫生人员")
    assert (head["身份证号"], head["联系电话"], head["区划代码"]) == (
        NUMBER, "10000000001", "990101100001-01",
    )  # fmt: skip


def test_what_goes_out_comes_in_and_changes_no_record(
    hall: Hall, family: Family, neighbours: list[str], clock: Clock, tmp_path: Path
) -> None:
    kinds = {family.head: "id_card", family.wife: "none", family.child: "none", **dict.fromkeys(neighbours, "none")}
    for person, kind in kinds.items():
        hall.town.office(ledger.Draft("set", "resident", person, {"id_kind": (kind, None)}))
    before = _records(hall)
    path = tmp_path / "out.xlsx"
    answer: Any = hall.desk.client.get("/api/office/export/roster.xlsx")
    path.write_bytes(answer.data)
    done = hall.town.app.test_cli_runner().invoke(args=["roster", "import", str(path), "--area", TOWNSHIP])
    assert done.exit_code == 0 and "，0 行未导入" in done.output, done.output
    assert _records(hall) == before, done.output


def test_what_the_desk_would_not_take_as_it_stands_is_left_blank(hall: Hall) -> None:
    home = hall.town.household()
    hall.town.resident(home, "李小龙", phone="打给他儿子", groups={"add": ["utilities"]})
    row = hall.table("/export/roster.xlsx")[0]
    assert row["联系电话"] is None and row["人群分类"] == "水、电、暖、气等人员"
