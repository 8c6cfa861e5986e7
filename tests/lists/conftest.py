"""The office on a settled town with the documents' campaign, and people whose history is known."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest

from server.exchange import ledger
from tests.office.conftest import Desk, campaign, desk, desk_of  # noqa: F401
from tests.roster.sheets import number
from tests.server.conftest import app, clock, db, settings, store_url, town  # noqa: F401
from tests.server.town import LI1, LI2, WANG1, Town

TODAY = "2026-11-20"
NUMBER = number(1, "1970-01-02")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Lists are asked of both stores."""
    return str(request.param)


@dataclass
class Hall:
    """The office's desk and the town behind it, with short names for what the tests do."""

    desk: Desk
    town: Town

    def dose(self, resident: str, number: int, on: str, **other: Any) -> str:
        """A dose written by the office."""
        values = {"resident": resident, "number": number, "on": on, "product": "bibp", "known": "declared", **other}
        return self.writes("dose", values)

    def writes(self, entity: str, values: dict[str, Any]) -> str:
        """A record written by the office; its id."""
        fields = {name: (value, None) for name, value in values.items()}
        return self.town.office(ledger.Draft("create", entity, None, fields))[0].record

    def file(self, path: str) -> Any:
        """The first sheet of a file of the office."""
        return self.book(path).worksheets[0]

    def book(self, path: str) -> Any:
        """A workbook of the office."""
        answer = self.desk.client.get(f"/api/office{path}")
        assert answer.status_code == 200, answer.get_json()
        return openpyxl.load_workbook(io.BytesIO(answer.data))

    def table(self, path: str) -> list[dict[str, Any]]:
        """The rows of the first sheet by their header."""
        head, *rows = self.file(path).iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]


@dataclass
class Family:
    """Ids of the people of the first household."""

    home: str
    head: str
    wife: str
    child: str


@pytest.fixture
def hall(desk: Desk, town: Town, campaign: None) -> Hall:  # noqa: F811
    """The office with a campaign."""
    return Hall(desk, town)


@pytest.fixture
def family(hall: Hall) -> Family:
    """A head with two doses and a booster, a wife who is away, a child with a contraindication."""
    home = hall.town.household(LI1, "18号")
    who = {"relation": "02", "sex": "m", "birth": "1970-01-02", "id_number": NUMBER}
    head = hall.town.resident(home, "李大山", phone="10000000001", groups={"add": ["medical"]}, **who)
    wife = hall.town.resident(home, "王小花", relation="12", sex="f", birth="1972-03-04", away=True, reason="away")
    child = hall.town.resident(home, "李小山", relation="20", sex="m", birth="2000-05-06")
    hall.dose(head, 1, "2021-03-01", place="镇卫生院", batch="B1")
    hall.dose(head, 2, "2021-04-01", product="sinovac")
    hall.dose(head, 3, TODAY)
    hall.writes("contraindication", {"resident": child, "kind": "epilepsy", "state": "suspected", "remark": "小时候"})
    return Family(home, head, wife, child)


@pytest.fixture
def neighbours(hall: Hall, family: Family) -> list[str]:
    """One in the other grid, one in the other village."""
    return [
        hall.town.resident(hall.town.household(grid, "5号"), name, birth="1980-01-01")
        for grid, name in ((LI2, "李二"), (WANG1, "王五"))
    ]
