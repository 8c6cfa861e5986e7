"""Every kind of messy file is read as a person would read it: the answers were written beside its lines."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.roster.entry.check import check
from tests.roster.messy import KINDS
from tests.roster.messy.paper import Messy
from tests.roster.messy.writing import write
from tests.roster.sheets import TODAY


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_a_messy_file_gives_the_answer_noted_beside_its_lines(kind: Callable[[], Messy], tmp_path: Path) -> None:
    messy = kind()
    found = check(write(tmp_path, messy), None, None, TODAY)
    unread = found.pop("unread", [])
    assert set(messy.paper.unread) <= set(unread)
    told = [{key: problem[key] for key in ("row", "column", "code")} for problem in found["problems"]]
    order = ("row", "column", "code")
    mended = sorted(found["mended"], key=lambda cell: (cell["row"], cell["column"]))
    answer = {**found, "problems": sorted(told, key=lambda each: [each[key] for key in order]), "mended": mended}
    assert answer == messy.paper.expected()


def test_there_are_many_kinds_and_each_has_a_file_of_its_own() -> None:
    names = [kind().filename for kind in KINDS]
    assert len(names) == len(set(names)) >= 40
