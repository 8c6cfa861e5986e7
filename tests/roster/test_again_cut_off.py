"""A step of a newer roster that is cut off leaves nothing half-written; the next one does it whole."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from server.exchange import ledger, revising
from server.roster.after import differences
from server.roster.tables import RosterDifference, RosterRow
from tests.roster.sheets import HEADER, family
from tests.roster.stores import Clerk

CLINIC = [*HEADER, "第一针时间"]


def lists(clerk: Clerk) -> list[list[Any]]:
    """A first list goes in, the door differs; the newer list, which adds, changes, and says otherwise."""
    rows = [CLINIC, *[[*row, ""] for serial in (1, 2) for row in family(serial)]]
    clerk.bring(rows)
    clerk.at_the_door(clerk.people()["测甲1"]["id"], phone="10022222222", name="测假1")
    newer = [list(row) for row in [*rows, *[[*row, ""] for row in family(3)]]]
    newer[1][5], newer[1][1] = "10033333333", "测佳1"
    newer[4][5], newer[5][9] = "10044444444", "2021-04-01"
    return newer


def noted(clerk: Clerk) -> tuple[int, int]:
    with clerk.store.reading() as session:
        rows = session.scalar(select(func.count()).select_from(RosterRow).where(RosterRow.state != "waiting"))
        return rows or 0, session.scalar(select(func.count()).select_from(RosterDifference)) or 0


@pytest.mark.parametrize("after", ["new records", "changes", "differences"])
def test_a_step_that_is_cut_off_leaves_nothing_and_the_next_one_does_it_whole(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    newer = lists(clerk)
    place, name = {
        "new records": (ledger, "import_rows"), "changes": (revising, "revise"), "differences": (differences, "note"),
    }[after]  # fmt: skip
    checked = clerk.check(newer)
    clerk.office.post(f"/roster/{checked['id']}/start")
    before, kept = clerk.everything(), noted(clerk)
    real = getattr(place, name)

    def cut_off(*args: Any, **more: Any) -> Any:
        real(*args, **more)
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(place, name, cut_off)
        assert clerk.office.post(f"/roster/{checked['id']}/step").status_code == 500
    assert clerk.everything() == before and noted(clerk) == kept
    done = clerk.step(checked["id"], "staged")
    assert (done["state"], done["added"], done["changed"], done["unchanged"]) == ("done", 3, 2, 4)
    assert (done["differences"], done["doses"]) == (1, 1)
    assert [each["field"] for each in clerk.differences(done["id"], "review")] == ["name"]
    people = clerk.people()
    assert len(people) == 9 and people["测假1"]["values"]["phone"] == "10022222222"
    assert people["测甲2"]["values"]["phone"] == "10044444444"
