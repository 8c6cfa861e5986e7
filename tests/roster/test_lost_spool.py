"""A spool that is lost, broken or begun anew while its import goes in: told, never taken for the end; nobody twice."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from sqlalchemy import func, select

from server.roster.entry import steps
from server.roster.entry.spool import Spool
from server.roster.tables import RosterStopped
from server.store.session import store
from server.store.tables import Listing
from tests.roster.conftest import TOWNSHIP, Office
from tests.roster.sheets import TODAY, families, workbook


def lost(path: Path) -> None:
    path.unlink()


def broken(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)


def begun_anew(path: Path) -> None:
    with Spool(path) as spool:
        steps.begin(spool, steps.header_of(spool), TOWNSHIP, "residents", TODAY)


@pytest.mark.parametrize("harm", [lost, broken, begun_anew])
def test_an_import_whose_rows_are_gone_says_so_and_the_same_file_goes_on(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    # given an import that is half in
    monkeypatch.setattr(steps, "SECONDS", 0)
    file = workbook(tmp_path / "a.xlsx", families(60))
    found = office.upload(file).json
    office.check(found["id"], TOWNSHIP)
    office.post(f"/roster/{found['id']}/start")
    office.post(f"/roster/{found['id']}/step")
    # when something happens to what was spooled
    harm(Path(office.client.application.config["RUHU_VAR"]) / "roster" / found["id"])
    # then the page is told, and nothing passes for finished
    told = office.post(f"/roster/{found['id']}/step")
    assert (told.status_code, told.json["code"]) == (409, "roster_file_gone")
    with store().reading() as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 60
    assert office.delete(f"/roster/{found['id']}").json["state"] == "discarded"
    # and the same file once more adds the others
    done = office.take(file, TOWNSHIP)
    assert (done["added"], done["unchanged"]) == (120, 60)


def test_what_was_not_checked_to_its_end_does_not_begin_to_go_in(office: Office, tmp_path: Path) -> None:
    found = office.upload(workbook(tmp_path / "a.xlsx", families(2))).json
    office.check(found["id"], TOWNSHIP)
    begun_anew(Path(office.client.application.config["RUHU_VAR"]) / "roster" / found["id"])
    assert office.post(f"/roster/{found['id']}/start").json["code"] == "roster_file_gone"
    assert office.check(found["id"], TOWNSHIP)["residents"] == 6
    assert office.bring_in(found["id"])["added"] == 6


@pytest.mark.parametrize(("value", "out"), [({"name": "x" * 400}, 1), ({"dose": True}, 1)])
def test_a_row_that_the_records_refuse_stops_none_of_the_others(
    office: Office, tmp_path: Path, value: dict[str, object], out: int
) -> None:
    # given a checked file of which one row has become one that no record can hold
    found = office.upload(workbook(tmp_path / "a.xlsx", families(20))).json
    office.check(found["id"], TOWNSHIP)
    with Spool(Path(office.client.application.config["RUHU_VAR"]) / "roster" / found["id"]) as spool:
        (told,) = spool.db.execute("SELECT body FROM person WHERE row = 9").fetchone()
        body = orjson.loads(told)
        if "dose" in value:
            body["doses"] = [{"number": 1, "on": "not a day"}]
        else:
            body["resident"] |= value
        spool.db.execute("UPDATE person SET body = ? WHERE row = 9", (orjson.dumps(body).decode(),))
    # when it is imported
    done = office.bring_in(found["id"])
    # then this row comes back, and everybody else is in
    expected = {"state": "done", "added": 60 - out, "total": 60 - out, "stopped": out, "households": 20}
    assert expected.items() <= done.items()
    with store().reading() as session:
        (row,) = session.scalars(select(RosterStopped))
        assert row.row == 9 and orjson.loads(row.cells)[1] == "测乙3"
