"""Kinds of files: old workbooks, tables of text in several encodings, covers and hidden sheets."""

from __future__ import annotations

import datetime

from tests.roster.messy.headers import PHONE, TITLES, _families
from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number


def _plain(name: str = "Sheet1") -> Paper:
    paper = Paper(name)
    paper.put(*TITLES)
    _families(paper)
    return paper


def _cover() -> Paper:
    cover = Paper("封面")
    cover.across("清河镇柳树村疫苗接种摸底名册", 5)
    cover.put()
    cover.put("填报单位", "柳树村", "负责人", "测某", "电话", PHONE(9))
    cover.put("姓名", "职务")
    return cover


def _guide() -> Paper:
    guide = Paper("填表说明")
    guide.put("一、姓名、身份证号等必须与身份证一致。")
    guide.put("二、与户主关系：户主、配偶、子、女……")
    return guide


def a_cover_before_the_roster() -> Messy:
    return Messy(
        "a_cover_before_the_roster.xlsx", _plain("名册"), (_cover(), _guide()), (Paper("字典", [["户主"], ["妻"]]),)
    )


def a_hidden_sheet_before_the_roster() -> Messy:
    old = Paper("旧名册")
    old.put(*TITLES)
    _families(old, first=50, count=9)
    return Messy("a_hidden_sheet_before.xlsx", _plain("名册"), (old,), hidden=("旧名册",))


def an_old_workbook() -> Messy:
    paper = Paper("名册")
    paper.across("柳树村名册", 6)
    paper.put("户号", "户主姓名", "姓名", "与户主关系", "出生日期", "身份证号", "联系电话")
    for home in (1, 2, 3):
        first = len(paper.lines) + 1
        day = datetime.date(1980, 5, 31)
        paper.person(home, f"测甲{home}", f"测甲{home}", "户主", day, number(home), 10000000000 + home, home=home)
        mended = [("出生日期", "2012.10.1", "2012-10-01")]
        child = number(home, "2012-10-01", False)
        paper.person(None, None, f"测乙{home}", "女", "2012.10.1", child, None, home=home, mended=mended)
        paper.down(0, first, first + 1)
        paper.down(1, first, first + 1)
    return Messy("an_old_workbook.xls", paper, before=(_cover(),))


def a_large_old_workbook() -> Messy:
    paper = Paper("名册")
    paper.put(*TITLES)
    _families(paper, count=400)
    return Messy("a_large_old_workbook.xls", paper)


def a_workbook_with_macros_suffix() -> Messy:
    return Messy("with_macros.xlsm", _plain())


def a_table_in_gb18030() -> Messy:
    paper = Paper()
    paper.put("柳树村名册（含生僻字）", "", "")
    paper.put("姓名", "身份证号", "家庭住址")
    paper.person("测𠮷㛃", number(1), "东街1号，院内", home=1)
    paper.person("测䶮", number(2), "东街2号", home=2)
    return Messy("a_table_in_gb18030.csv", paper, encoding="gb18030")


def a_table_in_utf8_with_a_mark() -> Messy:
    return Messy("utf8_with_a_mark.csv", _plain(), encoding="utf-8-sig")


def a_table_apart_by_semicolons() -> Messy:
    paper = Paper()
    paper.put("姓名", "身份证号", "现住址", "备注")
    paper.person("测甲", number(1), "东街1号, 后院, 二楼", "一,二,三", home=1)
    paper.person("测乙", number(2), "东街2号, 前院", "", home=2)
    return Messy("apart_by_semicolons.csv", paper, separator=";", encoding="gb18030")


def a_table_apart_by_tabs_named_xls() -> Messy:
    return Messy("apart_by_tabs.xls", _plain(), separator="\t", encoding="gb18030")


def unicode_text_of_excel() -> Messy:
    return Messy("unicode_text.txt", _plain(), separator="\t", encoding="utf-16")


def numbers_kept_as_text_in_a_table() -> Messy:
    paper = Paper()
    paper.put("姓名", "身份证号", "联系电话")
    paper.person("测甲", f'="{number(1)}"', f'="{PHONE(1)}"', home=1)
    paper.person("测乙", f"{number(2)}\t", f"{PHONE(2)}\t", home=2)
    paper.person("测丙", f"'{number(3)}", f"'{PHONE(3)}", home=3)
    return Messy("numbers_kept_as_text.csv", paper, encoding="gb18030")


def a_quotation_mark_that_is_never_closed() -> Messy:
    paper = Paper()
    paper.put("姓名", "身份证号", "家庭住址")
    for home in range(1, 9):
        paper.person(f"测人{home}", number(home), '"东街后院' if home == 2 else f"东街{home}号", home=home)
    return Messy("a_quotation_mark.csv", paper, encoding="gb18030", quoted=False)


KINDS = [
    a_cover_before_the_roster, a_hidden_sheet_before_the_roster, an_old_workbook, a_large_old_workbook,
    a_workbook_with_macros_suffix, a_table_in_gb18030, a_table_in_utf8_with_a_mark, a_table_apart_by_semicolons,
    a_table_apart_by_tabs_named_xls, unicode_text_of_excel, numbers_kept_as_text_in_a_table,
    a_quotation_mark_that_is_never_closed,
]  # fmt: skip
