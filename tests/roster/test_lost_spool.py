"""A spool that is lost, broken or begun anew while its import goes in: told, never taken for the end; nobody twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.roster import steps
from server.roster.spool import Spool
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
