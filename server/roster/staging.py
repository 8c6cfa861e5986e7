"""Taking a checked file in whole: its rows into the waiting table, its new areas into the township, in one transaction.

After that the file is no longer needed, and whatever stops the server, the import goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import ledger
from server.exchange.answers import ImportedRow
from server.roster.check import Examined
from server.roster.households import Household
from server.roster.places import NewArea
from server.roster.tables import RosterImport, RosterRow
from server.store.tables import Area, Scope

_AT_ONCE = 2000
KEPT = 1000  # problems and mended cells kept with the import; the counts are always whole
_NAME_LONGEST = 200
FORGET_AFTER_MS = 24 * 3_600_000


def fingerprint(path: Path) -> str:
    """SHA-256 of a file: the same file, whatever it is called."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def record_file(session: Session, account: int, filename: str, sha256: str, now: int) -> RosterImport:
    """Note that a file has arrived; nothing of it goes in yet."""
    fresh = RosterImport(
        id=secrets.token_hex(8),
        account=account,
        filename=filename[-_NAME_LONGEST:],
        sha256=sha256,
        area=None,
        state="checked",
        edit=None,
        made_at=now,
        finished_at=None,
        rows=0,
        stopped=0,
        households=0,
        report="{}",
    )
    session.add(fresh)
    session.flush()
    return fresh


def forgotten(session: Session, now: int) -> list[str]:
    """Give up files that were looked at long ago and never imported: names and numbers are not kept for nothing."""
    old = session.scalars(
        select(RosterImport).where(RosterImport.state == "checked", RosterImport.made_at < now - FORGET_AFTER_MS)
    ).all()
    for imported in old:
        imported.state, imported.finished_at = "discarded", now
    return [imported.id for imported in old]


def unfinished(session: Session, sha256: str, area: str) -> RosterImport | None:
    """An import of the same file into the same area that was cut short."""
    return session.scalar(
        select(RosterImport).where(
            RosterImport.sha256 == sha256, RosterImport.area == area, RosterImport.state == "staged"
        )
    )


def known_area(session: Session, code: str) -> str:
    """The code of an area that a roster can go into. Raises Problem unknown_area."""
    area = session.get(Area, code)
    if area is None or area.level == "county":
        raise Problem("unknown_area", {"code": code[:20], "area": code[:20]})
    return area.code


def stage(session: Session, imported: RosterImport, account: int, area: str, examined: Examined) -> None:
    """Keep every row that goes in, make the new areas, and give the import its one edit id."""
    edit = ledger.new_edit_id(session, account)
    if examined.new_areas:
        _make_areas(session, account, edit, examined.new_areas)
    batch: list[dict[str, Any]] = []
    for values in _rows(imported.id, examined):
        batch.append(values)
        if len(batch) == _AT_ONCE:
            session.execute(insert(RosterRow), batch)
            batch = []
    if batch:
        session.execute(insert(RosterRow), batch)
    report = examined.report("zh-CN")
    imported.area, imported.edit, imported.account, imported.state = area, edit, account, "staged"
    imported.rows = examined.rows
    imported.stopped = sum(not person.good() for person in examined.people())
    problems = [
        {"row": found.row, "column": found.column, "code": found.code.value, "values": found.values}
        for found in examined.problems()[:KEPT]
    ]
    imported.report = json.dumps(
        {"rows": report["rows"], "problems": problems, "problem_count": len(report["problems"])}, ensure_ascii=False
    )
    session.flush()


def _make_areas(session: Session, account: int, edit: str, planned: Sequence[NewArea]) -> None:
    """The areas as rows of the tree, and as records of the township, so that every phone learns their names."""
    for area in planned:
        if session.get(Area, area.code) is not None:
            raise Problem("busy")  # somebody has just made an area with this code: examined again, it is found
        session.add(Area(code=area.code, name=area.name, level=area.level, parent=area.parent))
        if area.level == "grid":
            session.add(Scope(code=area.code, seq=0))
    session.flush()
    ledger.import_rows(
        session, account, edit, [ImportedRow(f"area:{area.code}", "area", asdict(area)) for area in planned]
    )


def _rows(import_id: str, examined: Examined) -> Iterator[dict[str, Any]]:
    for household in examined.households:
        first = household.people[0].row
        home = json.dumps(_home(household), ensure_ascii=False)
        for person in household.people:
            if person.good():
                yield {
                    "import_id": import_id,
                    "row": person.row,
                    "grid": household.grid,
                    "household": first,
                    "state": "waiting",
                    "resident": None,
                    "body": f'{{"resident":{json.dumps(person.values, ensure_ascii=False)},"home":{home}}}',
                }


def _home(household: Household) -> dict[str, str]:
    """The household's values: its door; without one, its address as a note."""
    home = dict(household.home)
    if household.address and not {"door", "building", "room"} & home.keys():
        home["note"] = household.address
    return home
