"""Kinds of mess above the people: titles, headers over several rows, explanations."""

from __future__ import annotations

from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number

PHONE = "100{:08d}".format


def _families(paper: Paper, first: int = 1, count: int = 3, before: int = 0) -> None:
    """Households of head and spouse: serial, number, head, name, relation, sex, identity number, telephone."""
    for home in range(first, first + count):
        head = f"测户{home}"
        lead = [None] * before
        serial = home * 2 - 1
        paper.person(*lead, serial, home, head, head, "户主", "男", number(serial), PHONE(home), home=home)
        paper.person(
            *lead, serial + 1, home, head, f"测妻{home}", "妻", "女", number(serial + 1, man=False), "", home=home
        )


TITLES = ["序号", "户号", "户主姓名", "姓名", "与户主关系", "性别", "身份证号码", "联系电话"]


def header_on_row_4() -> Messy:
    paper = Paper("柳树村")
    paper.across("清河镇柳树村适龄人群新冠疫苗接种摸底登记表", 7)
    paper.put("填报单位：柳树村村民委员会", None, None, None, None, "填报日期：2021年5月20日")
    paper.put()
    paper.put(*TITLES)
    _families(paper)
    return Messy("header_on_row_4.xlsx", paper)


def header_with_marks() -> Messy:
    paper = Paper()
    paper.put("附件2")
    paper.put("* 姓  名", "公民身份\n号码", "与户主\n关系", "性 别：", "联系电话（手机）", "家庭住址/门牌", "民 族")
    paper.person("测甲", number(1), "户主", "男", PHONE(1), "", "汉族", home=1)
    paper.person("测乙", number(2, man=False), "配偶", "女", "", "", "汉族", home=1)
    return Messy("header_with_marks.xlsx", paper)


def two_row_header() -> Messy:
    paper = Paper("Sheet1")
    paper.across("柳树村疫苗接种台账", 13)
    paper.put(
        "序号", "户号", "姓名", "性别", "身份证号", "第一针", None, None, "第二针", None, None, "加强针", None, "备注"
    )
    low = ("时间", "地点", "厂家")
    paper.put(None, None, None, None, None, *low, *low, "时间", "地点", None)
    for column in (0, 1, 2, 3, 4, 13):
        paper.down(column, 2, 3)
    for first, last in ((5, 7), (8, 10), (11, 12)):
        paper.merged.append((2, first, 2, last))
    none = [None] * 9
    paper.person(1, 1, "测甲", "男", number(1), *none, home=1)
    paper.person(2, 1, "测乙", "女", number(2, man=False), *none, home=1)
    paper.person(
        3, 2, "测丙", "女", number(2, man=True), *none, home=2, problems=[("性别", "sex.contradicts_id")], out=True
    )
    return Messy("two_row_header.xlsx", paper)


def two_row_header_without_merging() -> Messy:
    paper = Paper()
    paper.put("序号", "户号", "姓名", "身份证号", "第一针", "", "", "第二针", "", "备注")
    paper.put("", "", "", "", "时间", "地点", "厂家", "时间", "地点", "")
    paper.person("1", "1", "测甲", number(1), "", "", "", "", "", "", home=1)
    paper.person("2", "2", "测乙", number(2), "", "", "", "", "", "", home=2)
    return Messy("two_row_header_without_merging.csv", paper, encoding="gb18030")


def three_row_header() -> Messy:
    paper = Paper()
    paper.across("居民基本信息及接种情况", 9)
    paper.put("基本信息", None, None, None, "联系方式", None, "接种情况", None, None, "备注")
    paper.put("户号", "姓名", "性别", "证件号码", "手机号", "现住址", "第一针", None, "第二针", None)
    paper.put(None, None, None, None, None, None, "时间", "地点", "时间", None)
    paper.merged += [(2, 0, 2, 3), (2, 4, 2, 5), (2, 6, 2, 8), (3, 6, 3, 7), (2, 9, 4, 9)]
    for column in range(6):
        paper.down(column, 3, 4)
    paper.person("1", "测甲", "男", number(1), PHONE(1), "东街1号", home=1)
    paper.person("1", "测乙", "女", number(2, man=False), "", "东街1号", home=1)
    return Messy("three_row_header.xlsx", paper)


def head_and_members_side_by_side() -> Messy:
    paper = Paper()
    paper.put("户主信息", None, None, "家庭成员", None, None, None)
    paper.put("姓名", "身份证号", "联系电话", "姓名", "与户主关系", "身份证号", "联系电话")
    paper.merged += [(1, 0, 1, 2), (1, 3, 1, 6)]
    for home in (1, 2):
        head, identity = f"测户{home}", number(home)
        first = len(paper.lines) + 1
        paper.person(head, identity, PHONE(home), head, "本人", identity, PHONE(home), home=home)
        paper.person(None, None, None, f"测子{home}", "子", number(home + 10, "2010-03-04"), "", home=home)
        for column in range(3):
            paper.down(column, first, first + 1)
    return Messy("head_and_members_side_by_side.xlsx", paper)


def explanation_under_the_header() -> Messy:
    paper = Paper()
    paper.across("居民信息采集表", 7)
    paper.put(*TITLES)
    paper.put("自动生成", "必填", "与户口簿一致", "与身份证一致", "下拉选择", "男/女", "18位，文本格式", "11位手机号")
    paper.put(*range(1, 9))
    paper.put("示例", "1", "张三", "张三", "户主", "男", "110101190001011234", "13800000000")
    _families(paper)
    return Messy("explanation_under_the_header.xlsx", paper)


def columns_in_another_order_and_unknown_ones() -> Messy:
    paper = Paper()
    paper.put("手机号", "党员", "姓名", "是否低保", "门牌号", "公民身份号码", "户主或与户主关系", "村民小组", "")
    paper.person(PHONE(1), "否", "测甲", "是", "12", number(1), "户主", "3组", "见附页", home=1)
    paper.person("", "是", "测乙", "是", "12", number(2, man=False), "妻", "3组", "", home=1)
    paper.person("", "否", "测丙", "否", "12-1", number(3), "户主", "3组", "", home=2)
    return Messy("columns_in_another_order.xlsx", paper)


def table_that_begins_in_column_c() -> Messy:
    paper = Paper()
    paper.put()
    paper.put(None, None, "花名册")
    paper.put(None, None, *TITLES)
    _families(paper, count=2, before=2)
    return Messy("table_that_begins_in_column_c.xlsx", paper)


KINDS = [
    header_on_row_4, header_with_marks, two_row_header, two_row_header_without_merging, three_row_header,
    head_and_members_side_by_side, explanation_under_the_header, columns_in_another_order_and_unknown_ones,
    table_that_begins_in_column_c,
]  # fmt: skip
