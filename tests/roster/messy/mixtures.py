"""Several kinds of mess in one file, as they really come."""

from __future__ import annotations

from dataclasses import replace

from tests.roster.messy.headers import PHONE
from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number

TITLES = ("序号", "户号", "户主姓名", "姓名", "与户主关系", "性别", "出生日期", "身份证号码", "联系电话", "家庭住址")


def _village(paper: Paper) -> None:
    """Titles, a header over two rows, an explanation, merged households, totals, a second page, signatures."""
    paper.across("清河镇2021年适龄人群新冠病毒疫苗接种摸底台账", 14)
    paper.put("村（社区）：柳树村", None, None, None, "填报时间：2021年5月20日")
    top = paper.put(*TITLES, "第一针", None, "第二针", None, "备注")
    paper.put(*[None] * 10, "时间", "厂家", "时间", "厂家", None)
    for column in (*range(10), 14):
        paper.down(column, top, top + 1)
    paper.merged += [(top, 10, top, 11), (top, 12, top, 13)]
    paper.put(
        "必填", "同一户相同", "", "与身份证一致", "下拉选择", "男/女", "格式：1980-01-01", "18位", "11位", "填到门牌号"
    )
    serial = 0
    for home in range(1, 7):
        first = len(paper.lines) + 1
        for at in range(3):
            serial += 1
            house = [home, f"测户{home}"] if at == 0 else [None, None]
            man = at != 1
            birth = ["1980年5月31日", "1980.5.31", "1980/05/31"][at]
            identity = number(serial, man=man)
            said = f"{identity[:6]} {identity[6:]}" if at == 1 else identity
            phone = f"+86 {PHONE(home)}" if at == 0 else None
            mended = [("出生日期", birth, "1980-05-31")]
            mended += [("身份证号码", said, identity)] if at == 1 else []
            mended += [("联系电话", f"+86 {PHONE(home)}", PHONE(home))] if at == 0 else []
            wrong = home == 4 and at == 2
            if wrong:
                said = said[:17] + ("1" if said[17] == "0" else "0")
            paper.person(
                serial, *house, f"测户{home}" if at == 0 else f"测人{serial}", ("户主", "妻", "子")[at],
                "男" if man else "女", birth, said, phone, f"东街{home}号" if at == 0 else None,
                home=home, mended=mended, out=wrong,
                problems=[("身份证号码", "id_number.check_digit")] if wrong else [],
            )  # fmt: skip
        for column in (1, 2, 9):
            paper.down(column, first, first + 2)
        if home == 3:
            paper.put("本页小计", None, None, "9人")
            paper.put(*TITLES, "第一针", None, "第二针", None, "备注")
            paper.put(*[None] * 10, "时间", "厂家", "时间", "厂家", None)
    paper.put()
    paper.put("合计", None, "6户", "18人")
    paper.put("填表人：测某", None, None, "审核人：测某某", None, None, None, "联系电话：" + PHONE(77))


def a_whole_village() -> Messy:
    paper = Paper("摸底台账")
    _village(paper)
    return Messy("a_whole_village.xlsx", paper, before=(Paper("封面", [["柳树村"]]),))


def a_whole_village_in_an_old_workbook() -> Messy:
    paper = Paper("摸底台账")
    _village(paper)
    return Messy("a_whole_village.xls", paper)


def a_whole_village_as_text() -> Messy:
    paper = Paper()
    _village(paper)
    return Messy("a_whole_village.csv", replace(paper, merged=[]), encoding="gb18030")


KINDS = [a_whole_village, a_whole_village_in_an_old_workbook, a_whole_village_as_text]
