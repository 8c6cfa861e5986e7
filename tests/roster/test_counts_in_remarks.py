"""A remark that counts doses, with or without the product: how many there were, and of which vaccine."""

import pytest

from server.roster.sheet.text import narrow
from tests.roster.rowing import doses, read

TITLES = ["姓名", "是否接种", "备注"]


@pytest.mark.parametrize(
    ("remark", "wanted"),
    [
        ("两针", [(1, None), (2, None)]), ("已打两针", [(1, None), (2, None)]), ("2针；外出", [(1, None), (2, None)]),
        ("两针（科兴）", [(1, "sinovac"), (2, "sinovac")]), ("北京生物两针", [(1, "bibp"), (2, "bibp")]),
        ("一针（康希诺）", [(1, "convidecia")]), ("康希诺一针", [(1, "convidecia")]), ("一针", [(1, "convidecia")]),
        ("一针(科兴)", [(1, "sinovac")]), ("智飞三针", [(1, "zifivax")]), ("三针", [(1, "zifivax")]),
        ("第二针后发烧", [(1, None)]), ("第二针科兴", [(1, None)]), ("党员", [(1, None)]), ("2", [(1, None)]),
        ("至少两针以上", [(1, None)]),
    ],
)  # fmt: skip
def test_a_count_beside_yes_is_that_many_doses(remark: str, wanted: list[tuple[int, str | None]]) -> None:
    person = read(TITLES, "测甲", "是", remark)
    assert [(number, product) for number, _, product in doses(person)] == wanted
    assert person.problems == [] and person.values["note"] == narrow(remark)


def test_a_count_in_a_remark_adds_nothing_to_no_and_nothing_to_days() -> None:
    assert read(TITLES, "测甲", "否", "两针").doses == [] and read(TITLES, "测甲", "", "两针").doses == []
    dated = read([*TITLES, "第一针时间"], "测甲", "是", "两针", "2021-05-06")
    assert doses(dated) == [(1, "2021-05-06", None)]
