"""Kinds of mess that one village in ten sends: forms, markers, strokes for nothing, numbers that begin again."""

from __future__ import annotations

from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number


def a_form_for_each_household() -> Messy:
    paper = Paper()
    for home in (1, 2, 3):
        paper.across("清河镇柳树村家庭成员登记表", 4)
        paper.put(f"户主姓名：测户{home}", None, f"户号：{home}", None, f"住址：东街{home}号")
        paper.put("姓名", "与户主关系", "性别", "身份证号", "联系电话")
        paper.person(f"测户{home}", "户主", "男", number(home), "", home=home)
        paper.person(f"测子{home}", "子", "男", number(home + 10), "", home=home)
        paper.put()
    return Messy("a_form_for_each_household.xlsx", paper)


def the_rest_is_empty() -> Messy:
    paper = Paper()
    paper.across("柳树村", 3)
    paper.put("序号", "姓名", "身份证号", "电话")
    paper.person(1, "测甲", number(1), "", home=1)
    paper.put(None, "转下页")
    paper.put(None, None, None, "第1页，共2页")
    paper.across("柳树村", 3)
    paper.put("续表")
    paper.person(2, "测乙", number(2), "", home=2)
    paper.put(None, "（以下空白）")
    paper.put(None, "——", "——", "——")
    return Messy("the_rest_is_empty.xlsx", paper)


def strokes_for_nothing() -> Messy:
    paper = Paper()
    paper.put("序号", "户号", "姓名", "与户主关系", "身份证号", "门牌号")
    paper.person(1, 1, "测甲", "户主", number(1), "1号", home=1)
    paper.person(2, "/", "测乙", "子", number(2), "/", home=1)
    paper.person(3, "无", "测丙", "户主", number(3), "—", home=2)
    paper.person(4, "/", "测丁", "子", number(4), "—", home=2)
    paper.person(5, "无", "测戊", "户主", number(5), "无", home=3)
    return Messy("strokes_for_nothing.xlsx", paper)


def household_numbers_that_begin_again() -> Messy:
    paper = Paper()
    paper.put("户号", "姓名", "与户主关系", "身份证号")
    serial = 0
    for _ in range(2):
        for home in (1, 2):
            for relation in ("户主", "子"):
                serial += 1
                paper.person(home, f"测人{serial}", relation, number(serial), home=(serial - 1) // 2)
    return Messy("household_numbers_that_begin_again.xlsx", paper)


def a_head_who_is_not_the_first() -> Messy:
    paper = Paper()
    paper.put("户号", "户主姓名", "姓名", "与户主关系", "身份证号")
    paper.person(1, "测甲", "测乙", "妻", number(2, man=False), home=1)
    paper.person(None, None, "测甲", "户主", number(1), home=1)
    paper.person(2, "测丙", "测丁", "子", number(4), home=2)
    paper.person(None, None, "测丙", "户主", number(3), home=2)
    return Messy("a_head_who_is_not_the_first.xlsx", paper)


def a_header_under_headings_and_above_its_parts() -> Messy:
    paper = Paper()
    paper.across("表1", 6)
    paper.put("个人信息", None, None, "住址信息", None, "接种信息", None)
    paper.put("姓名", "证件信息", None, "现住址", None, "新冠疫苗", None)
    paper.put(None, "证件类型", "证件号码", "村", "组", "第一针", "第二针")
    paper.merged += [(2, 0, 2, 2), (2, 3, 2, 4), (2, 5, 2, 6), (3, 0, 4, 0), (3, 1, 3, 2), (3, 3, 3, 4), (3, 5, 3, 6)]
    paper.person("测甲", "身份证", number(1), "柳树村", "1组", "", "", home=1)
    paper.person("测乙", "身份证", number(2), "柳树村", "1组", "", "", home=2)
    return Messy("a_header_under_headings.xlsx", paper)


def household_members_in_a_column_of_letters() -> Messy:
    """Columns numbered by letters, and a total between the header and the people."""
    paper = Paper()
    paper.put("序号", "户主姓名", "家庭成员姓名", "与户主关系", "公民身份号码")
    paper.put("甲", "乙", "丙", "丁", "戊")
    paper.put("合计", None, "4人")
    for home in (1, 2):
        first = paper.person(home, f"测户{home}", f"测户{home}", "户主", number(home), home=home)
        paper.person(None, None, f"测子{home}", "子", number(home + 10), home=home)
        paper.down(0, first, first + 1)
        paper.down(1, first, first + 1)
    return Messy("columns_numbered_by_letters.xlsx", paper)


def blank_lines_and_totals_inside_merged_households() -> Messy:
    paper = Paper()
    paper.put("户号", "户主姓名", "姓名", "与户主关系", "身份证号")
    paper.person(1, "测甲", "测甲", "户主", number(1), home=1)
    paper.put()
    paper.person(None, None, "测乙", "妻", number(2, man=False), home=1)
    paper.put(None, None, "小计", None, "2人")
    paper.person(2, "测丙", "测丙", "户主", number(3), home=2)
    paper.put(None, None, "小计", None, "1人")
    paper.merged += [(2, 0, 5, 0), (2, 1, 5, 1), (6, 0, 7, 0), (6, 1, 7, 1)]
    return Messy("blank_lines_inside_merged_households.xls", paper)


def titles_repeated_over_every_page_of_text() -> Messy:
    paper = Paper()
    for page in range(3):
        paper.put("柳树村接种对象底册", "", "", "")
        paper.put("姓名", "身份证号", "第一针", "")
        paper.put("", "", "时间", "地点")
        paper.person(f"测人{page}", number(page + 1), "", "", home=page)
        paper.put("", "", "", "")
    return Messy("titles_over_every_page.csv", paper, encoding="gb18030", separator="\t")


KINDS = [
    a_form_for_each_household, the_rest_is_empty, strokes_for_nothing, household_numbers_that_begin_again,
    a_head_who_is_not_the_first, a_header_under_headings_and_above_its_parts,
    household_members_in_a_column_of_letters, blank_lines_and_totals_inside_merged_households,
    titles_repeated_over_every_page_of_text,
]  # fmt: skip
