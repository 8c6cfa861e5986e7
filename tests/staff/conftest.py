"""A township with villages and a site that have names, and lists of staff as villages send them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import xlsxwriter

from tests.office.conftest import Desk, desk, desk_of  # noqa: F401
from tests.server.conftest import app, clock, db, settings, store_url, town  # noqa: F401
from tests.server.town import LI, LI1, LI2, WANG, WANG1, Town

NAMES = {LI: "柳树村", LI1: "第1网格", LI2: "第2网格", WANG: "王家庄村", WANG1: "第1网格"}
SITE = {"name": "镇卫生院接种点", "kind": "fixed", "address": "桥头巷8号"}
TITLES = ("姓名", "联系电话", "角色", "村", "网格")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Lists go in on both stores."""
    return str(request.param)


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """A sheet with these cells; None leaves one empty."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for at, row in enumerate(rows):
            for index, cell in enumerate(row):
                if cell is not None:
                    sheet.write(at, index, cell)
    return out.getvalue()


@dataclass
class Staff:
    """The office's desk, with short names for what the tests do at it."""

    desk: Desk

    def sends(self, content: bytes, name: str = "名单.xlsx", status: int = 200, **form: Any) -> Any:
        """What the office is told of a file."""
        response = self.desk.client.post(
            "/api/office/staff/files",
            data={"file": (io.BytesIO(content), name), **form},
            headers={"X-Ruhu-CSRF": self.desk.csrf},
        )
        assert response.status_code == status, response.get_json()
        return response.get_json()

    def checks(self, *rows: Sequence[Any], titles: Sequence[Any] = TITLES, **form: Any) -> Any:
        """What the office is told of these rows."""
        return self.sends(workbook([titles, *rows]), **form)

    def enters(self, *rows: Sequence[Any], titles: Sequence[Any] = TITLES, **form: str) -> Any:
        """The rows go in, step by step; how far they came."""
        return self.goes_on(self.checks(*rows, titles=titles, **form)["id"])

    def goes_on(self, name: str) -> Any:
        """The rest of a list."""
        state = {"state": "checked"}
        while state["state"] in ("checked", "going"):
            state = self.desk.post(f"/staff/{name}/step")
        return state

    def account(self, name: str) -> dict[str, Any]:
        """The one account of this name."""
        (found,) = [each for each in self.desk.get("/accounts")["accounts"] if each["name"] == name]
        return dict(found)

    def everybody(self) -> list[dict[str, Any]]:
        """All accounts."""
        found: list[dict[str, Any]] = self.desk.get("/accounts")["accounts"]
        return found


@pytest.fixture
def staff(desk: Desk, town: Town) -> Staff:  # noqa: F811
    """The desk of a township whose areas are called something."""
    for code, name in NAMES.items():
        desk.post(f"/areas/{code}", {"name": name})
    desk.post("/sites", SITE)
    return Staff(desk)


def codes(answer: Any) -> list[str]:
    """The problems' codes, in the order told."""
    return [each["code"] for each in answer["problems"]]
