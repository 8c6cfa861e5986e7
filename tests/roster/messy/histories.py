"""Kinds of mess in what a list tells of doses, reasons and contraindications; beside each line what becomes of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.roster.messy.paper import Messy, Paper
from tests.roster.sheets import number

FIRST, SECOND, THIRD = "2021-05-06", "2021-06-05", "2021-12-20"
Told = dict[str, Any]


def dose(which: int | None, on: str = "", product: str = "", **more: str) -> Told:
    """A dose as it is expected: declared, unless said otherwise."""
    said: Told = {"number": which, "on": on, "product": product, "known": "declared", **more}
    return {key: value for key, value in said.items() if value not in (None, "")}


@dataclass
class History(Paper):
    """A sheet, and for each person the doses, contraindications and values that a check must find."""

    told: dict[int, tuple[list[Told], list[Told], Told]] = field(default_factory=dict)
    homes_at: int = 0

    def one(
        self,
        *cells: Any,
        doses: Sequence[Told] = (),
        conditions: Sequence[Told] = (),
        values: Told | None = None,
        **more: Any,
    ) -> int:
        """A line that is a person alone in a household."""
        self.homes_at += 1
        row = self.person(*cells, home=self.homes_at, **more)
        self.told[row] = (list(doses), list(conditions), values or {})
        return row

    def listed(self, *cells: Any, doses: Sequence[Told], values: Told | None = None, **more: Any) -> int:
        """A line of a list of people vaccinated: nobody goes in by it."""
        row = self.one(*cells, doses=doses, values=values, out=True, **more)
        return row


def days_of_doses_in_many_styles() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "第一针时间", "第二针时间")
    styles: list[object] = [
        "2021-05-06", "2021/5/6", "2021.5.6", "2021年5月6日", "20210506", "21.5.6", "21年5月6日",
        "２０２１．０５．０６",
        44322, datetime.date(2021, 5, 6), "2021-05-06 08:30:00",
    ]  # fmt: skip
    for at, style in enumerate(styles, 1):
        said = str(style)
        mended = [] if said == FIRST else [("第一针时间", said, FIRST)]
        paper.one(str(at), f"测人{at}", style, SECOND, doses=[dose(1, FIRST), dose(2, SECOND)], mended=mended)
    return Messy("days_of_doses_in_many_styles.xlsx", paper)


def days_of_doses_that_are_none() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "第一针时间")
    for at, (said, code) in enumerate(
        (("2021-02-30", "dose.impossible"), ("5/6/21", "dose.impossible"), ("6月5日", "dose.without_year"),
         ("6.5", "dose.without_year"), ("2031-05-06", "dose.ahead")), 1,
    ):  # fmt: skip
        row = paper.one(str(at), f"测人{at}", said, problems=[("第一针时间", code)], out=True)
        del paper.told[row]
    note = {"note": "第一针时间: 2021年5月"}
    paper.one("8", "测人月", "2021年5月", doses=[dose(1, **note)], problems=[("第一针时间", "dose.without_day")])
    paper.one("9", "测人打", "√", doses=[dose(1)])
    paper.one("10", "测人没", "未接种")
    return Messy("days_of_doses_that_are_none.xlsx", paper)


def doses_that_contradict_themselves() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "身份证号", "是否接种", "第一针时间", "第二针时间")
    for at, (birth, told, first, second, column, code) in enumerate(
        (
            ("1980-05-31", "是", SECOND, FIRST, "第二针时间", "dose.order"),
            ("1980-05-31", "是", FIRST, FIRST, "第二针时间", "dose.same_day"),
            ("2021-05-07", "是", FIRST, SECOND, "第一针时间", "dose.before_birth"),
            ("1980-05-31", "否", FIRST, SECOND, "是否接种", "dose.contradicts"),
            ("1980-05-31", "一针", FIRST, SECOND, "是否接种", "dose.contradicts"),
        ),
        1,
    ):
        cells = (str(at), f"测人{at}", number(at, birth), told, first, second)
        row = paper.one(*cells, problems=[(column, code)], out=True)
        del paper.told[row]
    problems = [("第二针时间", "dose.missing_before")]
    paper.one("8", "测人八", number(8), "", "", SECOND, doses=[dose(2, SECOND)], problems=problems)
    paper.one("9", "测人九", number(9), "是", FIRST, SECOND, doses=[dose(1, FIRST), dose(2, SECOND)])
    return Messy("doses_that_contradict_themselves.xlsx", paper)


def products_as_people_write_them() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "第一针时间", "第一针地点", "疫苗厂家", "第二针时间", "加强针")
    for at, (said, code) in enumerate(
        (("北京生物", "bibp"), ("科兴", "sinovac"), ("北京科兴中维生物技术有限公司", "sinovac"), ("国药武汉", "wibp"),
         ("深圳康泰", "kconvac"), ("国药集团中国生物北京生物制品研究所", "bibp")), 1,
    ):  # fmt: skip
        cells = (str(at), f"测人{at}", FIRST, "镇卫生院", said, SECOND, THIRD)
        given = [dose(1, FIRST, code, place="镇卫生院"), dose(2, SECOND, code), dose(3, THIRD)]
        paper.one(*cells, doses=given)
    given = [dose(1, FIRST, "convidecia"), dose(2, THIRD)]
    paper.one("11", "测人康", FIRST, "", "康希诺（腺病毒载体）", "", THIRD, doses=given)
    kept = [dose(1, FIRST, note="疫苗厂家: 灭活"), dose(2, SECOND)]
    paper.one("12", "测人灭", FIRST, "", "灭活", SECOND, doses=kept)
    foreign = [dose(1, FIRST, note="疫苗厂家: 外国苗")]
    paper.one("13", "测人外", FIRST, "", "外国苗", doses=foreign, problems=[("疫苗厂家", "product.unknown")])
    both = [dose(1, FIRST, "bibp"), dose(2, SECOND, "sinovac")]
    paper.one("14", "测人两", FIRST, "", "北京生物/科兴", SECOND, doses=both)
    return Messy("products_as_people_write_them.xlsx", paper)


def remarks_that_mean_a_route() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "第一针", "第二针", "第三针", "疫苗厂家", "备注")
    one, three = {"note": "一针"}, {"note": "三针"}
    paper.one("1", "测甲", FIRST, "", "", "", "一针", doses=[dose(1, FIRST, "convidecia")], values=one)
    given = [dose(1, FIRST, "zifivax"), dose(2, SECOND, "zifivax"), dose(3, THIRD, "zifivax")]
    paper.one("2", "测乙", FIRST, SECOND, THIRD, "", "三针", doses=given, values=three)
    paper.one("3", "测丙", "", "", "", "", "一针", values=one)
    against = [("备注", "remark.route_contradicts")]
    paper.one(
        "4", "测丁", FIRST, "", "", "科兴", "一针", doses=[dose(1, FIRST, "sinovac")], values=one, problems=against
    )
    paper.one("5", "测戊", FIRST, "", "", "", "第一针后发烧", doses=[dose(1, FIRST)])
    return Messy("remarks_that_mean_a_route.xlsx", paper)


def whether_and_how_often() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "是否接种", "接种针数", "疫苗厂家", "备注")
    paper.one("1", "测甲", "是", "", "", "", doses=[dose(1)])
    paper.one("2", "测乙", "否", 0, "", "")
    paper.one("3", "测丙", "√", 2, "科兴", "", doses=[dose(1, "", "sinovac"), dose(2, "", "sinovac")])
    paper.one("4", "测丁", "已接种两针", "", "", "", doses=[dose(1), dose(2)])
    paper.one("5", "测戊", "全程", "", "康希诺", "", doses=[dose(1, "", "convidecia")])
    told = [("是否接种", "dose.full_course")]
    paper.one("6", "测己", "全程", "", "", "", doses=[dose(1)], problems=told, values={"note": "是否接种: 全程"})
    paper.one("7", "测庚", "是", "", "", "一针", doses=[dose(1, "", "convidecia")], values={"note": "一针"})
    paper.one("8", "测辛", "不详", "", "", "", values={"note": "是否接种: 不详"})
    paper.one("9", "测壬", "", "≥2", "", "", doses=[dose(1), dose(2)], values={"note": "接种针数: ≥2"})
    return Messy("whether_and_how_often.xlsx", paper)


def doses_under_a_header_of_two_rows() -> Messy:
    paper = History()
    paper.across("清河镇柳树村新冠病毒疫苗接种情况摸底表", 9)
    first = paper.put("户号", "姓名", "身份证号", "第一针", None, None, "第二针", None, "加强针", "备注")
    paper.put(None, None, None, "时间", "地点", "厂家", "时间", "地点", "时间", None)
    for column in (0, 1, 2, 9):
        paper.down(column, first, first + 1)
    paper.merged += [(first, 3, first, 5), (first, 6, first, 7)]
    given = [dose(1, FIRST, "bibp", place="镇卫生院"), dose(2, SECOND, place="体育馆"), dose(3, THIRD)]
    paper.one("1", "测甲", number(1), FIRST, "镇卫生院", "北京生物", SECOND, "体育馆", THIRD, doses=given)
    paper.one("2", "测乙", number(2))
    late = [("第二针时间", "dose.order")]
    row = paper.one("3", "测丙", number(3), SECOND, "", "", FIRST, problems=late, out=True)
    del paper.told[row]
    return Messy("doses_under_a_header_of_two_rows.xlsx", paper)


def places_beside_their_doses() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "第一针时间", "接种地点", "批号", "第二针时间", "接种地点", "批号")
    given = [dose(1, FIRST, place="镇卫生院", batch="A1"), dose(2, SECOND, place="体育馆", batch="B2")]
    paper.one("1", "测甲", FIRST, "镇卫生院", "A1", SECOND, "体育馆", "B2", doses=given)
    paper.one("2", "测乙", FIRST, "镇卫生院", doses=[dose(1, FIRST, place="镇卫生院")])
    return Messy("places_beside_their_doses.xlsx", paper)


def reasons_and_contraindications() -> Messy:
    paper = History()
    paper.put("户号", "姓名", "是否接种", "禁忌症", "未接种原因", "接种意愿")
    suspected: Told = {"state": "suspected"}
    paper.one("1", "测甲", "否", "怀孕", "", "", conditions=[{"kind": "pregnancy", **suspected}])
    paper.one("2", "测乙", "否", "无", "外出务工", "愿意", values={"reason": "away", "willingness": "willing"})
    other: Told = {"kind": "other", **suspected, "remark": "高血压"}
    paper.one("3", "测丙", "否", "高血压", "", "", conditions=[other])
    pregnant = [{"kind": "pregnancy", **suspected, "remark": "怀孕三个月"}]
    because = {"reason": "contraindicated", "note": "未接种原因: 怀孕三个月"}
    paper.one("4", "测丁", "否", "", "怀孕三个月", "", conditions=pregnant, values=because)
    odd = [("接种意愿", "willingness.unknown")]
    kept = {"reason": "other", "note": "未接种原因: 懒得去; 接种意愿: 再说"}
    paper.one("5", "测戊", "否", "无过敏史", "懒得去", "再说", problems=odd, values=kept)
    two = [{"kind": "epilepsy", **suspected}, {"kind": "severe_allergy", **suspected}]
    paper.one("6", "测己", "否", "癫痫、疫苗过敏", "有禁忌症", "", conditions=two, values={"reason": "contraindicated"})
    told: Told = {"reason": "contraindicated", "note": "是否接种: 怀孕"}
    paper.one("7", "测庚", "怀孕", conditions=[{"kind": "pregnancy", **suspected}], values=told)
    return Messy("reasons_and_contraindications.xls", paper)


def the_countys_list_of_the_day() -> Messy:
    paper = History()
    paper.across("清河镇2021年6月5日新冠病毒疫苗接种人员花名册", 9)
    paper.put("填报单位：清河镇", None, None, None, "截至5日16时30分")
    header = ("序号", "姓名", "身份证号码", "联系电话", "针次", "接种日期", "接种点", "疫苗名称", "疫苗批号", "备注")
    paper.put(*header)

    def of(which: int, product: str, **more: str) -> list[Told]:
        return [{**dose(which, SECOND, product, place="镇卫生院", **more), "known": "registry"}]

    day = ("2021.6.5", "镇卫生院")
    mended = [("接种日期", "2021.6.5", SECOND)]
    bibp = of(1, "bibp", batch="2021050123")
    paper.listed(1, "测甲", number(1), "10000000001", "第一针", *day, "北京生物", 2021050123, doses=bibp, mended=mended)
    paper.listed(2, "测乙", number(2), "", "第二针", *day, "科兴（Vero细胞）", doses=of(2, "sinovac"), mended=mended)
    paper.listed(3, "测丙", number(3), "", 1, *day, "", "", "一针", doses=of(1, "convidecia"), mended=mended)
    wrong = [("身份证号码", "id_number.length")]
    row = paper.listed(4, "测丁", "123", "", "第一针", *day, doses=[], problems=wrong, mended=mended)
    del paper.told[row]
    missing = [("身份证号码", "id_number.missing")]
    row = paper.listed(5, "测戊", "", "", "第一针", *day, doses=[], problems=missing, mended=mended)
    del paper.told[row]
    paper.put("合计", "5人")
    return Messy("the_countys_list_of_the_day.xlsx", paper)


def a_clinics_list_of_both_doses() -> Messy:
    paper = History()
    paper.put("受种者姓名", "证件号码", "第一剂次接种时间", "第二剂次接种时间", "疫苗生产企业", "接种单位")
    for at in range(1, 13):
        given = [dose(1, FIRST, "sinovac", place="县医院"), dose(2, SECOND, "sinovac", place="县医院")]
        given = [{**each, "known": "registry"} for each in given]
        paper.listed(f"测人{at}", number(at), FIRST, SECOND, "北京科兴", "县医院", doses=given)
    return Messy("a_clinics_list_of_both_doses.csv", paper, encoding="gb18030")


KINDS = [
    days_of_doses_in_many_styles, days_of_doses_that_are_none, doses_that_contradict_themselves,
    products_as_people_write_them, remarks_that_mean_a_route, whether_and_how_often, doses_under_a_header_of_two_rows,
    places_beside_their_doses, reasons_and_contraindications, the_countys_list_of_the_day, a_clinics_list_of_both_doses,
]  # fmt: skip
