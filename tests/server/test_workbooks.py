"""How spreadsheets lie on paper: rows as tall as what they say, sheets that can be read."""

import pytest

from server import workbooks


@pytest.mark.parametrize("text, across, points", [
    ("", 10, None), ("陈家村", 10, None), ("陈家村第一网格", 10, 30.0), ("a" * 25, 10, 45.0), ("一\n二\n三", 10, 45.0),
    ("很" * 5000, 4, 409.0),
])  # fmt: skip
def test_a_row_is_as_tall_as_its_longest_text_needs(text: str, across: float, points: float | None) -> None:
    assert workbooks.height([("", 3), (text, across)]) == points


def test_larger_letters_need_taller_rows() -> None:
    low, high = workbooks.height([("a" * 15, 10)]), workbooks.height([("a" * 15, 10)], 16)
    assert low is not None and high is not None and high > low


def test_a_text_is_never_longer_than_a_cell_and_holds_no_letter_that_a_file_cannot() -> None:
    assert workbooks.clean("好\x00的\x1b\ufffe\uffff\n" + "长" * 40_000) == "好的\n" + "长" * (workbooks.LONGEST - 7)
