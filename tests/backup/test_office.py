"""The office sees what a restored server lacks, and brings back what phones witnessed."""

from __future__ import annotations

import pytest

from tests.backup.conftest import Keeper
from tests.backup.phones import Keeping
from tests.office.conftest import seated
from tests.server.town import LI1, Town


@pytest.fixture
def store_kind() -> str:
    """What the office reads is the same on both stores."""
    return "sqlite"


def test_the_office_sees_what_has_not_come_back_and_from_whom(keeper: Keeper, town: Town) -> None:
    assert seated(town, town.admin).get("/gaps") == {"restored_at": None, "cause": None, "gaps": [], "witnessed": 0}
    anna, bert = Keeping(town.phone(LI1)), Keeping(town.phone(LI1))
    anna.phone.pull()
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    anna.write("household", {"grid": LI1, "door": "2"})
    bert.phone.pull()
    keeper.restore(path, anna.phone, bert.phone)
    bert.come_back()
    desk = seated(town, town.admin)
    told = desk.get("/gaps")
    assert told["cause"] == "restored" and told["witnessed"] == 2
    (gap,) = told["gaps"]
    assert (gap["author"]["writer"], gap["first"], gap["last"], gap["count"]) == (anna.writer, 1, 2, 2)
    assert gap["state"] == "awaited" and gap["author"]["name"] == "张三"
    held = desk.get("/quarantine?code=lost_in_restore")["rows"]
    assert {each["record"] for each in held} == {f"{anna.writer}.1", f"{anna.writer}.2"}
    released = desk.post(f"/quarantine/{next(each['id'] for each in held if each['record'] == home)}/release")
    assert released["held"]["state"] == "released"
    anna.come_back()
    assert desk.get("/gaps")["gaps"] == [] and desk.get("/gaps")["witnessed"] == 0
    bert.phone.pull()
    assert bert.phone.shown(home)["door"] == "1"


def test_nobody_but_the_office_sees_it(town: Town) -> None:
    assert town.app.test_client().get("/api/office/gaps").status_code == 401
