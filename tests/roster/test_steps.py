"""A check in parts finds what a check in one go finds, whichever part was the last before a kill; memory is bounded."""

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.roster.entry import steps
from server.roster.entry.check import Examined, check, examine, kind_of, take
from server.roster.entry.portions import PEOPLE, going, portion
from server.roster.entry.spool import Spool, packed, unpacked
from server.roster.person.rows import Reader
from server.roster.sheet import header as headers
from server.roster.sheet.files import Row, Sheet
from tests.roster.messy.paper import Messy
from tests.roster.messy.test_messy import KINDS
from tests.roster.messy.writing import write
from tests.roster.sheets import TODAY, families, workbook


def begun(path: Path, file: Path) -> Path:
    """A spool in which a check of `file` has begun."""
    with Spool(path) as spool:
        header = take(spool, file, file.name)
        assert header is not None
        steps.begin(spool, header, None, kind_of(spool, header), TODAY)
    return path


def ended(path: Path) -> Examined:
    """The check, taken to its end by whoever opens the spool for each part."""
    more = True
    while more:
        with Spool(path) as spool:
            more = steps.step(spool, None, 0)
    return Examined(Spool(path))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_a_file_read_two_rows_at_a_time_gives_the_same_answer(
    kind: Callable[[], Messy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, kind())
    whole = check(file, None, None, TODAY)
    monkeypatch.setattr(steps, "_ROWS", 2)
    assert ended(begun(tmp_path / "spool", file)).report("zh-CN") == whole


def test_a_part_that_was_cut_off_was_never_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a check of which one part is done
    file = workbook(tmp_path / "a.xlsx", families(40))
    monkeypatch.setattr(steps, "_ROWS", 50)
    path = begun(tmp_path / "spool", file)
    with Spool(path) as spool:
        assert steps.step(spool, None, 0)
    # when the next one breaks in the middle
    read = Reader.read

    def break_at(reader: Reader, row: Row, at: int) -> object:
        if at == 80:
            raise KeyboardInterrupt
        return read(reader, row, at)

    with monkeypatch.context() as patch, Spool(path) as spool, pytest.raises(KeyboardInterrupt):
        patch.setattr(Reader, "read", break_at)
        steps.step(spool, None, 0)
    # then the check goes on after the first part, and finds everybody once
    with Spool(path) as spool:
        assert spool.get("done") == 50
    assert ended(path).counts() == (40, 120)


def test_a_check_that_is_begun_again_forgets_the_first_one(tmp_path: Path) -> None:
    path = begun(tmp_path / "spool", workbook(tmp_path / "a.xlsx", families(10)))
    ended(path)
    with Spool(path) as spool:
        steps.begin(spool, steps.header_of(spool), None, "residents", TODAY)
        assert (spool.get("done"), spool.get("total")) == (0, 30)
    assert ended(path).counts() == (10, 30)


def test_portions_hold_whole_households_of_one_grid_and_everybody_once(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", families(400, per_group=130))
    with Spool() as spool:
        examine(spool, file, None, None, TODAY)
        home_of = dict(spool.db.execute("SELECT row, household FROM person").fetchall())
        grid_of = dict(spool.db.execute("SELECT row, grid FROM person").fetchall())
        seen: list[int] = []
        homes: set[int] = set()
        n = 0
        while (next_ := portion(spool, n)) is not None:
            rows = going(spool, next_)
            assert len({grid_of[row] for row in rows}) == 1 and len(rows) < PEOPLE + 3
            inside = {home_of[row] for row in rows}
            assert not inside & homes
            homes |= inside
            seen += rows
            n = next_.n
    assert sorted(seen) == list(range(2, 1202)) and n > 5


@pytest.mark.parametrize("cell", ["x", "", None, 3, 1.5, True, 123456789012345678901234])
def test_a_cell_is_the_same_after_the_spool(cell: object) -> None:
    assert unpacked(packed([cell]))[0] == (cell if not isinstance(cell, int) or cell < 2**63 else str(cell))  # type: ignore[list-item]


def peak(people: int) -> int:
    """Bytes held at most while the check of so many people goes on."""
    rows = families(people // 3)
    sheet = Sheet("", lambda: iter([list(row) for row in rows]))
    with Spool() as spool:
        spool.take(sheet)
        header = headers.find(sheet)
        assert header is not None
        steps.begin(spool, header, None, "residents", TODAY)
        tracemalloc.start()
        try:
            while steps.step(spool, None, 0):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_memory_does_not_grow_with_the_file() -> None:
    peak(600)  # words and tables that are read once
    assert peak(6000) < 1.5 * peak(1500)


def test_a_sheet_is_spooled_row_by_row() -> None:
    alive = 0
    most = 0

    class Counted(list[object]):
        def __init__(self, *values: object) -> None:
            nonlocal alive, most
            super().__init__(values)
            alive += 1
            most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def walk() -> Iterator[Row]:
        return (Counted("x", at) for at in range(5000))  # type: ignore[misc]

    with Spool() as spool:
        spool.take(Sheet("", walk))
        assert spool.count() == 5000 and most < 10
