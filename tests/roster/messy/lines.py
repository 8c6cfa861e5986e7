"""Kinds of mess between and below the people: repeated headers, pages, groups, signatures, printed lines."""

from __future__ import annotations

import datetime

from tests.roster.messy.headers import PHONE, TITLES, _families
from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number


def header_repeated_on_each_page() -> Messy:
    paper = Paper()
    for page in (1, 2, 3):
        paper.across("柳树村居民花名册", 7)
        paper.put(*TITLES)
        _families(paper, first=page * 3 - 2, count=3)
        paper.put(None, None, None, None, None, None, None, f"第{page}页 共3页")
        paper.put()
    return Messy("header_repeated_on_each_page.xlsx", paper)


def two_row_header_repeated() -> Messy:
    paper = Paper()
    serial = 0
    for _ in range(2):
        top = paper.put("姓名", "身份证号", "第一针", None, "第二针", None)
        paper.put(None, None, "时间", "地点", "时间", "地点")
        paper.merged += [(top, 2, top, 3), (top, 4, top, 5), (top, 0, top + 1, 0), (top, 1, top + 1, 1)]
        for _ in range(3):
            serial += 1
            paper.person(f"测人{serial}", number(serial), None, None, None, None, home=serial)
    return Messy("two_row_header_repeated.xlsx", paper)


def groups_named_between_the_people() -> Messy:
    paper = Paper()
    paper.put("序号", "姓名", "与户主关系", "身份证号", "联系电话")
    serial = 0
    for group in ("第一村民小组", "二组", "3组（共2户）"):
        paper.across(group, 4)
        for at in range(1, 3):
            serial += 1
            paper.person(at, f"测人{serial}", "户主", number(serial), PHONE(serial), home=serial)
    return Messy("groups_named_between_the_people.xlsx", paper)


def serial_numbers_that_begin_again() -> Messy:
    paper = Paper()
    paper.put("序号", "组", "姓名", "与户主关系", "身份证号码")
    serial = 0
    for group in ("1组", "2组"):
        for at in (1, 2, 3):
            serial += 1
            relation = "户主" if at == 1 else "子"
            paper.person(at, group, f"测人{serial}", relation, number(serial), home=group)
    return Messy("serial_numbers_that_begin_again.xlsx", paper)


def lines_printed_and_never_filled_in() -> Messy:
    paper = Paper()
    paper.put("序号", "村", "组", "户号", "姓名", "性别", "身份证号", "备注")
    for serial in range(1, 31):
        if serial <= 4:
            paper.person(serial, "柳树村", "1组", serial, f"测人{serial}", "男", number(serial), "", home=serial)
        else:
            paper.put(serial, "柳树村", "1组", serial if serial < 10 else None)
    return Messy("lines_never_filled_in.xlsx", paper)


def signatures_and_remarks_below() -> Messy:
    paper = Paper()
    paper.put(*TITLES)
    _families(paper)
    paper.put()
    paper.put("填表人：测某", None, None, "审核人：", None, None, "联系电话：", PHONE(99))
    paper.put("填表人", "测某", None, None, None, None, "填表日期", datetime.date(2021, 5, 20))
    paper.put("注：1.本表由各村填写；2.没有身份证号码的填写出生证编号；3.请于每日16时30分前报送。")
    paper.put("备注:外出人员也要登记")
    paper.put(None, None, None, None, None, "柳树村村民委员会（盖章）")
    paper.put(None, None, None, None, None, None, "2021年5月20日")
    return Messy("signatures_and_remarks_below.xlsx", paper)


def remarks_under_a_table_that_begins_with_the_name() -> Messy:
    paper = Paper()
    paper.put("姓名", "身份证号", "联系电话")
    paper.person("测甲", number(1), PHONE(1), home=1)
    paper.person("测乙", None, None, home=2)
    paper.put("合计：2人")
    paper.put("制表：测某")
    paper.put("说明：请各村民小组长认真核对本表，不得遗漏。")
    return Messy("remarks_under_the_name.xlsx", paper)


def hidden_rows_are_people_too() -> Messy:
    paper = Paper()
    paper.put(*TITLES)
    _families(paper, count=4)
    paper.hidden |= {3, 5, 6}
    return Messy("hidden_rows.xlsx", paper)


def people_without_a_name() -> Messy:
    paper = Paper()
    paper.put("序号", "户号", "姓名", "性别", "身份证号")
    paper.person(1, 1, "测甲", "男", number(1), home=1)
    paper.person(2, 1, "", "女", number(2, man=False), home=1, problems=[("姓名", "name.missing")], out=True)
    paper.person(3, 2, None, "女", None, home=2, problems=[("姓名", "name.missing")], out=True)
    return Messy("people_without_a_name.xlsx", paper)


KINDS = [
    header_repeated_on_each_page, two_row_header_repeated, groups_named_between_the_people,
    serial_numbers_that_begin_again, lines_printed_and_never_filled_in, signatures_and_remarks_below,
    remarks_under_a_table_that_begins_with_the_name, hidden_rows_are_people_too, people_without_a_name,
]  # fmt: skip
