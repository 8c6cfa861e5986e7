"""Kinds of mess that were taken for something else when they came: each gave a wrong answer once."""

from __future__ import annotations

from tests.roster.messy.headers import PHONE
from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number


def a_roster_of_people_who_are_all_vaccinated() -> Messy:
    """Days of doses in every row make it no list of a clinic: it says where people live."""
    paper = Paper()
    paper.put("村", "组", "姓名", "身份证号", "第一针时间")
    for serial in range(1, 5):
        mended = [("第一针时间", "2021-5-3", "2021-05-03")]
        paper.person("柳树村", "1组", f"测人{serial}", number(serial), "2021-5-3", home=serial, mended=mended)
    return Messy("all_are_vaccinated.xlsx", paper)


def telephones_and_doses_of_everybody() -> Messy:
    paper = Paper()
    paper.put("序号", "姓名", "性别", "身份证号", "联系电话", "第一针", None)
    paper.put(None, None, None, None, None, "时间", "地点")
    paper.merged += [(1, column, 2, column) for column in range(5)] + [(1, 5, 1, 6)]
    for serial in range(1, 5):
        cells = (serial, f"测人{serial}", "男", number(serial), PHONE(serial), "2021-05-03", "镇卫生院")
        paper.person(*cells, home=serial)
    return Messy("telephones_and_doses.xlsx", paper)


def two_lists_side_by_side() -> Messy:
    """Each line is two people; both have its row number."""
    paper = Paper()
    paper.across("柳树村名单", 8)
    titles = ("序号", "姓名", "身份证号", "联系电话")
    paper.put(*titles, None, *titles)
    for serial in range(1, 6):
        wrong = number(serial + 5)[:17] + "Q"
        left = (serial, f"测人{serial}", number(serial), PHONE(serial))
        right = (serial + 5, f"测人{serial + 5}", wrong if serial == 3 else number(serial + 5), PHONE(serial + 5))
        if serial == 5:
            paper.person(*left, None, 10, None, None, None, home=serial)
            continue
        problems = [("身份证号", "id_number.characters")] if serial == 3 else []
        paper.person(*left, None, *right, home=serial, problems=problems)
        paper.rows += 1
        if serial != 3:
            paper.residents += 1
            paper.homes.add(serial + 5)
    paper.put("合计", "9人")
    paper.put("制表人：测某", None, None, None, None, "审核人：测某某")
    return Messy("two_lists_side_by_side.xlsx", paper)


def signatures_under_the_columns_of_people() -> Messy:
    paper = Paper()
    paper.put("序号", "户号", "姓名", "与户主关系", "性别", "身份证号", "联系电话")
    paper.person(1, 1, "测甲", "户主", "男", number(1), PHONE(1), home=1)
    paper.person(2, 1, "测乙", "子", "男", number(2), None, home=1)
    paper.put("总计", None, "2人", None, None, "1户")
    paper.put("制表人：测某", None, None, "审核人：测某某")
    paper.put("制表人：测某", None, "审核人：测某某", "日期：2026年3月", "复核：")
    return Messy("signatures_under_the_columns.xlsx", paper)


def columns_without_a_title() -> Messy:
    """What stands in them is not read, and said to be so."""
    paper = Paper(unread=["C", "F"])
    paper.put("序号", "姓名", None, "身份证号", "电话")
    paper.person(1, "测甲", "男", number(1), PHONE(1), "外出", home=1)
    paper.person(2, "测乙", "男", number(2), None, None, home=2)
    return Messy("columns_without_a_title.xlsx", paper)


def heads_in_columns_of_their_own() -> Messy:
    """Whoever has no row but stands beside the family as its head is a person of the first row that names them."""
    paper = Paper()
    head, own = "户主身份证号", "成员身份证号"
    paper.put("户主姓名", head, "家庭成员姓名", own, "与户主关系", "家庭住址")
    paper.person("测甲", number(1), "测乙", number(2, man=False), "妻", "东街1号", home=1)
    paper.rows, paper.residents = paper.rows + 1, paper.residents + 1  # 测甲
    paper.person(None, None, "测丙", number(3), "子", None, home=1)
    paper.person("测丁", number(4), None, None, None, "东街2号", home=2)  # the head alone
    paper.person("测戊", number(5), "测戊", number(5), "户主", "东街3号", home=3)  # has a row
    paper.person("测戊", number(5), "测己", number(6, man=False), "妻", "东街3号", home=3)
    wrong = number(7)[:17] + "Q"
    paper.person("测庚", wrong, "测辛", number(8), "子", "东街4号", home=4, problems=[(head, "id_number.characters")])
    paper.rows += 1  # 测庚 stays out
    return Messy("heads_in_columns_of_their_own.xlsx", paper)


def a_header_below_a_page_of_instructions() -> Messy:
    paper = Paper()
    paper.across("柳树村居民登记表填表说明", 4)
    for at in range(1, 14):
        paper.put(f"{at}、姓名、身份证号必须如实填写，与户主关系按户口本填写" + "，不得遗漏" * at)
    paper.put()
    paper.put("序号", "姓名", "身份证号", "电话")
    paper.person(1, "测甲", number(1), PHONE(1), home=1)
    paper.person(2, "测乙", number(2), None, home=2)
    return Messy("a_header_below_instructions.xlsx", paper)


def instructions_in_columns_above_the_header() -> Messy:
    paper = Paper()
    for at in range(1, 15):
        paper.put(at, "说明", f"第{at}项：姓名与身份证号一致")
    paper.put("姓名", "身份证号")
    paper.person("测甲", number(1), home=1)
    return Messy("instructions_in_columns.xlsx", paper)


KINDS = [
    a_roster_of_people_who_are_all_vaccinated, telephones_and_doses_of_everybody, two_lists_side_by_side,
    signatures_under_the_columns_of_people, columns_without_a_title, heads_in_columns_of_their_own,
    a_header_below_a_page_of_instructions, instructions_in_columns_above_the_header,
]  # fmt: skip
