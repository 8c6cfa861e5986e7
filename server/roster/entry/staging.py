"""An import from the file that has come to the moment when it begins to go in: its spool, its area, its source.

The file itself is kept no longer than it takes to read it; its spool until the import is done or dropped.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import workbooks
from server.errors import Problem
from server.exchange import ledger
from server.exchange.answers import ImportedRow
from server.roster.entry import steps
from server.roster.entry.check import Examined
from server.roster.entry.findings import GOING
from server.roster.entry.spool import Spool
from server.roster.person.places import NewArea
from server.roster.sheet.header import Header, shape
from server.roster.tables import RosterImport
from server.store.tables import Area, Scope

KEPT = 1000  # problems kept with the import; the counts are always whole
BEFORE = ("received", "checking", "checked")  # states in which nothing has gone in
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
        filename=workbooks.clean(filename)[-_NAME_LONGEST:],
        sha256=sha256,
        area=None,
        state="received",
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
        select(RosterImport).where(RosterImport.state.in_(BEFORE), RosterImport.made_at < now - FORGET_AFTER_MS)
    ).all()
    for imported in old:
        imported.state, imported.finished_at = "discarded", now
    return [imported.id for imported in old]


def strays(session: Session, names: Iterable[str]) -> list[str]:
    """Those of `names`, files under var/roster, that no import needs any more."""
    needed = set(session.scalars(select(RosterImport.id).where(RosterImport.state.in_((*BEFORE, "staged")))))
    return [name for name in names if name.partition("-")[0] not in needed]


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


def not_begun(imported: RosterImport) -> None:
    """Raises Problem not_found unless nothing of the import has gone in yet."""
    if imported.state not in BEFORE:
        raise Problem("not_found")


def predecessor(session: Session, header: Header, area: str, kind: str, named: str | None) -> str | None:
    """The import that a file is a newer form of: the one that was named, else the last one of its source."""
    done = select(RosterImport.id).where(RosterImport.state == "done", RosterImport.kind == kind)
    if named is not None and session.scalar(done.where(RosterImport.id == named)) is None:
        raise Problem("not_found")
    same = done.where(RosterImport.source == source(header, area))
    return named or session.scalar(same.order_by(RosterImport.made_at.desc()).limit(1))


def source(header: Header, area: str) -> str:
    """Where lists of this shape come from."""
    return f"{area}:{shape(header)}"


def aim(session: Session, imported: RosterImport, header: Header, area: str, kind: str, before: str | None) -> None:
    """Note where a file goes and what it is (`before`: its predecessor): it will be checked, from its first row on."""
    not_begun(imported)
    imported.area, imported.kind, imported.state, imported.predecessor = area, kind, "checking", before
    imported.rows = imported.stopped = 0
    imported.shape, imported.source = shape(header), source(header, area)
    width = max((column.index for column in header.columns), default=-1) + 1
    titles = {column.index: column.title for column in header.columns if column.named}
    imported.titles = json.dumps([titles.get(index, "") for index in range(width)], ensure_ascii=False)
    session.flush()


def checked(imported: RosterImport, examined: Examined) -> None:
    """Note what a finished check has found."""
    imported.state = "checked"
    imported.rows = examined.rows
    imported.stopped = examined.states.get("stopped", 0)
    problems = [
        {"row": found.row, "column": found.column, "code": found.code.value, "values": found.values}
        for found in examined.problems(KEPT)
    ]
    imported.report = json.dumps(
        {"rows": examined.rows, "problems": problems, "problem_count": examined.findings.count("problem")},
        ensure_ascii=False,
    )


def start(session: Session, imported: RosterImport, account: int, spool: Spool) -> None:
    """Let it begin to go in: the new areas are made, and the import gets its one edit id.

    Raises Problem busy when one of the areas has been made by somebody else meanwhile: checked again, it is found; and
    roster_file_gone when what was checked is not there.
    """
    if not spool.get("checked") or spool.get("area") != imported.area:
        raise Problem("roster_file_gone")
    edit = ledger.new_edit_id(session, account)
    areas = steps.planned(spool)
    if areas:
        _make_areas(session, account, edit, areas)
    imported.edit, imported.account, imported.state = edit, account, "staged"
    states = Examined(spool).states
    imported.total = sum(states.get(state, 0) for state in (*GOING, "not_found"))
    imported.portions = int(spool.db.execute("SELECT count(*) FROM portion").fetchone()[0])
    session.flush()


def _make_areas(session: Session, account: int, edit: str, planned: Sequence[NewArea]) -> None:
    """The areas as rows of the tree, and as records of the township, so that every phone learns their names."""
    for area in planned:
        if session.get(Area, area.code) is not None:
            raise Problem("busy")
        session.add(Area(code=area.code, name=area.name, level=area.level, parent=area.parent))
        if area.level == "grid":
            session.add(Scope(code=area.code, seq=0))
    session.flush()
    ledger.import_rows(
        session, account, edit, [ImportedRow(f"area:{area.code}", "area", asdict(area)) for area in planned]
    )
