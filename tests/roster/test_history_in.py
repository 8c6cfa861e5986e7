"""A roster with dose history goes in whole: the office's lists judge people by it at once, on both stores."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.store.tables import Listing
from tests.roster.sheets import number
from tests.roster.stores import Clerk

HEADER = [
    "姓名", "身份证号", "村", "组", "门牌号", "是否接种", "第一针时间", "第一针地点", "疫苗厂家", "第二针时间",
    "第三针", "加强针", "禁忌症", "未接种原因", "备注",
]  # fmt: skip
FIRST, SECOND, THIRD = "2021.5.6", "2021年6月5日", "2021-12-20"


def row(serial: int, **said: Any) -> list[Any]:
    where = {"村": "柳树村", "组": "1组", "门牌号": f"{serial}号"}
    told = {"姓名": f"测人{serial}", "身份证号": number(serial), **where, **said}
    return [told.get(title, "") for title in HEADER]


def judged(clerk: Clerk) -> dict[str, Listing]:
    assert clerk.office.get("/residents").status_code == 200  # the lists are brought up to what has come in
    with clerk.store.reading() as session:
        return {str(one.name): one for one in session.scalars(select(Listing))}


@pytest.fixture
def campaign(clerk: Clerk) -> None:
    answer = clerk.office.post("/campaign", {"example": "covid-2021"})
    assert answer.status_code == 200, answer.json


@pytest.mark.usefixtures("campaign")
def test_people_are_judged_by_the_doses_that_a_roster_tells(clerk: Clerk) -> None:
    done = clerk.bring(
        [
            HEADER,
            row(1, 第一针时间=FIRST, 第二针时间=SECOND, 疫苗厂家="北京生物", 第一针地点="镇卫生院"),
            row(2, 第一针时间=FIRST, 备注="一针"),
            row(3, 第一针时间=FIRST, 备注="三针"),
            row(4, 第一针时间=FIRST, 第二针时间=SECOND, 加强针=THIRD, 疫苗厂家="科兴"),
            row(5, 是否接种="否", 未接种原因="外出务工"),
            row(6, 是否接种="否", 禁忌症="怀孕"),
            row(7, 是否接种="是"),
        ]
    )
    assert (done["added"], done["doses"], done["stopped"]) == (7, 8, 0)
    people = judged(clerk)
    told = {name: (one.doses, one.full, one.boosted) for name, one in people.items()}
    assert told == {
        "测人1": (2, True, False), "测人2": (1, True, False), "测人3": (1, False, False), "测人4": (3, True, True),
        "测人5": (0, False, False), "测人6": (0, False, False), "测人7": (1, False, False),
    }  # fmt: skip
    assert people["测人4"].status == "done" and people["测人5"].reason == "away"
    assert people["测人6"].status == "contraindicated" and people["测人6"].why == "suspected:pregnancy"
    first = next(dose["values"] for dose in clerk.people("dose").values() if dose["values"].get("place"))
    assert {"number": 1, "on": "2021-05-06", "product": "bibp", "place": "镇卫生院", "known": "declared"}.items() <= (
        first.items()
    )


@pytest.mark.usefixtures("campaign")
def test_the_same_history_twice_changes_nothing(clerk: Clerk) -> None:
    rows = [
        HEADER,
        row(1, 第一针时间=FIRST, 疫苗厂家="灭活"),
        row(2, 是否接种="是", 禁忌症="高血压", 未接种原因="懒得去"),
    ]
    clerk.bring(rows)
    before = clerk.everything()
    again = clerk.bring(rows)
    assert (again["added"], again["changed"], again["doses"], again["differences"]) == (0, 0, 0, 0)
    assert clerk.everything() == before


@pytest.mark.usefixtures("campaign")
def test_what_contradicts_itself_stays_out_with_its_reason(clerk: Clerk) -> None:
    done = clerk.bring([HEADER, row(1, 第一针时间=SECOND, 第二针时间=FIRST), row(2, 第一针时间=FIRST)])
    assert (done["added"], done["stopped"], done["doses"]) == (1, 1, 1)
    answer = clerk.office.get(f"/roster/{done['id']}").json
    assert [(each["row"], each["column"], each["code"]) for each in answer["problems"]] == [
        (2, "第二针时间", "dose.order")
    ]
