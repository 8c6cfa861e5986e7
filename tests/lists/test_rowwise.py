"""Formulas and ranges when rows of a sheet are repeated."""

from __future__ import annotations

import pytest

from server.lists.rowwise import Rows, formula

ROWS = {"表": Rows({5: 3}), "另一张": Rows()}

OUTSIDE = [
    ("=SUM(D5:D5)", "=SUM(D5:D7)"),
    ("=SUM(D5)", "=SUM(D5:D7)"),
    ("=D4+D6", "=D4+D8"),
    ("=$D$6*2", "=$D$8*2"),
    ("=COUNTIF(D4:D6,\">0\")&\"D5\"", "=COUNTIF(D4:D8,\">0\")&\"D5\""),
    ("=SUM(D:D)+SUM(5:5)", "=SUM(D:D)+SUM(5:7)"),
    ("=另一张!D5+NAME", "=另一张!D5+NAME"),
]  # fmt: skip
WITHIN = [
    ("=D5/C5", "=D7/C7"),
    ("=D5/D6", "=D7/D8"),
    ("=A4+1", "=A6+1"),
    ("=SUM(A$4:A4)", "=SUM(A$4:A6)"),
    ("=D5/$D$6", "=D7/$D$8"),
    ("=另一张!D5", "=另一张!D5"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), OUTSIDE)
def test_a_formula_outside_a_repeated_row_means_all_its_copies(before: str, after: str) -> None:
    assert formula(before, "表", ROWS) == after


@pytest.mark.parametrize(("before", "after"), WITHIN)
def test_a_formula_within_a_repeated_row_means_its_own_copy(before: str, after: str) -> None:
    assert formula(before, "表", ROWS, 5, 2) == after


def test_rows_below_several_repeated_rows_move_by_all_of_them() -> None:
    rows = Rows({3: 4, 7: 1, 9: 2})
    assert [rows.first(row) for row in (2, 3, 4, 9, 10)] == [2, 3, 7, 12, 14]
    assert rows.span(3, 9) == (3, 13)
