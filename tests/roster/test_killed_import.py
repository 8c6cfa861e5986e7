"""An import that was killed in the middle goes on where it was, and nothing is there twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from server.roster.tables import RosterImport, RosterRow
from server.store.session import store
from server.store.tables import Edit, Listing, Record
from tests.roster.conftest import TOWNSHIP
from tests.roster.sheets import families, workbook

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def importing(app: Flask, file: Path) -> Iterator[subprocess.Popen[str]]:
    """`roster import` in a process of its own; killed for certain at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "server", "roster", "import", str(file), "--area", TOWNSHIP],
        cwd=ROOT,
        env={**os.environ, "RUHU_VAR": app.config["RUHU_VAR"], "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        with process.stdout:
            yield process
    finally:
        process.kill()
        process.wait()


def states() -> dict[str, int]:
    with store().reading() as session:
        by_state = select(RosterRow.state, func.count()).group_by(RosterRow.state)
        return {state: count for state, count in session.execute(by_state)}


def test_a_killed_import_goes_on_where_it_was(app: Flask, tmp_path: Path) -> None:
    # given a list of ten grids, of which two are in when the process is killed
    file = workbook(tmp_path / "town.xlsx", families(200))
    with importing(app, file) as process:
        assert process.stdout is not None
        seen: list[str] = []
        while len(seen) < 2:
            line = process.stdout.readline()
            assert line, "the import ended before it could be killed"
            if line.startswith("已处理"):
                seen.append(line)
        process.kill()
        process.wait()
    before = states()
    assert 120 <= before["added"] < 600 and len(before) == 1
    # when the same command is given again
    with importing(app, file) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        assert process.wait() == 0
    # then it goes on, with the same edit, and everybody is there exactly once
    assert "继续上次未完成的导入" in said and "新增 200 户 600 人" in said
    assert states() == {"added": 600}
    with store().reading() as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 600
        assert session.scalar(select(func.count(func.distinct(Listing.id_number)))) == 600
        assert session.scalar(select(func.count()).where(Record.entity == "household")) == 200
        edits = set(session.scalars(select(Edit.id).where(Edit.entity == "resident")))
        assert edits == {session.scalars(select(RosterImport.edit)).one()}
