"""Dose history: what a row clearly says was given becomes doses; what contradicts itself is for a person to look at."""

import datetime
from typing import Any

import pytest

from server.roster.person import campaign
from server.roster.vocabulary import NUMBERED, PARTS, vocabulary
from server.rules import campaigns
from sync.policies import ENTITIES
from tests.roster.rowing import codes, doses, read
from tests.roster.sheets import number

TITLES = ["姓名", "第一针时间", "第二针时间", "第三针", "加强针", "疫苗厂家", "备注"]
FIRST, SECOND, THIRD, BOOSTER = "2021-05-06", "2021-06-05", "2021-12-20", "2022-01-10"


@pytest.mark.parametrize(
    "cell",
    [
        "2021-05-06", "2021-5-6", "2021/5/6", "2021.5.6", "2021.05.06", "20210506", "2021年5月6日", "２０２１．５．６",
        "2021、5、6", "2021。5。6", "21年5月6日", "21.5.6", "21-5-6", "21/5/6", "'21.5.6",
        "2021-05-06 09:30", "2021.5.6号",
        44322, "44322", 44322.0, datetime.date(2021, 5, 6), datetime.datetime(2021, 5, 6, 9, 30),
    ],
)  # fmt: skip
def test_the_day_of_a_dose_is_read_in_every_usual_style(cell: Any) -> None:
    assert doses(read(TITLES, "测甲", cell)) == [(1, "2021-05-06", None)]


def test_a_day_that_was_put_right_is_listed() -> None:
    person = read(TITLES, "测甲", "21.5.6", "2021-06-05")
    assert [(cell.column, cell.before, cell.after) for cell in person.mended] == [("第一针时间", "21.5.6", FIRST)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2021-02-30", "dose.impossible"), ("2021.13.01", "dose.impossible"), ("202105061", "dose.impossible"),
        ("5/6/21", "dose.impossible"), ("21/12/20", "dose.impossible"), ("2021.05.06 2021.06.05", "dose.impossible"),
        ("6月5日", "dose.without_year"), ("6.5", "dose.without_year"), (6.5, "dose.without_year"),
        ("06-05", "dose.without_year"), ("2031-05-06", "dose.ahead"), ("2026-11-21", "dose.ahead"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_read_for_sure_stops_the_row(cell: Any, code: str) -> None:
    person = read(TITLES, "测甲", cell)
    assert ("第一针时间", code) in codes(person) and not person.good()


@pytest.mark.parametrize("cell", ["2021", "2021年", "2021.5", "2021年5月", "2021-05", 2021, 2021.5])
def test_a_dose_whose_day_is_not_complete_is_a_dose_without_a_day(cell: Any) -> None:
    person = read(TITLES, "测甲", cell)
    assert doses(person) == [(1, None, None)] and person.good()
    assert codes(person) == [("第一针时间", "dose.without_day")]
    assert person.doses[0]["note"].startswith("第一针时间: 2021")


@pytest.mark.parametrize("cell", ["√", "是", "已接种", "已种", "有", "Y", "1", 1, "已打", "打了"])
def test_a_mark_is_a_dose_without_a_day(cell: Any) -> None:
    person = read(TITLES, "测甲", cell)
    assert person.doses == [{"number": 1, "known": "declared"}] and person.problems == []


@pytest.mark.parametrize("cell", ["", None, "否", "未接种", "×", "无", "/", "-", "——", "没打", 0, "0"])
def test_what_says_that_there_was_none_is_no_dose(cell: Any) -> None:
    person = read(TITLES, "测甲", cell)
    assert person.doses == [] and person.problems == []


def test_the_maker_in_the_cell_of_the_day_is_the_product() -> None:
    person = read(TITLES, "测甲", "2021.5.6北京生物", "2021.6.5（科兴）")
    assert doses(person) == [(1, FIRST, "bibp"), (2, SECOND, "sinovac")]
    assert doses(read(TITLES, "测甲", "北京生物")) == [(1, None, "bibp")]


def test_a_place_behind_the_day_stays_with_the_dose() -> None:
    assert read(TITLES, "测甲", "2021.5.6 镇卫生院").doses == [
        {"number": 1, "on": FIRST, "note": "镇卫生院", "known": "declared"}
    ]


def test_words_that_nobody_understands_are_kept_and_told() -> None:
    person = read(TITLES, "测甲", "问村医")
    assert person.doses == [] and codes(person) == [("第一针时间", "dose.unclear")] and person.good()
    assert person.values["note"] == "第一针时间: 问村医"


def test_a_reason_in_the_cell_of_a_day_is_a_reason() -> None:
    person = read(TITLES, "测甲", "怀孕")
    assert person.doses == [] and person.values["reason"] == "contraindicated" and person.problems == []
    assert person.contraindications == [{"kind": "pregnancy", "state": "suspected"}]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [(SECOND, FIRST, "dose.order"), (FIRST, FIRST, "dose.same_day")],
)
def test_a_second_dose_before_or_with_the_first_is_looked_at_by_a_person(first: str, second: str, code: str) -> None:
    person = read(TITLES, "测甲", first, second)
    assert codes(person) == [("第二针时间", code)] and not person.good()


def test_two_doses_too_near_each_other_are_a_fact_and_no_fault_of_the_file() -> None:
    assert read(TITLES, "测甲", FIRST, "2021-05-10").problems == []


def test_a_dose_before_birth_is_looked_at_by_a_person() -> None:
    person = read(["姓名", "身份证号", "第一针时间"], "测甲", number(1, "2021-05-07"), FIRST)
    assert codes(person) == [("第一针时间", "dose.before_birth")] and not person.good()


def test_a_later_dose_without_the_one_before_goes_in_and_is_told() -> None:
    person = read(TITLES, "测甲", "", SECOND)
    assert doses(person) == [(2, SECOND, None)] and person.good()
    assert codes(person) == [("第二针时间", "dose.missing_before")]


@pytest.mark.parametrize(
    ("maker", "code"),
    [
        ("北京生物", "bibp"), ("国药北京", "bibp"), ("北京所", "bibp"), ("BIBP-CorV", "bibp"), ("bibp", "bibp"),
        ("国药集团中国生物北京生物制品研究所", "bibp"), ("武汉生物", "wibp"), ("科兴", "sinovac"),
        ("北京科兴", "sinovac"),
        ("北京科兴中维生物技术有限公司", "sinovac"), ("科兴（北京）", "sinovac"), ("深圳康泰", "kconvac"),
        ("康希诺", "convidecia"), ("康希诺生物股份公司", "convidecia"), ("腺病毒", "convidecia"),
        ("重组新型冠状病毒疫苗（5型腺病毒载体）", "convidecia"), ("康希诺吸入", "convidecia-air"),
        ("智飞", "zifivax"), ("智飞（CHO细胞）", "zifivax"), ("安徽智飞龙科马", "zifivax"), ("重组蛋白", "zifivax"),
        ("新冠灭活疫苗（Vero细胞）北京生物", "bibp"),
    ],
)  # fmt: skip
def test_products_are_known_by_their_makers_and_common_names(maker: str, code: str) -> None:
    person = read(TITLES, "测甲", FIRST, "", "", "", maker)
    assert doses(person) == [(1, FIRST, code)] and person.problems == []


@pytest.mark.parametrize("route", ["灭活", "灭活疫苗", "国药", "新型冠状病毒灭活疫苗（Vero细胞）"])
def test_a_route_with_several_makers_names_no_product(route: str) -> None:
    person = read(TITLES, "测甲", FIRST, "", "", "", route)
    assert doses(person) == [(1, FIRST, None)] and person.problems == []
    assert person.doses[0]["note"] == f"疫苗厂家: {route}"


def test_a_maker_that_the_campaign_does_not_have_is_kept_with_the_dose_and_told() -> None:
    person = read(TITLES, "测甲", FIRST, "", "", "", "莫德纳")
    assert codes(person) == [("疫苗厂家", "product.unknown")] and person.doses[0]["note"] == "疫苗厂家: 莫德纳"


def test_the_rows_product_is_that_of_its_course_and_not_of_the_booster() -> None:
    person = read(TITLES, "测甲", FIRST, SECOND, "", BOOSTER, "科兴")
    assert doses(person) == [(1, FIRST, "sinovac"), (2, SECOND, "sinovac"), (3, BOOSTER, None)]


def test_several_products_belong_to_the_doses_in_turn_or_to_nobody() -> None:
    assert doses(read(TITLES, "测甲", FIRST, SECOND, "", "", "北京生物、科兴")) == [
        (1, FIRST, "bibp"), (2, SECOND, "sinovac"),
    ]  # fmt: skip
    assert codes(read(TITLES, "测甲", FIRST, "", "", "", "北京生物/科兴")) == [("疫苗厂家", "product.unclear")]
    assert codes(read(TITLES, "测甲", FIRST, SECOND, "", "", "北京生物、北京生物")) == []


@pytest.mark.parametrize(
    ("maker", "cells", "numbers"),
    [
        ("科兴", (FIRST, SECOND, "", BOOSTER), [1, 2, 3]),
        ("康希诺", (FIRST, "", "", BOOSTER), [1, 2]),
        ("智飞", (FIRST, SECOND, "2021-11-05", "2022-05-10"), [1, 2, 3, 4]),
        ("", (FIRST, SECOND, "", BOOSTER), [1, 2, 3]),
        ("科兴", (FIRST, SECOND, THIRD, THIRD), [1, 2, 3]),
        ("科兴", (FIRST, SECOND, THIRD, "√"), [1, 2, 3]),
        ("科兴", (FIRST, SECOND, THIRD, "2023-01-05"), [1, 2, 3, 4]),
    ],
)
def test_a_booster_is_counted_behind_the_course_of_its_route(
    maker: str, cells: tuple[str, ...], numbers: list[int]
) -> None:
    person = read(TITLES, "测甲", *cells, maker)
    assert [dose["number"] for dose in person.doses] == numbers and person.problems == []


@pytest.mark.parametrize("remark", ["一针", "1针", "一针型", "单针", "外出;一针", "腺病毒", "康希诺"])
def test_a_remark_of_one_dose_means_adenovirus(remark: str) -> None:
    person = read(TITLES, "测甲", FIRST, "", "", "", "", remark)
    assert doses(person) == [(1, FIRST, "convidecia")] and person.problems == []
    assert person.values["note"] == remark


@pytest.mark.parametrize("remark", ["三针", "3针", "三针苗", "重组蛋白", "智飞"])
def test_a_remark_of_three_doses_means_protein(remark: str) -> None:
    assert doses(read(TITLES, "测甲", FIRST, SECOND, "", "", "", remark)) == [
        (1, FIRST, "zifivax"), (2, SECOND, "zifivax"),
    ]  # fmt: skip


def test_a_remark_makes_no_dose_and_a_longer_one_means_nothing() -> None:
    assert read(TITLES, "测甲", "", "", "", "", "", "一针").doses == []
    assert doses(read(TITLES, "测甲", FIRST, "", "", "", "", "第一针后发烧")) == [(1, FIRST, None)]


@pytest.mark.parametrize(("cells", "maker"), [((FIRST,), "北京生物"), ((FIRST, SECOND), ""), ((FIRST, SECOND), "科兴")])
def test_a_remark_against_the_product_or_the_doses_is_told_and_not_used(cells: tuple[str, ...], maker: str) -> None:
    person = read(["姓名", "疫苗厂家", "备注", "第一针时间", "第二针时间"], "测甲", maker, "一针", *cells)
    assert codes(person) == [("备注", "remark.route_contradicts")] and person.good()
    assert "convidecia" not in {dose.get("product") for dose in person.doses}


TOLD = ["姓名", "是否接种", "接种针数", "第一针时间", "第二针时间", "疫苗厂家"]


@pytest.mark.parametrize(
    ("told", "count", "cells", "wanted"),
    [
        ("是", "", (), [(1, None)]),
        ("是", "", (FIRST, SECOND), [(1, FIRST), (2, SECOND)]),
        ("否", "", (), []),
        ("已接种两针", "", (), [(1, None), (2, None)]),
        ("", 2, (FIRST,), [(1, FIRST), (2, None)]),
        ("", "2针", ("", SECOND), [(1, None), (2, SECOND)]),
        ("", "≥2", (), [(1, None), (2, None)]),
        ("", "0", (), []),
        ("加强针", "", (FIRST, SECOND), [(1, FIRST), (2, SECOND), (3, None)]),
        ("全程", "", (FIRST, SECOND), [(1, FIRST), (2, SECOND)]),
    ],
)
def test_whether_and_how_often_adds_what_has_no_day(told: str, count: Any, cells: Any, wanted: list[Any]) -> None:
    person = read(TOLD, "测甲", told, count, *cells)
    assert [(number, on) for number, on, _ in doses(person)] == wanted and person.problems == []


@pytest.mark.parametrize(("maker", "doses_given"), [("康希诺", 1), ("科兴", 2), ("灭活", 2), ("智飞", 3)])
def test_the_full_course_is_as_long_as_the_vaccine_says(maker: str, doses_given: int) -> None:
    person = read(TOLD, "测甲", "全程接种", "", "", "", maker)
    assert len(person.doses) == doses_given and person.problems == []


def test_the_full_course_of_an_unknown_vaccine_is_one_dose_at_least_and_told() -> None:
    person = read(TOLD, "测甲", "全程")
    assert doses(person) == [(1, None, None)] and codes(person) == [("是否接种", "dose.full_course")]


@pytest.mark.parametrize(("told", "count"), [("否", ""), ("未接种", ""), ("", "0"), ("", "1")])
def test_not_vaccinated_beside_days_of_doses_is_looked_at_by_a_person(told: str, count: str) -> None:
    person = read(TOLD, "测甲", told, count, FIRST, SECOND)
    assert [code for _, code in codes(person)] == ["dose.contradicts"] and not person.good()


def test_a_product_alone_is_no_dose() -> None:
    person = read(TITLES, "测甲", "", "", "", "", "科兴")
    assert person.doses == [] and person.problems == [] and person.values["note"] == "疫苗厂家: 科兴"
    person = read(["姓名", "第一针时间", "第一针厂家"], "测甲", "", "科兴")
    assert person.doses == [] and codes(person) == [("第一针厂家", "dose.unclear")]


def test_a_batch_says_that_the_dose_was_given() -> None:
    person = read(["姓名", "第一针时间", "第一针地点", "第一针批号"], "测甲", "", "镇卫生院", 2021050123)
    assert person.doses == [{"number": 1, "place": "镇卫生院", "batch": "2021050123", "known": "declared"}]


def test_one_day_without_a_number_is_taken_as_the_first_and_told() -> None:
    person = read(["姓名", "接种时间", "接种地点"], "测甲", FIRST, "镇卫生院")
    assert person.doses == [{"number": 1, "on": FIRST, "place": "镇卫生院", "known": "declared"}]
    assert codes(person) == [("接种时间", "dose.number_missing")]


def test_several_days_in_one_cell_are_the_doses_in_turn() -> None:
    person = read(["姓名", "接种时间", "疫苗厂家"], "测甲", "2021.5.6、2021.6.5", "科兴")
    assert doses(person) == [(1, FIRST, "sinovac"), (2, SECOND, "sinovac")] and person.problems == []


def test_every_dose_fits_the_record() -> None:
    person = read(TITLES, "测甲", FIRST, SECOND, THIRD, BOOSTER, "科兴")
    for dose in person.doses:
        assert all(ENTITIES["dose"].fields[name].shape(value) for name, value in dose.items())
    long = read(["姓名", "第一针时间", "第一针地点"], "测甲", FIRST, "院" * 200)
    assert codes(long) == [("第一针地点", "text.too_long")] and "院院" in long.values["note"]


def test_each_column_of_each_dose_is_found_under_several_titles() -> None:
    words = vocabulary()
    assert {f"{slot}_{part}" for slot in NUMBERED for part in PARTS} <= words.taken
    for title, key in {
        "第一针": "dose1_on", "第一剂次接种时间": "dose1_on", "接种时间第一针": "dose1_on", "第2针日期": "dose2_on",
        "第二针接种地点": "dose2_place", "第三针疫苗厂家": "dose3_product", "加强针时间": "booster_on",
        "首针时间": "dose1_on",
        "第一针是否接种": "dose1_given", "是否接种第二针": "dose2_given", "第二剂疫苗批号": "dose2_batch",
    }.items():  # fmt: skip
        assert words.headers.get(title) == key, title
    assert words.titles["dose1_on"] == "第一针时间" and words.titles["booster_place"] == "加强针地点"


def test_a_campaign_of_the_offices_own_knows_its_products_by_code_name_and_maker() -> None:
    document = campaigns.load("covid-2021")
    made = {"code": "flu-a", "zh": "三价流感", "en": "Flu 3", "route": "inactivated", "maker": "华东测试所"}
    document["products"] = [{**made, "use": ["primary"], "doses": 1}]
    words = campaign.words_of(document)
    for said in ("三价流感", "flu 3", "华东测试所", "FLU-A", "灭活"):
        assert doses(read(TITLES, "测甲", FIRST, "", "", "", said, words=words)) == [(1, FIRST, "flu-a")], said
    assert codes(read(TITLES, "测甲", FIRST, "", "", "", "科兴", words=words)) == [("疫苗厂家", "product.unknown")]
