"""What messy files tell of doses, reasons and contraindications becomes what a person would make of them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from server.roster.entry.check import check, examine
from server.roster.entry.spool import Spool
from tests.roster.messy import histories
from tests.roster.messy.histories import History
from tests.roster.messy.paper import Messy
from tests.roster.messy.writing import write
from tests.roster.sheets import TODAY

each_kind = pytest.mark.parametrize("kind", histories.KINDS, ids=lambda kind: str(kind.__name__))
KEPT = ("reason", "willingness", "note")


@each_kind
def test_the_report_is_the_one_noted_beside_the_lines(kind: Callable[[], Messy], tmp_path: Path) -> None:
    messy = kind()
    found = check(write(tmp_path, messy), None, None, TODAY)
    told = [{key: problem[key] for key in ("row", "column", "code")} for problem in found["problems"]]
    mended = sorted(found["mended"], key=lambda cell: (cell["row"], cell["column"]))
    order = ("row", "column", "code")
    answer = {**found, "problems": sorted(told, key=lambda each: [each[key] for key in order]), "mended": mended}
    assert answer == messy.paper.expected()


@each_kind
def test_each_line_becomes_the_records_noted_beside_it(kind: Callable[[], Messy], tmp_path: Path) -> None:
    messy = kind()
    assert isinstance(messy.paper, History)
    with Spool() as spool:
        examine(spool, write(tmp_path, messy), None, None, TODAY)
        bodies = dict(spool.db.execute("SELECT row, body FROM person"))
    for row, (doses, conditions, values) in messy.paper.told.items():
        body = json.loads(bodies[row])
        assert body.get("doses", []) == doses, row
        assert body.get("contraindications", []) == conditions, row
        if values:
            assert {key: body["resident"][key] for key in KEPT if key in body["resident"]} == values, row
