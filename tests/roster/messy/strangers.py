"""Kinds of mess from somebody who had never seen the code: one table under another, odd titles, words for nobody."""

from __future__ import annotations

from tests.roster.messy.headers import PHONE
from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number

_NUMBER, _BIRTH = "身份证号", "出生日期"


def tables_one_beneath_another_in_different_orders() -> Messy:
    """The second village has its names the other way round, the third fewer columns and one of its own."""
    paper = Paper()
    paper.put("序号", "户主姓名", "姓名", "与户主关系", _NUMBER)
    paper.person(1, "测甲", "测甲", "户主", number(1), home=1)
    paper.person(2, "测甲", "测乙", "妻", number(2, man=False), home=1)
    paper.put()
    paper.across("二组", 4)
    paper.put("序号", "姓名", "户主姓名", "与户主关系", _NUMBER)
    paper.person(1, "测丙", "测丙", "户主", number(3), home=2)
    paper.person(2, "测丁", "测丙", "子", number(4), home=2)
    wrong = number(5)[:17] + "Q"
    paper.person(3, "测戊", "测丙", "子", wrong, home=2, problems=[(_NUMBER, "id_number.characters")], out=True)
    paper.put("三组")
    paper.put(_NUMBER, "姓名", "与户主关系", "联系电话")
    paper.person(number(6), "测己", "户主", "+86" + PHONE(6), home=3, mended=[("联系电话", "+86" + PHONE(6), PHONE(6))])
    paper.person(number(7), "测庚", "子", None, home=3)
    paper.put("合计", "7人")
    return Messy("tables_in_different_orders.xlsx", paper)


def titles_that_are_counted_or_have_two_names() -> Messy:
    paper = Paper()
    paper.put("1.户主姓名*", "②姓名（必填）", "三、与户主关系", "*身份证件号码/护照号", "4）备注")
    paper.person("测甲", "测甲", "户主", number(1), "村东", home=1)
    paper.person("测甲", "测乙", "妻", number(2, man=False), None, home=1)
    return Messy("titles_counted.xlsx", paper)


def a_title_that_goes_on_in_the_row_below() -> Messy:
    paper = Paper()
    paper.put("序号", "户主", "姓名", "与户主", "身份证", "联系")
    paper.put(None, "姓名", None, "关系", "号码", "电话")
    paper.person(1, "测甲", "测甲", "户主", number(1), PHONE(1), home=1)
    paper.person(2, "测甲", "测乙", "妻", number(2, man=False), None, home=1)
    return Messy("titles_broken_in_two.xlsx", paper)


def sums_and_signatures_of_every_form() -> Messy:
    paper = Paper()
    paper.put("序号", "户主姓名", "姓名", "与户主关系", "性别", _NUMBER, "联系电话")
    paper.person(1, "测甲", "测甲", "户主", "男", number(1), PHONE(1), home=1)
    paper.person(2, "测甲", "测乙", "妻", "女", number(2, man=False), None, home=1)
    paper.put("户数", 1, "人数", 2)
    paper.put("男", 1, "女", 1)
    paper.put(None, None, "其中：60岁以上", 0, "18-59岁", 2)
    paper.put("应接种人数", None, "2", None, "已接种人数", None, "1")
    paper.put("接种率", None, "50.0%")
    paper.put("以上人员情况属实", None, None, None, "负责人签字：")
    paper.put("村支书签字：", None, None, None, "驻村干部签字：")
    paper.put(None, "3.身份证号必须为18位")
    paper.person(3, None, None, None, "男", None, None, home=0, out=True, problems=[("姓名", "name.missing")])
    return Messy("sums_and_signatures.xlsx", paper)


def names_that_are_nobody() -> Messy:
    """A masked list names nobody, and neither does an empty house."""
    paper = Paper()
    paper.put("户号", "姓名", _NUMBER)
    for at, name in enumerate(("测*", "测*甲", "测○○", "空户", "无人居住"), 1):
        paper.person(at, name, number(at), home=at, out=True, problems=[("姓名", "name.malformed")])
    paper.person(6, "无", number(6), home=6, out=True, problems=[("姓名", "name.missing")])
    paper.person(7, "测甲乙*", number(7), home=7, mended=[("姓名", "测甲乙*", "测甲乙")])
    return Messy("names_that_are_nobody.xlsx", paper)


def numbers_with_marks_and_words_around_them() -> Messy:
    paper = Paper()
    paper.put("户号", "姓名", _NUMBER)
    for at, form in enumerate(("{}。", "{}、", "[{}]", "\u202d{}\u202c"), 1):
        said = form.format(number(at))
        paper.person(at, f"测人{at}", said, home=at, mended=[(_NUMBER, said, number(at))])
    for at, (said, meant) in enumerate((("出生证T990123456", "T990123456"), ("护照：E12345678", "E12345678")), 5):
        paper.person(at, f"测人{at}", said, home=at, mended=[(_NUMBER, said, meant)])
    for at, said in enumerate(("未办理", "不详", "无身份证号"), 7):
        paper.person(at, f"测人{at}", said, home=at)
    return Messy("numbers_with_marks.xlsx", paper)


def births_of_two_figures_and_of_long_ago() -> Messy:
    """What can be only one day is taken; a century is not guessed."""
    paper = Paper()
    paper.put("户号", "姓名", _BIRTH, _NUMBER)
    paper.person(1, "测甲", "80.5.31", number(1), home=1, mended=[(_BIRTH, "80.5.31", "1980-05-31")])
    paper.person(2, "测乙", "80年5月31日", None, home=2, mended=[(_BIRTH, "80年5月31日", "1980-05-31")])
    paper.person(3, "测丙", "15.3.2", None, home=3, out=True, problems=[(_BIRTH, "birth.impossible")])
    born = number(4, "2015-03-02")
    paper.person(4, "测丁", "15.3.2", born, home=4, mended=[(_BIRTH, "15.3.2", "2015-03-02")])
    read, wrong = [(_BIRTH, "81.5.31", "1981-05-31")], [(_BIRTH, "birth.contradicts_id")]
    paper.person(5, "测戊", "81.5.31", number(5), home=5, out=True, problems=wrong, mended=read)
    paper.person(6, "测己", "1080-05-31", None, home=6, out=True, problems=[(_BIRTH, "birth.long_ago")])
    old = number(7, "1850-05-31")
    paper.person(7, "测庚", None, old, home=7, out=True, problems=[("身份证号", "birth.long_ago")])
    return Messy("births_of_two_figures.xlsx", paper)


def a_daughter_with_her_parents_and_with_her_husband() -> Messy:
    paper = Paper()
    paper.put("户主姓名", "姓名", "与户主关系", _BIRTH, _NUMBER)
    paper.person("测甲", "测甲", "户主", None, number(1), home=1)
    paper.person("测甲", "测丙", "女", "1995-01-01", None, home=1)
    paper.person("测乙", "测乙", "户主", None, number(2), home=2)
    twice = [(_NUMBER, "resident.perhaps_twice")]
    paper.person("测乙", "测丙", "妻", "1995-01-01", None, home=2, problems=twice)
    return Messy("a_daughter_twice.xlsx", paper)


def codes_of_villages_where_no_township_is_known() -> Messy:
    """Whether a code is one of the township's can only be said once there is one."""
    paper = Paper()
    paper.put("区划代码", "姓名", _NUMBER)
    paper.person("990101001201", "测甲", number(1), home=1)
    paper.person("990101001202", "测乙", number(2), home=2)
    return Messy("codes_of_villages.xlsx", paper)


def days_of_doses_without_marks() -> Messy:
    paper = Paper()
    title = "第一针时间"
    paper.put("户号", "姓名", _NUMBER, title)
    for at, said in enumerate(("210503", "20210503093000", "20210503"), 1):
        paper.person(at, f"测人{at}", number(at), said, home=at, mended=[(title, said, "2021-05-03")])
    paper.person(4, "测人4", number(4), "211503", home=4, out=True, problems=[(title, "dose.impossible")])
    return Messy("days_without_marks.xlsx", paper)


KINDS = [
    tables_one_beneath_another_in_different_orders,
    titles_that_are_counted_or_have_two_names,
    a_title_that_goes_on_in_the_row_below,
    sums_and_signatures_of_every_form,
    names_that_are_nobody,
    numbers_with_marks_and_words_around_them,
    births_of_two_figures_and_of_long_ago,
    a_daughter_with_her_parents_and_with_her_husband,
    codes_of_villages_where_no_township_is_known,
    days_of_doses_without_marks,
]
